"""How much may be shown of a message that came in. What a person wrote to us, all of it; what a program sent back quotes the mail it
is about, and with it links that open something to whoever has them.
"""

import re
from collections.abc import Iterator
from email.message import Message

from calendars import mime
from calendars.mime import Unreadable
from calendars.replies import same_address
from config import settings
from mail.inbox import address_of
from mail.models import IncomingMail

HEADERS = ("Return-Path", "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Failed-Recipients")
FIELDS = (  # RFC 3464 sections 2.2 and 2.3
    "Reporting-MTA",
    "Arrival-Date",
    "Original-Recipient",
    "Final-Recipient",
    "Action",
    "Status",
    "Remote-MTA",
    "Diagnostic-Code",
    "Last-Attempt-Date",
    "Will-Retry-Until",
)
_QUOTE = re.compile(
    r"^[ \t>]*(?:-{2,}.*(?:copy|original|message|header)|(?:return-path|received|from|to|date|subject|message-id|mime-version|content-type)[ \t]*:)",
    re.IGNORECASE | re.MULTILINE,
)


def original(incoming: IncomingMail) -> bytes | None:
    """What may be shown of a message: its bytes, if a person sent it to an answer address; of one that came back the report alone.

    None when it came back, or went astray, and is about no session.
    """
    if not quotes_us(incoming):
        return incoming.raw
    return _report(incoming.raw) if incoming.topic else None


def quotes_us(incoming: IncomingMail) -> bool:
    """Whether a message may hold a mail of ours: it came to where mail returns, from a mail server, or is our own."""
    kinds = {found[0] for found in map(address_of, incoming.recipients) if found}
    ours = settings().mail_from, settings().reply_address
    is_our_own = any(same_address(incoming.sender, address) for address in ours)
    return kinds != {"rsvp"} or not incoming.envelope_from or is_our_own


def before_quote(text: str) -> str:
    """The words of a report up to where it begins to quote the message that it is about."""
    found = _QUOTE.search(text)
    return (text[: found.start()] if found else text).strip()


def _report(raw: bytes) -> bytes:
    """The headers, and what RFC 3464 has a mail server say about each recipient."""
    try:
        message = mime.parse(raw)
        blocks = [_lines(message, HEADERS), *(_lines(block, FIELDS) for block in _statuses(message))]
    except Unreadable:
        return b""
    return "".join(f"{block}\r\n" for block in blocks if block).encode("utf-8", "replace")


def _statuses(message: Message) -> Iterator[Message]:
    for part in mime.parts(message):
        content = part.get_payload()
        if part.get_content_type() == "message/delivery-status" and isinstance(content, list):
            yield from (block for block in content if isinstance(block, Message))


def _lines(block: Message, names: tuple[str, ...]) -> str:
    return "".join(f"{name}: {value}\r\n" for name in names if (value := mime.header(block, name)))
