"""iTIP objects (RFC 5546) read into plain values. Nothing here decides or trusts anything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from icalendar import Calendar

from calendars.addresses import of_uri
from calendars.bounds import Unreadable
from calendars.instants import Zones, after, instant, wall
from calendars.plain_objects import read_plain
from calendars.reduction import reduced

MOST_EVENTS = 166  # a series as a whole and its changed dates, at most 160: what Thunderbird answers with
LONGEST_WORDS = 5_000


@dataclass(frozen=True, slots=True)
class ReplyAttendee:
    """An ATTENDEE line. `partstat` in upper case, "" if there is none; `guests` is Google's X-NUM-GUESTS."""

    address: str
    partstat: str
    comment: str = ""
    guests: int = 0
    delegated_to: tuple[str, ...] = ()
    delegated_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplyEvent:
    """A VEVENT. Instants are aware UTC; None where the object has none that means an instant.

    `is_date`: it is about one date of a series, whether or not its RECURRENCE-ID can be read. `recurrence_wall` is one without a zone
    that we know, as it stands: a day, or a naive wall-clock time.
    """

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
    is_date: bool = False
    recurrence_wall: date | None = None


@dataclass(frozen=True, slots=True)
class CalendarMessage:
    """One iCalendar object. `method` in upper case."""

    method: str
    prodid: str
    components: tuple[ReplyEvent, ...]


def read_calendar(text: str, method: str = "") -> list[CalendarMessage]:
    """The objects of one calendar part; `method` is what the part says of itself. Raises Unreadable with the reason."""
    cut = reduced(text)
    if cut.text.upper().count("BEGIN:VEVENT") > MOST_EVENTS:
        raise Unreadable("Its calendar entry has more events than any answer needs.")
    try:
        calendars = read_plain(cut.kept) or Calendar.from_ical(cut.text, multiple=True)
        found = as_messages(calendars, method, cut.zones)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError, AssertionError) as error:
        raise Unreadable("Its calendar entry is broken.") from error
    if not found:
        raise Unreadable("Its calendar entry is empty.")
    return found


def as_messages(calendars: Sequence[Any], method: str, zones: Zones) -> list[CalendarMessage]:
    """Components, the library's or plain ones, as values."""
    return [_object(calendar, method, zones) for calendar in calendars]


def _object(calendar: Any, method: str, zones: Zones) -> CalendarMessage:
    events = [component for component in calendar.subcomponents if component.name == "VEVENT"]
    said = str(_first(calendar, "METHOD") or method).strip().upper()
    return CalendarMessage(
        said[:40], str(_first(calendar, "PRODID") or "")[:500], tuple(_event(event, zones) for event in events)
    )


def _event(event: Any, zones: Zones) -> ReplyEvent:
    dtstart = instant(_first(event, "DTSTART"), zones)
    return ReplyEvent(
        uid=str(_first(event, "UID") or "").strip(),
        recurrence_id=instant(_first(event, "RECURRENCE-ID"), zones),
        sequence=_number(_first(event, "SEQUENCE")),
        dtstamp=instant(_first(event, "DTSTAMP"), zones),
        dtstart=dtstart,
        dtend=instant(_first(event, "DTEND"), zones) or after(dtstart, _first(event, "DURATION")),
        attendees=tuple(_attendee(line) for line in _every(event, "ATTENDEE")),
        comment="\n".join(str(line).strip() for line in _every(event, "COMMENT"))[:LONGEST_WORDS].strip(),
        original_start=instant(_first(event, "X-MS-OLK-ORIGINALSTART"), zones),
        original_end=instant(_first(event, "X-MS-OLK-ORIGINALEND"), zones),
        is_date=_first(event, "RECURRENCE-ID") is not None,
        recurrence_wall=wall(_first(event, "RECURRENCE-ID"), zones),
    )


def _every(component: Any, name: str) -> Iterator[Any]:
    value = component.get(name)
    if value is None:
        return
    yield from value if isinstance(value, list) else [value]


def _first(component: Any, name: str) -> Any:
    return next(_every(component, name), None)


def _attendee(line: Any) -> ReplyAttendee:
    parameters = getattr(line, "params", {})
    address = of_uri(str(line))
    if "@" not in address:  # Exchange and iCloud name a person by other means and put the address beside it
        address = of_uri(str(parameters.get("EMAIL") or address))
    return ReplyAttendee(
        address=address,
        partstat=str(parameters.get("PARTSTAT") or "").strip().upper()[:40],
        comment=str(parameters.get("X-RESPONSE-COMMENT") or "").strip()[:LONGEST_WORDS],
        guests=min(_number(parameters.get("X-NUM-GUESTS")), 1000),
        delegated_to=tuple(_delegates(parameters.get("DELEGATED-TO"))),
        delegated_from=tuple(_delegates(parameters.get("DELEGATED-FROM"))),
    )


def _delegates(value: Any) -> Iterator[str]:
    for item in (value if isinstance(value, list) else [value] if value else [])[:10]:
        yield of_uri(str(item).strip().strip('"'))


def _number(value: Any) -> int:
    """A whole number that a database can hold; 0 for anything else."""
    text = str(value).strip()
    return min(int(text), 2_000_000_000) if text.isascii() and text.isdigit() and len(text) < 20 else 0
