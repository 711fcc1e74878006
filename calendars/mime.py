"""Mail as it comes in: its parts, its addresses, whether a person wrote it. Bounded, whatever the bytes."""

import email
import email.policy
import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import Message
from email.utils import parsedate_to_datetime
from itertools import islice
from weakref import WeakKeyDictionary

from calendars.addresses import are_all_understood, mailboxes
from calendars.bounds import Unreadable, guard
from calendars.charsets import text_of, words_of
from calendars.plain_mails import read_plain

MOST_PARTS = 200
DEEPEST = 20
MOST_TEXT = 20_000
MOST_ADDRESS_HEADERS, LONGEST_ADDRESSES = 20, 10_000
_indexed: WeakKeyDictionary[Message, dict[str, list[str]]] = WeakKeyDictionary()
_COMMENT, _COMMENT_ENDS = re.compile("<!--"), re.compile("-->")
_HIDDEN = re.compile(r"<(?:script|style|head)\b", re.IGNORECASE)
_HIDDEN_ENDS = re.compile(r"</(?:script|style|head)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile("<[^<>]*>")
_LINE_ENDS = re.compile(r"<(?:br|/p|/div|/tr|/li)\b[^<>]{0,200}>", re.IGNORECASE)
# Exchange puts it on what its own rules and absence notes send (MS-OXCMAIL); nobody sets it by hand.
_SUPPRESSES = {"all", "oof", "autoreply"}
# Headers of programs older than RFC 3834, or that do not know it; that they stand there says it.
_OWNS_UP = {
    "x-autoreply", "x-autorespond", "x-auto-reply", "x-autoreply-from", "x-mail-autoreply", "x-vacation", "x-autoreply-reason",
    "x-mailer-autoreply", "x-fc-machinegenerated",
}  # fmt: skip


def parse(raw: bytes) -> Message:
    """The message as a tree. Raises Unreadable for what is built to hurt, or to no purpose."""
    guard(raw)
    try:
        return read_plain(raw.decode("ascii", "surrogateescape")) or email.message_from_bytes(raw, policy=email.policy.compat32)
    except (MessageError, ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise Unreadable("It is not a mail that could be taken apart.") from error


def parts(message: Message) -> Iterator[Message]:
    """Every part that is no container; messages inside messages are left closed. Raises Unreadable when there are too many."""
    seen = 0
    stack = [(message, 0)]
    while stack:
        part, depth = stack.pop()
        seen += 1
        if seen > MOST_PARTS or depth > DEEPEST:
            raise Unreadable("Its parts are nested deeper, or are more, than any mail needs.")
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            stack += [(child, depth + 1) for child in reversed([*part.get_payload()]) if isinstance(child, Message)]
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
    try:
        named = str(part.get_content_charset() or "utf-8")
    except (ValueError, LookupError, AttributeError, TypeError):
        named = "utf-8"
    return text_of(octets(part), named)


def header(message: Message, name: str) -> str:
    """A header's words, decoded, on one line; "" if there is none."""
    value = next(as_written(message, name), "")[:10_000]
    return " ".join(words_of(value).replace("\x00", "").split())


def as_written(message: Message, name: str) -> Iterator[str]:
    """Every header of that name; octets beyond ASCII (RFC 6532, or a careless program) as UTF-8 where they are that."""
    for value in _headers(message).get(name.lower(), ()):
        yield value if value.isascii() else text_of(value.encode("utf-8", "surrogateescape"), "utf-8")


def _headers(message: Message) -> dict[str, list[str]]:
    """Every header by its name in small letters: a mail has dozens of lines, and is asked for twenty of them."""
    found = _indexed.get(message)
    if found is None:
        found = _indexed[message] = {}
        for name, value in message.raw_items():
            found.setdefault(name.lower(), []).append(str(value))
    return found


def addresses(message: Message, name: str) -> tuple[str, ...]:
    """The addresses in every header of that name, as they were written."""
    values = islice(as_written(message, name), MOST_ADDRESS_HEADERS)
    return tuple(address for value in values for address in mailboxes(value[:LONGEST_ADDRESSES]))


def is_clear(message: Message, name: str) -> bool:
    """Whether `addresses` leaves out nothing of the headers of that name that a mail server may have taken for an address."""
    values = list(islice(as_written(message, name), MOST_ADDRESS_HEADERS + 1))
    if len(values) > MOST_ADDRESS_HEADERS or any(len(value) > LONGEST_ADDRESSES for value in values):
        return False
    return all(are_all_understood(value) for value in values)


def sent_at(message: Message) -> datetime | None:
    """The Date header as an instant in UTC."""
    try:
        found = parsedate_to_datetime(header(message, "Date"))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def is_automatic(message: Message) -> bool:
    """Whether a program answered by itself, or a list: nothing a person decided."""
    return says_it_is_automatic(message) or header(message, "Return-Path") == "<>"


def says_it_is_automatic(message: Message) -> bool:
    """Whether a program or a list owns up to it (RFC 3834). The null sender alone does not: what a mail server returns has it too."""
    submitted = header(message, "Auto-Submitted").partition(";")[0].partition("(")[0].strip().lower()
    if submitted and submitted != "no":
        return True
    if header(message, "Precedence").lower() in {"bulk", "junk", "list", "auto_reply", "auto-reply"}:
        return True
    suppressed = header(message, "X-Auto-Response-Suppress").lower().replace(" ", "").split(",")
    if _SUPPRESSES.intersection(suppressed):
        return True
    return not _OWNS_UP.isdisjoint(_headers(message))


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
    """The words a reader sees, in a time that grows with their number and no faster, however the tags are nested or left open."""
    shown = _outside(_outside(source, _COMMENT, _COMMENT_ENDS), _HIDDEN, _HIDDEN_ENDS)
    words = html.unescape(_TAG.sub(" ", _LINE_ENDS.sub("\n", shown)))
    return "\n".join(" ".join(line.split()) for line in words.splitlines() if line.strip())


def _outside(source: str, begins: re.Pattern[str], ends: re.Pattern[str]) -> str:
    """The text without what stands between a beginning and the next end, or the end of all."""
    first, *others = begins.split(source)
    return first + "".join(piece[end.end() :] for piece in others if (end := ends.search(piece)))


__all__ = [
    "Unreadable",
    "addresses",
    "as_written",
    "decoded",
    "header",
    "is_automatic",
    "is_clear",
    "octets",
    "parse",
    "parts",
    "plain_text",
    "says_it_is_automatic",
    "sent_at",
]
