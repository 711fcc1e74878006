"""When two or three people can have a coffee: half hours that lie in the parts of the week they named, and where nothing else is.

A slot is a half hour, by its number since 1970 in UTC: the same number is the same instant to people in different zones.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from champions import weeks

Span = tuple[datetime, datetime]
SLOT = timedelta(minutes=30)
_SECONDS = int(SLOT.total_seconds())
WORKING_HOURS = frozenset(weeks.number_of(day, part) for day in range(5) for part in (weeks.MORNING, weeks.AFTERNOON))


@dataclass(frozen=True, slots=True)
class Week:
    """What somebody said of their week; no `parts`: in working hours. `busy` is what stands in it already, in any order."""

    zone: ZoneInfo
    parts: frozenset[int] = frozenset()
    busy: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """The days, both included, between which a coffee of so many minutes can be; not before `not_before`."""

    first_on: date
    last_on: date
    minutes: int
    not_before: datetime


def start_of(slot: int) -> datetime:
    """The instant at which a slot begins."""
    return datetime.fromtimestamp(slot * _SECONDS, UTC)


def slot_at(at: datetime) -> int:
    """The slot in which an instant lies."""
    return int(at.timestamp()) // _SECONDS


def free_slots(week: Week, window: Window) -> frozenset[int]:
    """Every slot at which a coffee could begin for this person."""
    wanted = week.parts or WORKING_HOURS
    begin = _parts_of(week.zone, window.first_on, window.last_on, window.minutes)
    earliest = -(-int(window.not_before.timestamp()) // _SECONDS)
    length = timedelta(minutes=window.minutes)
    taken = {slot for start, end in week.busy for slot in _touching(start - length, end)}
    return frozenset(slot for slot, parts in begin.items() if slot >= earliest and parts <= wanted and slot not in taken)


def _touching(start: datetime, end: datetime) -> Iterable[int]:
    """The slots that begin after `start` and before `end`: a coffee that begins in one of them would overlap."""
    return range(int(start.timestamp()) // _SECONDS + 1, -(-int(end.timestamp()) // _SECONDS))


@lru_cache(maxsize=64)
def _parts_of(zone: ZoneInfo, first_on: date, last_on: date, minutes: int) -> dict[int, frozenset[int]]:
    """For each slot of these days, on the clock of this zone, the parts of the week that a coffee then would lie in."""
    found: dict[int, frozenset[int]] = {}
    day = first_on
    while day <= last_on:
        for number, (begins, ends) in enumerate(weeks.PARTS):
            at, end = (datetime.combine(day, clock, tzinfo=zone).astimezone(UTC) for clock in (begins, ends))
            at = start_of(-(-int(at.timestamp()) // _SECONDS))  # a zone may be a quarter of an hour off
            while at < end:
                parts = _parts_until(day.weekday(), number, (at + timedelta(minutes=minutes)).astimezone(zone), day)
                if parts:
                    found[slot_at(at)] = parts
                at += SLOT
        day += timedelta(days=1)
    return found


def _parts_until(weekday: int, part: int, end: datetime, day: date) -> frozenset[int]:
    """The parts from this one to the one in which `end` lies; none when it lies in no part of the same day."""
    if end.date() != day or end.time() > weeks.PARTS[-1][1]:
        return frozenset()
    return frozenset(
        weeks.number_of(weekday, later)
        for later in range(part, len(weeks.PARTS))
        if later == part or weeks.PARTS[later][0] < end.time()
    )


def choose(shared: Collection[int]) -> int | None:
    """Of the slots that suit everybody the one to propose: on the first day there is, rather on the hour, as early as can be. None when
    there is none.
    """
    return min(shared, key=lambda slot: (start_of(slot).date(), slot % 2, slot), default=None)
