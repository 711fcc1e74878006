"""Octets as text, whatever charset they claim to be in."""

import codecs
from email.errors import MessageError
from email.header import decode_header

# Codecs of Python that are no charset of any mail; one takes a time that grows with the square of its input.
_NO_CHARSETS = {"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"}
_BOM = b"\xef\xbb\xbf"


def text_of(content: bytes, charset: str) -> str:
    """The text in the charset named, or in one that fits; without lone surrogates, which no database takes."""
    content = content.removeprefix(_BOM)
    for name in (charset, "utf-8"):
        try:
            if codecs.lookup(name).name.replace("_", "-") not in _NO_CHARSETS:
                return content.decode(name).encode("utf-8", "replace").decode()
        except (LookupError, ValueError):  # unknown, or not what it says
            continue
    return content.decode("cp1252", "replace")


def words_of(header: str) -> str:
    """A header's words on one line: encoded words (RFC 2047) decoded, the rest as it is."""
    header = " ".join(header.split())
    if "=?" not in header:
        return header
    try:
        pieces = decode_header(header)
    except (MessageError, ValueError):
        return header
    return "".join(_piece(content, charset) for content, charset in pieces)


def _piece(content: bytes | str, charset: str | None) -> str:
    if isinstance(content, str):
        return content
    return text_of(content, charset) if charset else content.decode("raw-unicode-escape", "replace")
