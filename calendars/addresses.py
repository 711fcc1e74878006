"""Mail addresses as they are written in headers and calendars, and when two of them are the same."""

import contextlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

LONGEST = 320
_TOKENS = re.compile(r"""\\.|"(?:[^"\\]|\\.)*"|[^\\"()]+|.""", re.DOTALL)
_BETWEEN = re.compile("[,;:]")
_IN_ANGLES = re.compile("<([^<>]*)>")
_QUOTED, _QUOTED_AT = '" ', '"" '  # where a quoted string stood, and one with an @ in it: no address holds a quotation mark
_ADDRESS = re.compile(r"""[^\s@<>()\[\]\\,;:"]{1,255}@[^\s@<>()\[\]\\,;:"]{1,255}""")


def mailboxes(value: str) -> tuple[str, ...]:
    """The addresses of a list of mailboxes (RFC 5322 section 3.4); nothing that stands in a name or a comment is one.

    Our own reading: `email.utils.getaddresses` finds another address in the same odd header in each version of Python
    (CVE-2023-27043), and whom a mail is from decides whether its answer counts.
    """
    return tuple(address for piece in _BETWEEN.split(_outside_names(value)) for address in _addresses(piece))


def are_all_understood(value: str) -> bool:
    """Whether nothing in a list of mailboxes is, or may be read by a mail server as, an address that `mailboxes` leaves out.

    `"q q"@evil.example, ada@x.example`: the server vouches for evil.example, and we would read Ada alone.
    """
    outside = _outside_names(value)
    return outside.count("(") == outside.count(")") == 0 and all(_is_understood(piece) for piece in _BETWEEN.split(outside))


def _is_understood(piece: str) -> bool:
    """Every @ of it belongs to an address that was read. A name may hold one in quotes, or repeat the address without them."""
    found = _addresses(piece)
    name, angle, _rest = piece.partition("<")
    words = [word.strip("'") for word in name.split() if "@" in word] if angle and len(found) == 1 else []
    repeats = [same_address(word, found[0]) for word in words]
    unread = piece.count("@") - len(found) - len(repeats)
    return unread == 0 and all(repeats) and (bool(found) or _QUOTED_AT not in piece)


def _addresses(piece: str) -> list[str]:
    """The addresses of one mailbox: those in angles, failing that the whole of it."""
    found = _IN_ANGLES.findall(piece) or [piece]
    return [address for one in found if _ADDRESS.fullmatch(address := one.strip())]


def _outside_names(value: str) -> str:
    """The header without its comments, each quoted string a single mark. A bracket that opens or closes no comment stays."""
    kept, depth = [], 0
    for piece in _TOKENS.findall(value):
        if piece == "(":
            depth += 1
        elif piece == ")" and depth:
            depth -= 1
        elif depth == 0:
            kept.append(_mark(piece) if len(piece) > 1 and piece[0] == '"' else piece)
    return "".join(kept) + "(" * depth


def _mark(quoted: str) -> str:
    return _QUOTED_AT if "@" in quoted else _QUOTED


def of_uri(uri: str) -> str:
    """The address in a mailto: URI (RFC 6068), percent-decoded; any other text as it is. At most 320 characters of it."""
    plain = uri[: 3 * LONGEST].strip()
    if plain[:6].lower() == "mailto" and plain[6:7] == "%":  # the colon encoded as well
        plain = unquote(plain)
    if plain[:7].lower() == "mailto:":
        plain = plain[7:].partition("?")[0]
    return unquote(plain).strip().strip("<>")[:LONGEST]


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are the same as they are written: letter case aside, a domain equal to its punycode.

    Nothing is decoded: what stands in a header is no URI, and `mailto:ada%40x.example?@evil.example` is somebody at evil.example.
    """
    return bool(one) and normal_address(one) == normal_address(other)


@lru_cache(2000)
def normal_address(value: str) -> str:
    """An address in the form in which it is compared."""
    local, _at, domain = value.strip().lower().rpartition("@")
    labels = unicodedata.normalize("NFC", domain).split(".")
    return f"{local}@{'.'.join(label if label.isascii() else _punycode(label) for label in labels)}"


def _punycode(label: str) -> str:
    """The label as IDNA 2008 writes it. The `idna` codec of Python is IDNA 2003, in which straße and strasse are one domain."""
    with contextlib.suppress(UnicodeError):
        return f"xn--{label.encode('punycode').decode('ascii')}"
    return label
