"""What goes out: REQUEST, CANCEL and published calendars (RFC 5545, RFC 5546), as clients were measured to read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from calendars.lines import joined, mailto, parameter, text, uri
from calendars.timezones import explicit_vtimezone, has_one_meaning, vtimezone

PRODID = "-//Foyer//Foyer//EN"


class PartStat(StrEnum):
    """PARTSTAT, RFC 5545 section 3.2.12."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"
    DELEGATED = "DELEGATED"


class EventStatus(StrEnum):
    """STATUS of an event, RFC 5545 section 3.8.1.11."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One person's copy of an event. Instants are aware; `timezone` (IANA) is the zone the event is written in.

    Of a series the master has `recur` (an RRULE without its end), `until` (its last date) and `exdates`, a changed date `recurrence_id`.
    """

    uid: str
    sequence: int
    dtstamp: datetime
    starts_at: datetime
    ends_at: datetime
    timezone: str
    summary: str
    description: str
    location: str
    url: str
    organizer_address: str
    organizer_name: str
    attendee_address: str
    attendee_name: str
    partstat: PartStat
    status: EventStatus
    recurrence_id: datetime | None = None
    recur: str = ""
    until: datetime | None = None
    exdates: tuple[datetime, ...] = ()
    related_to: str = ""  # the UID of the series this one goes on from (RFC 5545 section 3.8.4.5)
    comment: str = ""
    asks: bool = True  # whether an open answer can still be given
    delegated_to: str = ""  # the address of who comes instead
    delegated_from: str = ""  # ... of who sent this person


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEvent:
    """An event in a calendar to subscribe to: nobody is named in it."""

    uid: str
    sequence: int
    dtstamp: datetime
    starts_at: datetime
    ends_at: datetime
    timezone: str
    summary: str
    description: str
    location: str
    url: str
    status: EventStatus
    recurrence_id: datetime | None = None
    recur: str = ""
    until: datetime | None = None
    exdates: tuple[datetime, ...] = ()
    related_to: str = ""


def request(*events: Event) -> bytes:
    """An iTIP REQUEST (RFC 5546 section 3.2.2): an invitation, a change, or the state of an answer.

    A series: its master, then the dates that differ from it; or one of these dates alone.
    """
    lines: list[str] = []
    for number, event in enumerate(events):
        if number:
            lines += ["END:VEVENT", "BEGIN:VEVENT"]
        lines += [*_identity(event), *_times(event), *_people(event, asks=event.asks), *_words(event)]
        lines += [f"STATUS:{event.status}", "TRANSP:OPAQUE"]
    return _calendar(lines, events, method="REQUEST")


def cancel(event: Event, *, whole_event: bool) -> bytes:
    """An iTIP CANCEL (RFC 5546 section 3.2.5). To one person who is withdrawn it goes without STATUS (section 4.2.10)."""
    lines = [*_identity(event), *_times(event), *_people(event, asks=False), *_words(event)]
    if whole_event:
        lines.append(f"STATUS:{EventStatus.CANCELLED}")
    if event.comment:
        lines.append(f"COMMENT:{text(event.comment)}")
    return _calendar(lines, [event], method="CANCEL")


def declined_counter(event: Event) -> bytes:
    """An iTIP DECLINECOUNTER (RFC 5546 section 3.2.8): the time stays. SEQUENCE is that of the COUNTER it answers."""
    lines = [*_identity(event), *_times(event), *_people(event, asks=False), *_words(event)]
    if event.comment:
        lines.append(f"COMMENT:{text(event.comment)}")
    return _calendar(lines, [event], method="DECLINECOUNTER")


def published(events: Sequence[FeedEvent], *, name: str) -> bytes:
    """A calendar to subscribe to or to download (METHOD:PUBLISH). The same events make the same bytes."""
    head = [
        f"X-WR-CALNAME:{text(name)}",
        f"NAME:{text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",  # RFC 7986 section 5.7
        "X-PUBLISHED-TTL:PT1H",
    ]
    lines: list[str] = []
    for number, event in enumerate(events):
        if number:
            lines += ["END:VEVENT", "BEGIN:VEVENT"]
        lines += [*_identity(event), *_times(event), *_words(event), f"STATUS:{event.status}"]
    return _calendar(lines, events, method="PUBLISH", head=head)


def _calendar(lines: list[str], events: Sequence[Event | FeedEvent], *, method: str, head: Sequence[str] = ()) -> bytes:
    top = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN", f"METHOD:{method}", *head]
    zones = "".join(_zones(events)).encode()
    body = ["BEGIN:VEVENT", *lines, "END:VEVENT"] if events else []
    return joined(top) + zones + joined(body) + b"END:VCALENDAR\r\n"


def _zones(events: Sequence[Event | FeedEvent]) -> list[str]:
    """Each zone once, with the rules of its earliest event's year; up to its last for a zone without a rule."""
    years: dict[str, tuple[int, int]] = {}
    for event in events:
        if _needs_zone(event):
            first, last = event.starts_at.year, (event.until or event.starts_at).year
            known = years.get(event.timezone, (first, last))
            years[event.timezone] = (min(first, known[0]), max(last, known[1]))
    return [vtimezone(name, first) or explicit_vtimezone(name, first, last) for name, (first, last) in sorted(years.items())]


def _in_zone(event: Event | FeedEvent) -> bool:
    """Whether start and end can be written in the zone; if their wall-clock time is not clear to every client, they are in UTC.

    A rhythm keeps its wall-clock time, whatever the zone does.
    """
    if event.recur and event.timezone != "UTC":
        return True
    if vtimezone(event.timezone, event.starts_at.year) is None:
        return False
    zone = ZoneInfo(event.timezone)
    return all(has_one_meaning(moment, zone) for moment in (event.starts_at, event.ends_at))


def _needs_zone(event: Event | FeedEvent) -> bool:
    """Whether anything in it is written in its zone: RECURRENCE-ID has the form of the DTSTART of its master (RFC 5545 section 3.8.4.4)."""
    return _in_zone(event) or (event.recurrence_id is not None and event.timezone != "UTC")


def _identity(event: Event | FeedEvent) -> list[str]:
    return [f"UID:{event.uid}", f"DTSTAMP:{_utc(event.dtstamp)}", f"SEQUENCE:{event.sequence}"]


def _times(event: Event | FeedEvent) -> list[str]:
    in_zone = _in_zone(event)
    lines = [_moment("DTSTART", event.starts_at, event, in_zone=in_zone), _moment("DTEND", event.ends_at, event, in_zone=in_zone)]
    if event.recurrence_id is not None:
        lines.append(_moment("RECURRENCE-ID", event.recurrence_id, event, in_zone=event.timezone != "UTC"))
    lines += [_moment("EXDATE", at, event, in_zone=in_zone) for at in event.exdates]
    return [*lines, f"RRULE:{event.recur};UNTIL={_utc(event.until)}"] if event.recur and event.until else lines


def _moment(name: str, at: datetime, event: Event | FeedEvent, *, in_zone: bool) -> str:
    if not in_zone:
        return f"{name}:{_utc(at)}"
    return f"{name};TZID={event.timezone}:{at.astimezone(ZoneInfo(event.timezone)):%Y%m%dT%H%M%S}"


def _people(event: Event, *, asks: bool) -> list[str]:
    rsvp = "TRUE" if asks and event.partstat is PartStat.NEEDS_ACTION else "FALSE"
    organizer = f"ORGANIZER;CN={parameter(event.organizer_name)}:{mailto(event.organizer_address)}"
    places = (("DELEGATED-TO", event.delegated_to), ("DELEGATED-FROM", event.delegated_from))
    instead = "".join(f';{name}="{mailto(address)}"' for name, address in places if address)
    attendee = (
        f"ATTENDEE;CN={parameter(event.attendee_name)};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT"
        f";PARTSTAT={event.partstat};RSVP={rsvp}{instead}:{mailto(event.attendee_address)}"
    )
    return [organizer, attendee]


def _words(event: Event | FeedEvent) -> list[str]:
    lines = [f"SUMMARY:{text(event.summary)}"]
    for name, value in (("DESCRIPTION", event.description), ("LOCATION", event.location)):
        if value:
            lines.append(f"{name}:{text(value)}")
    if event.url:
        lines.append(f"URL:{uri(event.url)}")
    if event.related_to:
        lines.append(f"RELATED-TO:{text(event.related_to)}")
    return lines


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
