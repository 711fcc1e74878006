"""One event of a calendar as far as it says who meets, and what is dropped of it before anything else looks at it.

Times stay as they are written, on the wall of the organiser: which zone a client calls by which name does not matter here.
"""

import enum
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from icalendar.parser import Contentline

from calendars.addresses import LONGEST, mailboxes, normal_address, of_uri
from networks.discovery.calendar_files import Event, is_whole
from networks.discovery.topics import Topics

FEWEST = 5  # people: fewer are no network, and their names nobody's business
MOST_PEOPLE = 500  # on one event: a town hall is no network either
LONGEST_TITLE = 200
EARLIEST_YEAR = 1980  # calendars of computers are no older: what is, is a mistake, or "no date"
_NO_MAILBOXES = "calendar.google.com"  # calendars and rooms have addresses there, people have none
_CONTENT_LINE: Any = Contentline  # untyped
_NO_PEOPLE = {"ROOM", "RESOURCE", "GROUP"}
_DAYS = {"DAILY": 1.0, "WEEKLY": 7.0, "MONTHLY": 365.25 / 12, "YEARLY": 365.25}
_TOO_OFTEN = {"HOURLY", "MINUTELY", "SECONDLY"}


class Dropped(enum.StrEnum):
    """Why an event is not looked at. Only how many there were of each is told."""

    PRIVATE = "private"  # marked private or confidential
    TOPIC = "topic"  # its title is about health, HR, unions, the works council
    UNNAMED = "unnamed"  # it does not say who comes
    TWO = "two"  # one colleague and the organiser
    FEW = "few"  # fewer than five people
    CROWD = "crowd"
    CANCELLED = "cancelled"
    BROKEN = "broken"  # cannot be read
    KNOWN = "known"  # a group in a directory that is a network already
    MORE = "more"  # ... or for which there was no room


class DropError(Exception):
    """This event is not looked at."""

    def __init__(self, reason: Dropped) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often: every so many days, on average. `times` is how often in all, `last` the day of the last time, both as written.

    `by_weekday`: a rule for months or years that names one day of the week.
    """

    days: float
    times: int | None
    last: date | None
    by_weekday: bool = False

    @property
    def keeps_weekday(self) -> bool:
        """Whether all dates fall on the same day of the week."""
        return self.by_weekday or self.days % 7 == 0


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
    added: tuple[date, ...]  # dates beside the rule
    taken_out: tuple[date, ...]
    sequence: int  # of several versions of one event the highest counts
    place: str


def uid_of(event: Event) -> str:
    """By which an event is known; "" when it does not say, or not in a way that can be read."""
    line = next((line for name, line in event if name == "UID"), "")
    try:
        return _value(line).strip()
    except ValueError:
        return ""


def meeting_of(event: Event, zone: tzinfo, topics: Topics) -> Meeting:
    """What an event says. `zone` is that of the organiser, for times in UTC. Raises DropError."""
    lines: dict[str, list[str]] = {}
    for name, line in event:
        lines.setdefault(name, []).append(line)
    try:
        return _meeting(event, lines, zone, topics)
    except (ValueError, KeyError, IndexError, OverflowError) as error:
        raise DropError(Dropped.BROKEN) from error


def _meeting(event: Event, lines: dict[str, list[str]], zone: tzinfo, topics: Topics) -> Meeting:
    _check(lines, topics)
    if not is_whole(event):
        raise DropError(Dropped.CROWD)  # it is people that make an event long
    organiser = _address(lines["ORGANIZER"][0]) if "ORGANIZER" in lines else ""
    people = _people(lines.get("ATTENDEE", ()), organiser)
    on, at = _when(lines["DTSTART"][0], zone)
    if on.year < EARLIEST_YEAR:
        raise DropError(Dropped.BROKEN)
    return Meeting(
        uid=uid_of(event),
        title=_title(lines),
        organiser=organiser,
        people=people,
        on=on,
        at=at,
        rhythm=_rhythm(lines["RRULE"][0], zone) if "RRULE" in lines else None,
        is_exception="RECURRENCE-ID" in lines,
        added=_dates(lines.get("RDATE", ())),
        taken_out=_dates(lines.get("EXDATE", ())),
        sequence=_sequence(lines),
        place=" ".join(_value(lines["LOCATION"][0]).split())[:LONGEST_TITLE] if "LOCATION" in lines else "",
    )


def _title(lines: dict[str, list[str]]) -> str:
    return " ".join(_value(lines["SUMMARY"][0]).split())[:LONGEST_TITLE] if "SUMMARY" in lines else ""


def _check(lines: dict[str, list[str]], topics: Topics) -> None:
    """Raises DropError for what nobody should look at, whatever else it says, and however badly it says it."""
    if any(not _is_public(line) for name in ("CLASS", "X-CALENDARSERVER-ACCESS") for line in lines.get(name, ())):
        raise DropError(Dropped.PRIVATE)
    if any(topics.forbid(_value(line)) for line in lines.get("SUMMARY", ())):
        raise DropError(Dropped.TOPIC)
    if "STATUS" in lines and _value(lines["STATUS"][0]).strip().upper() == "CANCELLED":
        raise DropError(Dropped.CANCELLED)
    asked = len(lines.get("ATTENDEE", ()))
    if asked > MOST_PEOPLE:
        raise DropError(Dropped.CROWD)
    if asked < FEWEST - 1:  # with who organises they are still too few: most events of a calendar, and reading names takes long
        raise DropError({0: Dropped.UNNAMED, 1: Dropped.TWO}.get(asked, Dropped.FEW))


def _is_public(line: str) -> bool:
    """A word that is not known is private (RFC 5545 section 3.8.1.3), and so is what cannot be read."""
    return line.rpartition(":")[2].strip().upper() == "PUBLIC"


def _people(lines: Sequence[str], organiser: str) -> frozenset[str]:
    """Who is asked and has not said no, and who organises. Somebody whose line cannot be read is nobody."""
    people = {organiser, *map(_attendee, lines)} - {""}
    if len(people) < FEWEST:
        raise DropError(Dropped.TWO if len(people) <= 2 else Dropped.FEW)
    return frozenset(people)


def _attendee(line: str) -> str:
    try:
        params, value = _parts(line)
    except ValueError:
        return ""
    says = {name: str(params.get(name, "")).strip().upper() for name in ("PARTSTAT", "ROLE", "CUTYPE")}
    if says["PARTSTAT"] == "DECLINED" or says["ROLE"] == "NON-PARTICIPANT" or says["CUTYPE"] in _NO_PEOPLE:
        return ""
    return _plain(value, str(params.get("EMAIL", "")))


def _address(line: str) -> str:
    try:
        params, value = _parts(line)
    except ValueError:
        return ""
    return _plain(value, str(params.get("EMAIL", "")))


def _plain(value: str, instead: str) -> str:
    """The address in small letters, or '' where none stands. Some programs write it into a parameter."""
    for text in (value, instead):
        found = mailboxes(of_uri(text))
        if len(found) == 1 and len(found[0]) <= LONGEST and not found[0].lower().endswith(_NO_MAILBOXES):
            return normal_address(found[0])
    return ""


def _value(line: str) -> str:
    return _parts(line)[1]


def _parts(line: str) -> tuple[Mapping[str, object], str]:
    """The parameters and the value of a line."""
    _name, params, value = _CONTENT_LINE(line).parts()
    return params, value


def _last_value(line: str) -> str:
    """The value of a line with dates, which hold no colon, whatever the name of their zone holds: "(UTC+01:00) Amsterdam"."""
    return line.rpartition(":")[2].strip()


def _when(line: str, zone: tzinfo) -> tuple[date, time | None]:
    value = _last_value(line)
    day = date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    if len(value) < 15:
        return day, None
    at = time(int(value[9:11]), int(value[11:13]))
    if not value.upper().endswith("Z"):
        return day, at
    local = datetime.combine(day, at, UTC).astimezone(zone)
    return local.date(), local.time().replace(tzinfo=None)


def _rhythm(line: str, zone: tzinfo) -> Rhythm:
    parts = dict(part.strip().upper().split("=", 1) for part in _value(line).split(";") if "=" in part)
    if parts["FREQ"] in _TOO_OFTEN:
        raise DropError(Dropped.BROKEN)
    one_weekday = parts["FREQ"] in {"MONTHLY", "YEARLY"} and "BYDAY" in parts and "," not in parts["BYDAY"]
    return Rhythm(_gap(parts), max(0, int(parts["COUNT"])) if "COUNT" in parts else None, _until(parts, zone), one_weekday)


def _gap(parts: Mapping[str, str]) -> float:
    """Days between two dates of a rule, on average."""
    frequency = parts["FREQ"]
    each = _DAYS[frequency] * max(1, int(parts.get("INTERVAL", "1")))
    months, days, weekdays = (
        len(parts[name].split(",")) if parts.get(name) else 0 for name in ("BYMONTH", "BYMONTHDAY", "BYDAY")
    )
    if frequency == "DAILY":
        return each * 7 / weekdays if weekdays else each
    if frequency == "YEARLY":
        each /= max(1, months)
    if parts.get("BYSETPOS"):  # so many of those days: the first working day of the month
        return each / len(parts["BYSETPOS"].split(","))
    if frequency != "WEEKLY" and weekdays and not days and not any(sign.isdigit() for sign in parts["BYDAY"]):
        weekdays *= 4  # every Tuesday of a month, not its second
    return each / max(1, days, weekdays)


def _until(parts: Mapping[str, str], zone: tzinfo) -> date | None:
    """None: no end. Some programs write one that lies after all time."""
    if "UNTIL" not in parts:
        return None
    try:
        return _when(f"UNTIL:{parts['UNTIL']}", zone)[0]
    except OverflowError:
        return None


def _dates(lines: Sequence[str]) -> tuple[date, ...]:
    """The days of dates, or periods, that stand in lists."""
    values = (value.strip() for line in lines for value in _last_value(line).split(","))
    return tuple(date(int(value[:4]), int(value[4:6]), int(value[6:8])) for value in values if value)


def _sequence(lines: dict[str, list[str]]) -> int:
    return int(_value(lines["SEQUENCE"][0]) or 0) if "SEQUENCE" in lines else 0


def last_of(meeting: Meeting, *, today: date) -> tuple[date, int]:
    """The day of the last date up to `today`, and how many there have been; a series goes on until it says otherwise."""
    on, times = _last_of_rule(meeting, today)
    added = {day for day in meeting.added if day <= today}
    taken_out = {day for day in meeting.taken_out if day <= today}
    return max([on, *added]), max(0, times + len(added) - len(taken_out))


def _last_of_rule(meeting: Meeting, today: date) -> tuple[date, int]:
    rhythm = meeting.rhythm
    if rhythm is None:
        return meeting.on, 1
    end = min(today, rhythm.last) if rhythm.last else today
    times = max(0, math.floor((end - meeting.on).days / rhythm.days) + 1)
    times = min(times, rhythm.times) if rhythm.times is not None else times
    return meeting.on + timedelta(days=round(max(0, times - 1) * rhythm.days)), times
