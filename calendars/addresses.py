"""Mail addresses as they are written in headers and calendars, and when two of them are the same."""

import contextlib
import re
from urllib.parse import unquote

LONGEST = 320
_TOKENS = re.compile(r"""\\.|"(?:[^"\\]|\\.)*"|[^\\"()]+|.""", re.DOTALL)
_BETWEEN = re.compile("[,;:]")
_IN_ANGLES = re.compile("<([^<>]*)>")
_ADDRESS = re.compile(r"""[^\s@<>()\[\]\\,;:"]{1,255}@[^\s@<>()\[\]\\,;:"]{1,255}""")


def mailboxes(value: str) -> tuple[str, ...]:
    """The addresses of a list of mailboxes (RFC 5322 section 3.4); nothing that stands in a name or a comment is one.

    Our own reading: `email.utils.getaddresses` finds another address in the same odd header in each version of Python
    (CVE-2023-27043), and whom a mail is from decides whether its answer counts.
    """
    found: list[str] = []
    for mailbox in _BETWEEN.split(_outside_names(value)):
        found += _IN_ANGLES.findall(mailbox) or [mailbox]
    return tuple(address for piece in found if _ADDRESS.fullmatch(address := piece.strip()))


def _outside_names(value: str) -> str:
    """The header without its quoted strings and comments."""
    kept, depth = [], 0
    for piece in _TOKENS.findall(value):
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(0, depth - 1)
        elif depth == 0:
            kept.append(" " if len(piece) > 1 and piece[0] == '"' else piece)
    return "".join(kept)


def of_uri(uri: str) -> str:
    """The address in a mailto: URI (RFC 6068), percent-decoded; any other text as it is. At most 320 characters of it."""
    plain = uri[: 3 * LONGEST].strip()
    if plain[:6].lower() == "mailto" and plain[6:7] == "%":  # the colon encoded as well
        plain = unquote(plain)
    if plain[:7].lower() == "mailto:":
        plain = plain[7:].partition("?")[0]
    return unquote(plain).strip()[:LONGEST]


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are the same: percent-decoded, letter case aside, a domain equal to its punycode."""
    return bool(one) and normal_address(one) == normal_address(other)


def normal_address(value: str) -> str:
    """An address in the form in which it is compared."""
    local, _at, domain = of_uri(value).strip("<>").casefold().rpartition("@")
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain}"
