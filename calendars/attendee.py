"""The other side: how an invited person's calendar answers. For the demo's Postbox page and for tests, not for the loop itself."""

import base64
from collections.abc import Mapping
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


def span_of(request: bytes) -> tuple[datetime, datetime] | None:
    """Start and end of the one event of a REQUEST, aware, on the clock it was written in; None for a series as a whole, for which
    calendars propose no other time. Raises Unreadable.
    """
    event = event_of(request)
    if "RRULE" in event or "DTSTART" not in event or "DTEND" not in event:
        return None
    return event.decoded("DTSTART"), event.decoded("DTEND")


def reply(request: bytes, partstat: str, *, now: datetime, comment: str = "", prodid: str = PRODID) -> bytes:
    """The iTIP REPLY (RFC 5546 section 3.2.3) of the one ATTENDEE of a REQUEST: same UID, SEQUENCE and RECURRENCE-ID."""
    event = event_of(request)
    times = {name: event.decoded(name) for name in ("DTSTART", "DTEND") if name in event}
    return _object(event, "REPLY", partstat, times, now=now, comment=comment, prodid=prodid)


def counter(request: bytes, span: tuple[datetime, datetime], *, now: datetime, comment: str = "") -> bytes:
    """The iTIP COUNTER (RFC 5546 section 3.2.7) that proposes another time: TENTATIVE, with the time it was, as Outlook sends it."""
    event = event_of(request)
    times = {
        "DTSTART": span[0],
        "DTEND": span[1],
        "X-MS-OLK-ORIGINALSTART": event.decoded("DTSTART"),
        "X-MS-OLK-ORIGINALEND": event.decoded("DTEND"),
    }
    return _object(event, "COUNTER", "TENTATIVE", times, now=now, comment=comment, prodid=PRODID)


def _object(
    event: Event, method: str, partstat: str, times: Mapping[str, datetime], *, now: datetime, comment: str, prodid: str
) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{prodid}", f"METHOD:{method}", "BEGIN:VEVENT", f"UID:{event['UID']}"]
    lines += [f"DTSTAMP:{_utc(now)}", f"SEQUENCE:{int(event.get('SEQUENCE', 0))}"]
    lines += [f"{name}:{_utc(at)}" for name, at in times.items()]
    if "RECURRENCE-ID" in event:
        lines.append(f"RECURRENCE-ID:{_utc(event.decoded('RECURRENCE-ID'))}")
    attendee = event["ATTENDEE"]
    name = parameter(str(attendee.params.get("CN", "")))
    lines += [f"ORGANIZER:{event['ORGANIZER']}", f"ATTENDEE;CN={name};PARTSTAT={partstat}:{attendee}"]
    lines.append(f"SUMMARY:{text(str(event.get('SUMMARY', '')))}")
    if comment:
        lines.append(f"COMMENT:{text(comment)}")
    return joined([*lines, "END:VEVENT", "END:VCALENDAR"])


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def reply_mail(invitation: bytes, partstat: str, *, now: datetime, comment: str = "") -> tuple[bytes, str, str]:
    """The mail that carries the reply (RFC 6047), its envelope sender and its envelope recipient: the ORGANIZER.

    `invitation` is the raw mail with the REQUEST. Raises Unreadable when it carries none.
    """
    request = _request_of(invitation)
    subject = f"{VERBS.get(partstat, partstat)}: {mime.header(mime.parse(invitation), 'Subject')}"
    return _mail(request, subject, reply(request, partstat, now=now, comment=comment), "REPLY", now=now)


def counter_mail(request: bytes, span: tuple[datetime, datetime], *, now: datetime, comment: str = "") -> tuple[bytes, str, str]:
    """The mail that proposes another time for a REQUEST, its envelope sender and recipient. Raises Unreadable."""
    subject = f"New Time Proposed: {event_of(request).get('SUMMARY', '')}"
    return _mail(request, subject, counter(request, span, now=now, comment=comment), "COUNTER", now=now)


def _request_of(invitation: bytes) -> bytes:
    request = calendar_of(invitation)
    if request is None:
        raise Unreadable("This mail carries no invitation to answer.")
    return request


def _mail(request: bytes, subject: str, content: bytes, method: str, *, now: datetime) -> tuple[bytes, str, str]:
    event = event_of(request)
    sender, recipient = of_uri(str(event["ATTENDEE"])), of_uri(str(event["ORGANIZER"]))
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
        f"Content-Type: text/calendar; charset=UTF-8; method={method}",
        "Content-Transfer-Encoding: base64",
        "",
        f"{encoded}--{boundary}--",
        "",
    ]
    return "\r\n".join(lines).encode(), sender, recipient
