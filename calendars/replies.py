"""What comes back: mails with iTIP objects, read into plain values. Nothing here decides or trusts anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.message import Message
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from calendars import mime
from calendars.deliveries import DeliveryStatus, read_status
from calendars.mime import Unreadable, same_address

MOST_CALENDAR_OCTETS = 2_000_000
MOST_EVENTS = 500
CALENDAR_TYPES = {"text/calendar", "application/ics", "text/x-vcalendar"}


@dataclass(frozen=True, slots=True)
class ReplyAttendee:
    """An ATTENDEE line. `partstat` in upper case, "" if there is none; `guests` is Google's X-NUM-GUESTS."""

    address: str
    partstat: str
    comment: str = ""
    guests: int = 0
    delegated_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplyEvent:
    """A VEVENT. Instants are aware UTC; None where the object has none that means an instant."""

    uid: str
    recurrence_id: datetime | None
    sequence: int
    dtstamp: datetime | None
    dtstart: datetime | None
    dtend: datetime | None
    attendees: tuple[ReplyAttendee, ...]
    comment: str = ""
    original_start: datetime | None = None
    original_end: datetime | None = None


@dataclass(frozen=True, slots=True)
class CalendarMessage:
    """One iCalendar object. `method` in upper case."""

    method: str
    prodid: str
    components: tuple[ReplyEvent, ...]


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """A mail as it came in. `unreadable` says why calendar parts could not be read; the others are there."""

    from_addresses: tuple[str, ...]
    sender_addresses: tuple[str, ...]
    reply_to: tuple[str, ...]
    subject: str
    message_id: str
    date: datetime | None
    is_automatic: bool
    authentication_results: tuple[str, ...]
    calendars: tuple[CalendarMessage, ...]
    text: str
    delivery_status: DeliveryStatus | None
    unreadable: tuple[str, ...]


def read_mail(raw: bytes) -> InboundMessage:
    """The mail in its parts. Raises Unreadable, and nothing else, whatever the bytes."""
    try:
        return _read(raw)
    except Unreadable:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError, AssertionError) as error:
        raise Unreadable(f"It could not be read ({type(error).__name__}).") from error


def _read(raw: bytes) -> InboundMessage:
    message = mime.parse(raw)
    calendars, unreadable = _calendars(message)
    return InboundMessage(
        from_addresses=mime.addresses(message, "From"),
        sender_addresses=mime.addresses(message, "Sender"),
        reply_to=mime.addresses(message, "Reply-To"),
        subject=mime.header(message, "Subject"),
        message_id=mime.header(message, "Message-ID"),
        date=mime.sent_at(message),
        is_automatic=mime.is_automatic(message),
        authentication_results=tuple(str(value)[:5000] for value in message.get_all("Authentication-Results", [])[:20]),
        calendars=tuple(calendars),
        text="" if calendars else mime.plain_text(message),
        delivery_status=read_status(message),
        unreadable=tuple(unreadable),
    )


def _calendars(message: Message) -> tuple[list[CalendarMessage], list[str]]:
    """Every iCalendar object, each once: Google and Thunderbird put the same one in twice."""
    found: list[CalendarMessage] = []
    unreadable: list[str] = []
    seen: set[bytes] = set()
    for part in mime.parts(message):
        if not _holds_a_calendar(part):
            continue
        content = mime.octets(part)
        key = content.replace(b"\r\n", b"\n").strip()
        if key in seen:
            continue
        seen.add(key)
        try:
            found += read_calendar(content, mime.decoded(part), str(part.get_param("method") or ""))
        except Unreadable as error:
            unreadable.append(str(error))
    return found, unreadable


def _holds_a_calendar(part: Message) -> bool:
    if part.get_content_type() in CALENDAR_TYPES:
        return True
    name = str(part.get_filename() or "").lower()
    return name.endswith(".ics") and part.get_content_maintype() == "application"


def read_calendar(content: bytes, text: str, method: str = "") -> list[CalendarMessage]:
    """The objects of one calendar part. Raises Unreadable with the reason."""
    if len(content) > MOST_CALENDAR_OCTETS:
        raise Unreadable("Its calendar entry is larger than any answer needs.")
    if text.upper().count("BEGIN:") > 10 * MOST_EVENTS:
        raise Unreadable("Its calendar entry has more components than any answer needs.")
    try:
        objects = Calendar.from_ical(text.replace("\x00", ""), multiple=True)
        return [_object(calendar, method) for calendar in objects]
    except Unreadable:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError, AssertionError) as error:
        reason = " ".join(str(error).split())[:120]
        raise Unreadable(f"Its calendar entry is broken: {reason}.") from error


def _object(calendar: Component, method: str) -> CalendarMessage:
    events = [component for component in calendar.subcomponents if component.name == "VEVENT"]
    if len(events) > MOST_EVENTS:
        raise Unreadable("Its calendar entry has more events than any answer needs.")
    said = str(calendar.get("METHOD") or method).strip().upper()
    return CalendarMessage(said, str(calendar.get("PRODID") or "")[:500], tuple(_event(event) for event in events))


def _event(event: Component) -> ReplyEvent:
    return ReplyEvent(
        uid=str(_first(event, "UID") or "").strip(),
        recurrence_id=_instant(_first(event, "RECURRENCE-ID")),
        sequence=_number(_first(event, "SEQUENCE")),
        dtstamp=_instant(_first(event, "DTSTAMP")),
        dtstart=_instant(_first(event, "DTSTART")),
        dtend=_instant(_first(event, "DTEND")),
        attendees=tuple(_attendee(line) for line in _every(event, "ATTENDEE")),
        comment="\n".join(str(line).strip() for line in _every(event, "COMMENT"))[:5000].strip(),
        original_start=_instant(_first(event, "X-MS-OLK-ORIGINALSTART")),
        original_end=_instant(_first(event, "X-MS-OLK-ORIGINALEND")),
    )


def _every(component: Component, name: str) -> Iterator[Any]:
    value = component.get(name)
    if value is None:
        return
    yield from value if isinstance(value, list) else [value]


def _first(component: Component, name: str) -> Any:
    return next(_every(component, name), None)


def _attendee(line: Any) -> ReplyAttendee:
    parameters = getattr(line, "params", {})
    address = unquote(str(line)).strip()
    if address[:7].lower() == "mailto:":
        address = address[7:].strip()
    if "@" not in address:  # Exchange and iCloud name a person by other means and put the address beside it
        address = str(parameters.get("EMAIL") or address)
    return ReplyAttendee(
        address=address,
        partstat=str(parameters.get("PARTSTAT") or "").upper(),
        comment=str(parameters.get("X-RESPONSE-COMMENT") or "").strip()[:5000],
        guests=min(_number(parameters.get("X-NUM-GUESTS")), 1000),
        delegated_to=tuple(_addresses(parameters.get("DELEGATED-TO"))),
    )


def _addresses(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value] if value else []:
        plain = unquote(str(item)).strip().strip('"')
        yield plain[7:] if plain[:7].lower() == "mailto:" else plain


def _number(value: Any) -> int:
    """A whole number that a database can hold; 0 for anything else."""
    try:
        return min(max(0, int(str(value).strip())), 2_000_000_000)
    except (ValueError, TypeError):
        return 0


def _instant(value: Any) -> datetime | None:
    """An instant in UTC. A date is its midnight in UTC; a wall-clock time in no zone, or in one nobody knows, is none."""
    try:
        moment = getattr(value, "dt", None)
    except (ValueError, AttributeError, TypeError):  # a broken property says so only when it is asked
        return None
    if moment is None and value is not None:
        return _from_text(str(value), str(getattr(value, "params", {}).get("TZID") or ""))
    if isinstance(moment, datetime):
        return _in_utc(moment, value)
    if isinstance(moment, date):
        return datetime.combine(moment, time(), tzinfo=UTC)
    return None


def _in_utc(moment: datetime, value: Any) -> datetime | None:
    try:
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
        zone = _zone(str(getattr(value, "params", {}).get("TZID") or ""))
        return moment.replace(tzinfo=zone).astimezone(UTC) if zone else None
    except (OverflowError, ValueError):
        return None


def _from_text(value: str, tzid: str) -> datetime | None:
    try:
        if value.endswith("Z"):
            return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        zone = _zone(tzid)
        return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC) if zone else None
    except (ValueError, OverflowError):
        return None


def _zone(name: str) -> ZoneInfo | None:
    plain = name.strip('"').strip()
    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(plain, plain)) if plain else None
    except (ValueError, LookupError, OSError):
        return None


__all__ = [
    "CalendarMessage",
    "DeliveryStatus",
    "InboundMessage",
    "ReplyAttendee",
    "ReplyEvent",
    "Unreadable",
    "read_calendar",
    "read_mail",
    "same_address",
]
