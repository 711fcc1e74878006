"""Mail as it comes in: its parts, its addresses, whether a person wrote it. Bounded, whatever the bytes."""

import contextlib
import email
import email.policy
import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from itertools import islice
from urllib.parse import unquote

MOST_PARTS = 200
DEEPEST = 20
MOST_HEADER_OCTETS = 500_000
MOST_TEXT = 20_000
_TOKENS = re.compile(r"""\\.|"(?:[^"\\]|\\.)*"|[^\\"()]+|.""", re.DOTALL)
_BETWEEN = re.compile("[,;:]")
_IN_ANGLES = re.compile("<([^<>]*)>")
_ADDRESS = re.compile(r"""[^\s@<>()\[\]\\,;:"]{1,255}@[^\s@<>()\[\]\\,;:"]{1,255}""")
_BOUNDARY = re.compile(rb"^content-type:[^\n]{0,200}multipart/", re.IGNORECASE | re.MULTILINE)


class Unreadable(Exception):
    """The message cannot be read; the text says why, in words for a person."""


def parse(raw: bytes) -> Message:
    """The message as a tree. Raises Unreadable for what is built to hurt, or to no purpose."""
    head = raw.partition(b"\r\n\r\n")[0].partition(b"\n\n")[0]
    if len(head) > MOST_HEADER_OCTETS:
        raise Unreadable("Its headers are longer than any mail needs.")
    if len(_BOUNDARY.findall(raw)) > MOST_PARTS:
        raise Unreadable("It is made of more parts than any mail needs.")
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
    except (MessageError, ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise Unreadable("It is not a mail that could be taken apart.") from error
    return message


def parts(message: Message) -> Iterator[Message]:
    """Every part that is no container; messages inside messages are left closed. Raises Unreadable when there are too many."""
    seen = 0
    stack = [(message, 0)]
    while stack:
        part, depth = stack.pop()
        seen += 1
        if seen > MOST_PARTS or depth > DEEPEST:
            raise Unreadable("Its parts are nested deeper, or are more, than any mail needs.")
        content = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(content, list):
            stack += [(child, depth + 1) for child in reversed(content) if isinstance(child, Message)]
        else:
            yield part


def octets(part: Message) -> bytes:
    """The decoded content of a part; as much as can be decoded."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AttributeError, TypeError):
        content = None
    return content if isinstance(content, bytes) else b""


def decoded(part: Message) -> str:
    """The text of a part, in the charset it names or one that fits."""
    content = octets(part)
    if content.startswith(b"\xef\xbb\xbf"):
        content = content[3:]
    try:
        named = str(part.get_content_charset() or "utf-8")
    except (ValueError, LookupError, AttributeError, TypeError):
        named = "utf-8"
    for charset in (named, "utf-8"):
        try:
            return content.decode(charset)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def header(message: Message, name: str) -> str:
    """A header's words, decoded, on one line; "" if there is none."""
    value = next(_as_written(message, name), "")[:10_000]
    with contextlib.suppress(ValueError, LookupError, MessageError, UnicodeError, AttributeError, TypeError):
        value = str(make_header(decode_header(value)))
    return " ".join(value.encode("utf-8", "replace").decode().replace("\x00", "").split())


def _as_written(message: Message, name: str) -> Iterator[str]:
    """Every header of that name; octets beyond ASCII (RFC 6532, or a careless program) as UTF-8 where they are that."""
    for found, value in message.raw_items():
        if found.lower() == name.lower():
            written = str(value).encode("utf-8", "surrogateescape")
            try:
                yield written.decode()
            except UnicodeDecodeError:
                yield written.decode("cp1252", "replace")


def addresses(message: Message, name: str) -> tuple[str, ...]:
    """The addresses in every header of that name, as they were written."""
    values = list(islice(_as_written(message, name), 20))
    return tuple(address for value in values for address in mailboxes(value[:10_000]))


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


def sent_at(message: Message) -> datetime | None:
    """The Date header as an instant in UTC."""
    try:
        found = parsedate_to_datetime(str(message.get("Date") or ""))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def is_automatic(message: Message) -> bool:
    """Whether a program answered by itself, or a list: nothing a person decided."""
    return says_it_is_automatic(message) or header(message, "Return-Path") == "<>"


def says_it_is_automatic(message: Message) -> bool:
    """Whether a program or a list owns up to it (RFC 3834). The null sender alone does not: what a mail server returns has it too."""
    submitted = header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return True
    if header(message, "Precedence").lower() in {"bulk", "junk", "list", "auto_reply"}:
        return True
    return any(message.get(name) is not None for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply"))


def plain_text(message: Message) -> str:
    """What a person wrote: the first text part, or the words of the first HTML part."""
    fallback = ""
    for part in parts(message):
        kind = part.get_content_type()
        if kind == "text/plain" and not part.get_filename():
            found = decoded(part).strip()
            if found:
                return found[:MOST_TEXT]
        if kind == "text/html" and not fallback:
            fallback = _words_of_html(decoded(part)[:200_000])
    return fallback[:MOST_TEXT]


def _words_of_html(source: str) -> str:
    without = re.sub(r"<(script|style)\b.*?</\1\s*>", " ", source, flags=re.IGNORECASE | re.DOTALL)
    lines = re.sub(r"<(?:br|/p|/div|/tr|/li)[^<>]{0,200}>", "\n", without, flags=re.IGNORECASE)
    words = html.unescape(re.sub(r"<[^<>]{0,2000}>", " ", lines))
    return "\n".join(" ".join(line.split()) for line in words.splitlines() if line.strip())


def same_address(one: str, other: str) -> bool:
    """Whether two addresses are the same: percent-decoded, letter case aside, a domain equal to its punycode."""
    return bool(one) and normal_address(one) == normal_address(other)


def normal_address(value: str) -> str:
    """An address in the form in which it is compared."""
    plain = unquote(value.strip())
    if plain[:7].lower() == "mailto:":
        plain = plain[7:]
    local, _at, domain = plain.partition("?")[0].strip().strip("<>").casefold().rpartition("@")
    with contextlib.suppress(UnicodeError, ValueError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain}"
