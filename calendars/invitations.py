"""What goes out: REQUEST, CANCEL and published calendars (RFC 5545, RFC 5546), as clients were measured to read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from calendars.lines import joined, mailto, parameter, text, uri
from calendars.timezones import has_one_meaning, vtimezone

PRODID = "-//Foyer//Foyer//EN"


class PartStat(StrEnum):
    """PARTSTAT, RFC 5545 section 3.2.12."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"


class EventStatus(StrEnum):
    """STATUS of an event, RFC 5545 section 3.8.1.11."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One person's copy of an event. Instants are aware; `timezone` (IANA) is the zone the event is written in."""

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
    comment: str = ""
    asks: bool = True  # whether an open answer can still be given


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


def request(event: Event) -> bytes:
    """An iTIP REQUEST (RFC 5546 section 3.2.2): an invitation, a change, or the state of an answer."""
    lines = [*_identity(event), *_times(event), *_people(event, asks=event.asks), *_words(event)]
    lines += [f"STATUS:{event.status}", "TRANSP:OPAQUE"]
    return _calendar(lines, [event], method="REQUEST")


def cancel(event: Event, *, whole_event: bool) -> bytes:
    """An iTIP CANCEL (RFC 5546 section 3.2.5). To one person who is withdrawn it goes without STATUS (section 4.2.10)."""
    lines = [*_identity(event), *_times(event), *_people(event, asks=False), *_words(event)]
    if whole_event:
        lines.append(f"STATUS:{EventStatus.CANCELLED}")
    if event.comment:
        lines.append(f"COMMENT:{text(event.comment)}")
    return _calendar(lines, [event], method="CANCEL")


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
    """Each zone once, with the rules of its earliest event's year."""
    years: dict[str, int] = {}
    for event in events:
        if _in_zone(event):
            year = event.starts_at.year
            years[event.timezone] = min(year, years.get(event.timezone, year))
    return [vtimezone(name, year) or "" for name, year in sorted(years.items())]


def _in_zone(event: Event | FeedEvent) -> bool:
    """Whether the event can be written in its zone; if its wall-clock time is not clear to every client, in UTC."""
    if vtimezone(event.timezone, event.starts_at.year) is None:
        return False
    zone = ZoneInfo(event.timezone)
    moments = (event.starts_at, event.ends_at, event.recurrence_id or event.starts_at)
    return all(has_one_meaning(moment, zone) for moment in moments)


def _identity(event: Event | FeedEvent) -> list[str]:
    return [f"UID:{event.uid}", f"DTSTAMP:{_utc(event.dtstamp)}", f"SEQUENCE:{event.sequence}"]


def _times(event: Event | FeedEvent) -> list[str]:
    moments = [("DTSTART", event.starts_at), ("DTEND", event.ends_at)]
    if event.recurrence_id is not None:
        moments.append(("RECURRENCE-ID", event.recurrence_id))
    if not _in_zone(event):
        return [f"{name}:{_utc(at)}" for name, at in moments]
    zone = ZoneInfo(event.timezone)
    return [f"{name};TZID={event.timezone}:{at.astimezone(zone):%Y%m%dT%H%M%S}" for name, at in moments]


def _people(event: Event, *, asks: bool) -> list[str]:
    rsvp = "TRUE" if asks and event.partstat is PartStat.NEEDS_ACTION else "FALSE"
    organizer = f"ORGANIZER;CN={parameter(event.organizer_name)}:{mailto(event.organizer_address)}"
    attendee = (
        f"ATTENDEE;CN={parameter(event.attendee_name)};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT"
        f";PARTSTAT={event.partstat};RSVP={rsvp}:{mailto(event.attendee_address)}"
    )
    return [organizer, attendee]


def _words(event: Event | FeedEvent) -> list[str]:
    lines = [f"SUMMARY:{text(event.summary)}"]
    for name, value in (("DESCRIPTION", event.description), ("LOCATION", event.location)):
        if value:
            lines.append(f"{name}:{text(value)}")
    if event.url:
        lines.append(f"URL:{uri(event.url)}")
    return lines


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
