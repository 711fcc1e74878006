"""The mail around an invitation (RFC 6047), in the shape that gives buttons in every client that was measured."""

import base64
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from secrets import token_hex

_CONTROLS = dict.fromkeys([*range(0x20), 0x7F], " ")
_QUOTED = set('()<>[]:;@\\,."')


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail to one person. `message_id` and `references` are Message-IDs in angle brackets; `date` is aware."""

    sender_name: str
    sender_address: str
    recipient_name: str
    recipient_address: str
    reply_to: str
    subject: str
    text: str
    html: str
    message_id: str
    date: datetime
    calendar: bytes | None = None
    method: str | None = None
    references: tuple[str, ...] = ()
    language: str = "en"
    headers: tuple[tuple[str, str], ...] = ()


def assemble(letter: Letter) -> bytes:
    """The message in bytes, CRLF. The calendar part stands last in the alternative and once more as a file, both the same."""
    outer, inner = token_hex(12), token_hex(12)
    parts = [
        _part("text/plain; charset=utf-8", letter.text.encode("utf-8", "replace")),
        _part("text/html; charset=utf-8", letter.html.encode("utf-8", "replace")),
    ]
    if letter.calendar is None:
        return _head(letter, f'multipart/alternative; boundary="{inner}"') + _multipart(inner, parts)
    parts.append(_part(f"text/calendar; charset=UTF-8; method={letter.method}", letter.calendar))
    alternative = f'Content-Type: multipart/alternative; boundary="{inner}"\r\n\r\n'.encode() + _multipart(inner, parts)
    file = _part('application/ics; name="invite.ics"', letter.calendar, 'attachment; filename="invite.ics"')
    return _head(letter, f'multipart/mixed; boundary="{outer}"') + _multipart(outer, [alternative, file])


def _head(letter: Letter, content_type: str) -> bytes:
    lines = [
        ("From", _mailbox(letter.sender_name, letter.sender_address)),
        ("To", _mailbox(letter.recipient_name, letter.recipient_address)),
        ("Subject", _words(letter.subject, "Subject")),
        ("Date", format_datetime(letter.date)),
        ("Message-ID", _plain(letter.message_id)),
    ]
    if letter.reply_to:
        lines.append(("Reply-To", _plain(letter.reply_to)))
    if letter.references:
        lines.append(("References", "\r\n ".join(_plain(reference) for reference in letter.references)))
    lines += [("Content-Language", letter.language), ("MIME-Version", "1.0")]
    lines += [(name, _plain(value)) for name, value in letter.headers]
    lines.append(("Content-Type", content_type))
    return "".join(f"{name}: {value}\r\n" for name, value in lines).encode("ascii", "replace") + b"\r\n"


def _multipart(boundary: str, parts: list[bytes]) -> bytes:
    mark = f"--{boundary}".encode()
    return b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"


def _part(content_type: str, content: bytes, disposition: str = "") -> bytes:
    head = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\n"
    if disposition:
        head += f"Content-Disposition: {disposition}\r\n"
    return head.encode() + b"\r\n" + base64.encodebytes(content).replace(b"\n", b"\r\n")


def _mailbox(name: str, address: str) -> str:
    """A display name and an address; no character of the name can end it (RFC 5322 section 3.4)."""
    name = _plain(name).strip()
    if not name:
        return _plain(address)
    if not name.isascii() or "=?" in name:
        return f"{_words(name, 'From')} <{_plain(address)}>"
    if set(name) & _QUOTED:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}" <{_plain(address)}>'
    return f"{name} <{_plain(address)}>"


def _words(value: str, header: str) -> str:
    """Header text: as it is, or as encoded words (RFC 2047)."""
    value = _plain(value).strip()
    if value.isascii() and len(value) < 200 and "=?" not in value:  # what looks like an encoded word would be read as one
        return value
    return Header(value.encode("utf-8", "replace"), "utf-8", header_name=header).encode(linesep="\r\n")


def _plain(value: str) -> str:
    return value.translate(_CONTROLS)
