"""One event of a calendar as far as it says who meets, and what is dropped of it before anything else looks at it.

Times stay as they are written, on the wall of the organiser: which zone a client calls by which name does not matter here.
"""

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from icalendar.parser import Contentline

from calendars.addresses import mailboxes, normal_address, of_uri
from networks.discovery.calendar_files import Event
from networks.discovery.topics import Topics

FEWEST = 5  # people: fewer are no network, and their names nobody's business
MOST_PEOPLE = 500  # on one event: a town hall is no network either
LONGEST_TITLE = 200
_CONTENT_LINE: Any = Contentline  # untyped
_NO_PEOPLE = {"ROOM", "RESOURCE", "GROUP"}
_DAYS = {"DAILY": 1.0, "WEEKLY": 7.0, "MONTHLY": 365.25 / 12, "YEARLY": 365.25}
_TOO_OFTEN = {"HOURLY", "MINUTELY", "SECONDLY"}


class Dropped(enum.StrEnum):
    """Why an event is not looked at. Only how many there were of each is told."""

    PRIVATE = "private"  # marked private or confidential
    TOPIC = "topic"  # its title is about health, HR, unions, the works council
    TWO = "two"  # one colleague and the organiser
    FEW = "few"  # fewer than five people
    CROWD = "crowd"
    CANCELLED = "cancelled"
    BROKEN = "broken"  # cannot be read


class DropError(Exception):
    """This event is not looked at."""

    def __init__(self, reason: Dropped) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often: every so many days, on average. `times` is how often in all, `last` the day of the last time, both as written."""

    days: float
    times: int | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One event. `people` are addresses in small letters, who organises among them. `at` is None for a whole day."""

    uid: str
    title: str
    organiser: str
    people: frozenset[str]
    on: date
    at: time | None
    rhythm: Rhythm | None
    is_exception: bool  # one date of a series, as it was changed
    others: int  # dates that were added to a rule, less those that were taken out
    place: str


def meeting_of(event: Event, zone: tzinfo, topics: Topics) -> Meeting:
    """What an event says. `zone` is that of the organiser, for times in UTC. Raises DropError."""
    lines: dict[str, list[str]] = {}
    for name, line in event:
        lines.setdefault(name, []).append(line)
    try:
        return _meeting(lines, zone, topics)
    except (ValueError, KeyError, IndexError, OverflowError) as error:
        raise DropError(Dropped.BROKEN) from error


def _meeting(lines: dict[str, list[str]], zone: tzinfo, topics: Topics) -> Meeting:
    title = _title(lines)
    _check(lines, title, topics)
    organiser = _address(lines["ORGANIZER"][0]) if "ORGANIZER" in lines else ""
    people = _people(lines.get("ATTENDEE", ()), organiser)
    on, at = _when(lines["DTSTART"][0], zone)
    return Meeting(
        uid=_value(lines["UID"][0]) if "UID" in lines else "",
        title=title,
        organiser=organiser,
        people=people,
        on=on,
        at=at,
        rhythm=_rhythm(lines["RRULE"][0], zone) if "RRULE" in lines else None,
        is_exception="RECURRENCE-ID" in lines,
        others=_count(lines.get("RDATE", ())) - _count(lines.get("EXDATE", ())),
        place=_value(lines["LOCATION"][0])[:LONGEST_TITLE] if "LOCATION" in lines else "",
    )


def _title(lines: dict[str, list[str]]) -> str:
    return " ".join(_value(lines["SUMMARY"][0]).split())[:LONGEST_TITLE] if "SUMMARY" in lines else ""


def _check(lines: dict[str, list[str]], title: str, topics: Topics) -> None:
    """Raises DropError for what nobody should look at, whatever else it says."""
    if "CLASS" in lines and _value(lines["CLASS"][0]).strip().upper() != "PUBLIC":
        raise DropError(Dropped.PRIVATE)  # RFC 5545 section 3.8.1.3: a word that is not known is private
    if topics.forbid(title):
        raise DropError(Dropped.TOPIC)
    if "STATUS" in lines and _value(lines["STATUS"][0]).strip().upper() == "CANCELLED":
        raise DropError(Dropped.CANCELLED)
    asked = len(lines.get("ATTENDEE", ()))
    if asked > MOST_PEOPLE:
        raise DropError(Dropped.CROWD)
    if asked < FEWEST - 1:  # with who organises they are still too few: most events of a calendar, and reading names takes long
        raise DropError(Dropped.TWO if asked <= 1 else Dropped.FEW)


def _people(lines: Sequence[str], organiser: str) -> frozenset[str]:
    """Who is asked and has not said no, and who organises."""
    people = {organiser} if organiser else set()
    for line in lines:
        params, value = _parts(line)
        is_there = (
            str(params.get("PARTSTAT", "")).upper() != "DECLINED" and str(params.get("ROLE", "")).upper() != "NON-PARTICIPANT"
        )
        if is_there and str(params.get("CUTYPE", "")).upper() not in _NO_PEOPLE:
            people.add(_plain(value, str(params.get("EMAIL", ""))))
    people.discard("")
    if len(people) < FEWEST:
        raise DropError(Dropped.TWO if len(people) <= 2 else Dropped.FEW)
    return frozenset(people)


def _address(line: str) -> str:
    params, value = _parts(line)
    return _plain(value, str(params.get("EMAIL", "")))


def _plain(value: str, instead: str) -> str:
    """The address in small letters, or '' where none stands. Some programs write it into a parameter."""
    for text in (value, instead):
        found = mailboxes(of_uri(text))
        if len(found) == 1:
            return normal_address(found[0])
    return ""


def _value(line: str) -> str:
    return _parts(line)[1]


def _parts(line: str) -> tuple[Mapping[str, object], str]:
    """The parameters and the value of a line."""
    _name, params, value = _CONTENT_LINE(line).parts()
    return params, value


def _when(line: str, zone: tzinfo) -> tuple[date, time | None]:
    value = _value(line).strip()
    day = date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    if len(value) < 15:
        return day, None
    at = time(int(value[9:11]), int(value[11:13]))
    if not value.upper().endswith("Z"):
        return day, at
    local = datetime.combine(day, at, UTC).astimezone(zone)
    return local.date(), local.time().replace(tzinfo=None)


def _rhythm(line: str, zone: tzinfo) -> Rhythm:
    parts = dict(part.upper().split("=", 1) for part in _value(line).split(";") if "=" in part)
    frequency = parts["FREQ"]
    if frequency in _TOO_OFTEN:
        raise DropError(Dropped.BROKEN)
    each = _DAYS[frequency] * max(1, int(parts.get("INTERVAL", "1")))
    if frequency in {"WEEKLY", "MONTHLY"}:
        each /= max(1, len(parts.get("BYDAY", "").split(",")), len(parts.get("BYMONTHDAY", "").split(",")))
    until = _when(f"UNTIL:{parts['UNTIL']}", zone)[0] if "UNTIL" in parts else None
    return Rhythm(each, int(parts["COUNT"]) if "COUNT" in parts else None, until)


def _count(lines: Collection[str]) -> int:
    return sum(len(_value(line).split(",")) for line in lines)


def last_of(meeting: Meeting, *, today: date) -> tuple[date, int]:
    """The day of the last date up to `today`, and how many there have been; a series goes on until it says otherwise."""
    rhythm = meeting.rhythm
    if rhythm is None:
        return meeting.on, max(1, 1 + meeting.others)
    end = min(today, rhythm.last) if rhythm.last else today
    times = max(0, int((end - meeting.on).days / rhythm.days) + 1)
    times = min(times, rhythm.times) if rhythm.times is not None else times
    last = meeting.on + timedelta(days=round((times - 1) * rhythm.days)) if times else meeting.on
    return last, max(0, times + meeting.others)
