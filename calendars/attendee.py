"""The other side: how an invited person's calendar answers. For the demo's Postbox page and for tests, not for the loop itself."""

import base64
from datetime import UTC, datetime
from email.utils import format_datetime
from secrets import token_hex

from icalendar import Calendar, Event

from calendars import mime
from calendars.addresses import of_uri
from calendars.lines import joined, parameter, text
from calendars.mime import Unreadable

PRODID = "-//Foyer//Postbox//EN"
VERBS = {"ACCEPTED": "Accepted", "TENTATIVE": "Tentative", "DECLINED": "Declined"}


def calendar_of(raw: bytes) -> bytes | None:
    """The iTIP object a mail carries, None if it carries none. Raises Unreadable."""
    for part in mime.parts(mime.parse(raw)):
        if part.get_content_type() == "text/calendar":
            return mime.octets(part)
    return None


def event_of(content: bytes) -> Event:
    """The first event of an iTIP object. Raises Unreadable when there is none."""
    try:
        events = [item for item in Calendar.from_ical(content).subcomponents if isinstance(item, Event)]
    except ValueError as error:
        raise Unreadable("The calendar entry of this mail is broken.") from error
    if not events:
        raise Unreadable("The calendar entry of this mail holds no event.")
    return events[0]


def reply(request: bytes, partstat: str, *, now: datetime, comment: str = "", prodid: str = PRODID) -> bytes:
    """The iTIP REPLY (RFC 5546 section 3.2.3) of the one ATTENDEE of a REQUEST: same UID, SEQUENCE and RECURRENCE-ID."""
    event = event_of(request)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{prodid}", "METHOD:REPLY", "BEGIN:VEVENT", f"UID:{event['UID']}"]
    lines += [f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}", f"SEQUENCE:{int(event.get('SEQUENCE', 0))}"]
    for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
        if name in event:
            lines.append(f"{name}:{event.decoded(name).astimezone(UTC):%Y%m%dT%H%M%SZ}")
    attendee = event["ATTENDEE"]
    name = parameter(str(attendee.params.get("CN", "")))
    lines += [f"ORGANIZER:{event['ORGANIZER']}", f"ATTENDEE;CN={name};PARTSTAT={partstat}:{attendee}"]
    lines.append(f"SUMMARY:{text(str(event.get('SUMMARY', '')))}")
    if comment:
        lines.append(f"COMMENT:{text(comment)}")
    return joined([*lines, "END:VEVENT", "END:VCALENDAR"])


def reply_mail(invitation: bytes, partstat: str, *, now: datetime, comment: str = "") -> tuple[bytes, str, str]:
    """The mail that carries the reply (RFC 6047), its envelope sender and its envelope recipient: the ORGANIZER.

    `invitation` is the raw mail with the REQUEST. Raises Unreadable when it carries none.
    """
    request = calendar_of(invitation)
    if request is None:
        raise Unreadable("This mail carries no invitation to answer.")
    event = event_of(request)
    sender, recipient = of_uri(str(event["ATTENDEE"])), of_uri(str(event["ORGANIZER"]))
    content = reply(request, partstat, now=now, comment=comment)
    message = mime.parse(invitation)
    subject = f"{VERBS.get(partstat, partstat)}: {mime.header(message, 'Subject')}"
    return _mail(sender, recipient, subject, content, now=now), sender, recipient


def _mail(sender: str, recipient: str, subject: str, content: bytes, *, now: datetime) -> bytes:
    boundary = token_hex(12)
    encoded = base64.encodebytes(content).replace(b"\n", b"\r\n").decode()
    words = base64.b64encode(subject.encode()).decode()
    lines = [
        f"From: {sender}",
        f"To: {recipient}",
        f"Subject: =?utf-8?b?{words}?=",
        f"Date: {format_datetime(now)}",
        f"Message-ID: <{token_hex(16)}@{sender.rpartition('@')[2]}>",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative; boundary="{boundary}"',
        "",
        f"--{boundary}",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        words,
        f"--{boundary}",
        "Content-Type: text/calendar; charset=UTF-8; method=REPLY",
        "Content-Transfer-Encoding: base64",
        "",
        f"{encoded}--{boundary}--",
        "",
    ]
    return "\r\n".join(lines).encode()
