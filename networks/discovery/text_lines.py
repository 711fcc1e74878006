"""The lines of a file of any size, whatever wrote it: one piece of it is in memory at a time.

Lines end with LF, CRLF or, as old programs wrote them, CR alone. UTF-16 is put into UTF-8 on the way.
"""

import codecs
import re
from collections.abc import Iterator
from typing import Protocol

PIECE = 65_536
_ENDS = re.compile(rb"\r\n|\r|\n")
_BOMS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class Readable(Protocol):
    """What is read once, from its beginning to its end: a file, a pipe."""

    def read(self, size: int, /) -> bytes: ...


def lines_of(file: Readable, *, longest: int) -> Iterator[bytes]:
    """Lines without their ends; of one that is longer than `longest` octets, about so many of its first."""
    left = b""
    for piece in _pieces(file):
        *whole, left = _ENDS.split(left + piece)
        yield from whole
        left = left[:longest]
    if left:
        yield left


def _pieces(file: Readable) -> Iterator[bytes]:
    first = file.read(PIECE)
    encoding = _utf_16(first)
    decoder = codecs.getincrementaldecoder(encoding)("replace") if encoding else None
    piece = first
    while piece:
        yield decoder.decode(piece).encode("utf-8", "replace") if decoder else piece
        piece = file.read(PIECE)


def _utf_16(first: bytes) -> str:
    """Which UTF-16 a file is in; "" for none. Without a mark its letters, most of them ASCII, show it."""
    if found := _BOMS.get(first[:2]):
        return found
    if first[:1] == b"\0" != first[1:2]:
        return "utf-16-be"
    return "utf-16-le" if first[1:2] == b"\0" != first[:1] else ""


def text_of(octets: bytes) -> str:
    """A line in UTF-8 or, when it cannot be that, in the encoding of Windows. It holds no NUL: no text does, and no database takes one."""
    octets = octets.removeprefix(codecs.BOM_UTF8).replace(b"\0", b"")
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return octets.decode("cp1252", "replace")
