"""Content lines of RFC 5545 section 3.1: escaped, so that no text can end its property; folded at 75 octets."""

import contextlib
from collections.abc import Iterable
from urllib.parse import quote

_IN_LOCAL_PART = "!$&'*+/=^_`{|}~"
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_CONTROLS = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
_PLAIN = " -.'"
_IN_PARAMETER = {**dict.fromkeys([*range(0x20), 0x7F], " "), ord('"'): "'", ord("^"): "^^"}


def text(value: str) -> str:
    """A TEXT value (section 3.3.11), without control characters."""
    return value.replace("\r\n", "\n").translate(_CONTROLS).translate(_ESCAPES)


def parameter(value: str) -> str:
    """A parameter value; quoted unless it is the plainest of names, a caret doubled (RFC 6868).

    Some readers drop the space before an equals sign that stands there unquoted. A double quote cannot stand in one (section 3.2):
    it becomes an apostrophe, since not every client reads RFC 6868.
    """
    plain = value.translate(_IN_PARAMETER).strip()
    return plain if all(sign.isalnum() or sign in _PLAIN for sign in plain) else f'"{plain}"'


def uri(value: str) -> str:
    """A URI value (section 3.3.13): nothing in it can end the line."""
    return "".join(value.translate(_CONTROLS).split())


def mailto(address: str) -> str:
    """A CAL-ADDRESS (section 3.3.3): the domain in ASCII, the local part encoded only where it has to be (RFC 6068 section 2)."""
    local, _at, domain = address.rpartition("@")
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"mailto:{quote(local, safe=_IN_LOCAL_PART)}@{quote(domain, safe=_IN_LOCAL_PART)}"


def fold(line: str) -> bytes:
    """The line in UTF-8, in pieces of at most 75 octets, no character cut in two; ended by CRLF."""
    octets = line.encode("utf-8", "replace")
    if len(octets) <= 75:
        return octets + b"\r\n"
    pieces, start, room = [], 0, 75
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # in the middle of a character
            end -= 1
        pieces.append(octets[start:end])
        start, room = end, 74  # a continuation begins with a space
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def joined(lines: Iterable[str]) -> bytes:
    """Lines as they travel."""
    return b"".join(fold(line) for line in lines)
