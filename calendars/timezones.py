"""Time zones as calendars read them: VTIMEZONE in RRULE form, made from zoneinfo.

Lists of RDATEs, as libraries write them, put a July event an hour late in Thunderbird (measured); so a zone is either one yearly rule for
each of its two offsets, or has no rule and its events are written in UTC.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

REGIONS = ("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
YEARS_AHEAD = 6  # a rule has to hold that long
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Transition:
    """The clocks change: `at` in UTC, `onset` the wall-clock time just before (RFC 5545 section 3.6.5)."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def onset(self) -> datetime:
        return (self.at + self.before).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Rule:
    """Every year in the nth (or last) such weekday of a month."""

    month: int
    nth: int  # 1 to 4, or -1
    weekday: int


@cache
def selectable_zones() -> tuple[str, ...]:
    """The zones people choose from: places by name, and UTC."""
    return (*sorted(name for name in available_timezones() if name.startswith(REGIONS)), "UTC")


def is_zone(name: str) -> bool:
    """Whether the time zone database knows this name, and means the same by it everywhere."""
    return name in _known_zones()


@cache
def _known_zones() -> frozenset[str]:
    """Read once: names come from files of people by the hundred thousand, and reading takes milliseconds."""
    return frozenset(available_timezones() - {"localtime", "Factory"})


@cache
def vtimezone(name: str, year: int) -> str | None:
    """The VTIMEZONE of a zone for events of `year` and five years on, lines ended by CRLF. None: write the event in UTC."""
    zone = ZoneInfo(name)
    if name == "UTC":
        return None
    changes = transitions(zone, year - 1, year + YEARS_AHEAD)
    if not changes:
        offset = datetime(year, 1, 1, tzinfo=zone).utcoffset() or timedelta()
        return _component(
            name, [_observance("STANDARD", datetime(1970, 1, 1, tzinfo=UTC), offset, offset, _name(zone, year), None)]
        )
    winter = [change for change in changes if change.after < change.before]
    summer = [change for change in changes if change.after > change.before]
    rules = (_rule(summer, year), _rule(winter, year))
    if rules[0] is None or rules[1] is None:
        return None
    return _component(name, [_yearly("DAYLIGHT", summer[0], rules[0]), _yearly("STANDARD", winter[0], rules[1])])


@cache
def explicit_vtimezone(name: str, first_year: int, last_year: int) -> str:
    """The VTIMEZONE of a zone without a yearly rule: each change of the clocks of these years by itself, lines ended by CRLF.

    For a rhythm, which keeps its wall-clock time: written in UTC it would not.
    """
    zone = ZoneInfo(name)
    changes = transitions(zone, first_year - 1, last_year + 1)
    offset = changes[0].before if changes else _offset(zone, datetime(first_year, 1, 1, tzinfo=UTC))
    found = [_observance("STANDARD", datetime(1970, 1, 1, tzinfo=UTC), offset, offset, _name(zone, first_year - 1), None)]
    for change in changes:
        kind = "DAYLIGHT" if change.after > change.before else "STANDARD"
        found.append(_observance(kind, change.onset, change.before, change.after, change.name, None))
    return _component(name, found)


def has_one_meaning(at: datetime, zone: ZoneInfo) -> bool:
    """Whether the wall-clock time of an instant names no other instant (the hour that comes twice does)."""
    local = at.astimezone(zone).replace(tzinfo=zone, fold=0)
    return local.utcoffset() == local.replace(fold=1).utcoffset()


def transitions(zone: ZoneInfo, first_year: int, last_year: int) -> list[Transition]:
    """Every change of the UTC offset in these years, both included."""
    found = []
    at, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    step = timedelta(days=7)
    before = _offset(zone, at)
    while at < end:
        if _offset(zone, at + step) != before:
            found.append(_exactly(zone, at, at + step))
            at, before = found[-1].at, found[-1].after
        else:
            at += step
    return [change for change in found if change.at < end]


def _exactly(zone: ZoneInfo, low: datetime, high: datetime) -> Transition:
    """The first change between two instants, to the second."""
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return Transition(high, before, _offset(zone, high), high.astimezone(zone).tzname() or "")


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _name(zone: ZoneInfo, year: int) -> str:
    return datetime(year, 1, 1, tzinfo=zone).tzname() or ""


def _rule(changes: list[Transition], first_year: int) -> Rule | None:
    """The yearly rule all these changes follow: same month, weekday, hour, offsets; one a year; None if there is none."""
    years = [change.onset.year for change in changes]
    if not years or years != list(range(first_year - 1, first_year + YEARS_AHEAD + 1)):
        return None
    same = {(c.onset.month, c.onset.weekday(), c.onset.time(), c.before, c.after) for c in changes}
    if len(same) != 1:
        return None
    month, weekday = changes[0].onset.month, changes[0].onset.weekday()
    if all((change.onset + timedelta(days=7)).month != month for change in changes):
        return Rule(month, -1, weekday)
    weeks = {(change.onset.day - 1) // 7 + 1 for change in changes}
    return Rule(month, weeks.pop(), weekday) if len(weeks) == 1 else None


def _yearly(kind: str, change: Transition, rule: Rule) -> list[str]:
    rrule = f"RRULE:FREQ=YEARLY;BYMONTH={rule.month};BYDAY={rule.nth}{WEEKDAYS[rule.weekday]}"
    return _observance(kind, change.onset, change.before, change.after, change.name, rrule)


def _observance(kind: str, onset: datetime, before: timedelta, after: timedelta, name: str, rrule: str | None) -> list[str]:
    lines = [f"BEGIN:{kind}", f"DTSTART:{onset:%Y%m%dT%H%M%S}", *([rrule] if rrule else [])]
    lines += [f"TZOFFSETFROM:{_signed(before)}", f"TZOFFSETTO:{_signed(after)}", f"TZNAME:{name}", f"END:{kind}"]
    return lines


def _signed(offset: timedelta) -> str:
    seconds = int(offset.total_seconds())
    hours, rest = divmod(abs(seconds), 3600)
    minutes, seconds_left = divmod(rest, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02}{minutes:02}" + (f"{seconds_left:02}" if seconds_left else "")


def _component(name: str, observances: list[list[str]]) -> str:
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}", *(line for lines in observances for line in lines), "END:VTIMEZONE"]
    return "".join(f"{line}\r\n" for line in lines)
