"""What was measured of groups of people, week by week, as far as people are enough in it (promise 3)."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from people.privacy import FLOOR

WEEK = timedelta(days=7)
LARGEST = 1e100  # of a figure; the squares of larger ones end in infinity


@dataclass(frozen=True, slots=True)
class Week:
    """One figure of a group: the mean of `people` in the week that begins on this Monday."""

    on: date
    value: float
    people: int


@dataclass(frozen=True, slots=True)
class Group:
    """People who start together: a round, or a segment that takes part in one. No person is in two groups.

    `weeks`: one figure a week, in any order. `starts_on`: the day of the first session, past or to come; None where none is planned.
    `waiting`: its people asked to take part and have no day yet.
    """

    name: str
    weeks: Sequence[Week]
    starts_on: date | None = None
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something else that may have moved the figures of these groups: a reorganisation, a new system, a strike."""

    on: date
    groups: frozenset[str]


def readable(group: Group) -> dict[date, Week]:
    """Its figures that stand for people enough, and can be reckoned with. No other figure reaches anything that is computed here."""
    return {week.on: week for week in group.weeks if week.people >= FLOOR and abs(week.value) <= LARGEST}


def together(groups: Iterable[Group]) -> dict[date, Week]:
    """Several groups as one, in order of time: the weeks of which all of them have a figure, each group counting by the people it has
    on average. So a group that comes or goes, grows or shrinks moves nothing. Groups without any figure are left out.
    """
    series = [weeks for weeks in map(readable, groups) if weeks]
    shared = sorted(set[date].intersection(*map(set, series))) if series else []
    sizes = [sum(weeks[on].people for on in shared) for weeks in series]
    return {on: _sum([weeks[on] for weeks in series], sizes) for on in shared}


def _sum(weeks: Sequence[Week], sizes: Sequence[int]) -> Week:
    value = math.fsum(week.value * (size / sum(sizes)) for week, size in zip(weeks, sizes, strict=True))
    return Week(weeks[0].on, value, sum(week.people for week in weeks))


def before(weeks: Mapping[date, Week], day: date) -> list[Week]:
    """The weeks that are over when this day comes, of the year before it. The week in which something starts is neither before nor after."""
    return [week for on, week in weeks.items() if day - 52 * WEEK <= on <= day - WEEK]


def after(weeks: Mapping[date, Week], day: date) -> list[Week]:
    """The weeks that begin on this day or in the year after it."""
    return [week for on, week in weeks.items() if day <= on < day + 52 * WEEK]


def usual_people(weeks: Sequence[Week]) -> float:
    """How many people are behind a week, on average; 0 where there is none."""
    return fmean(week.people for week in weeks) if weeks else 0.0


def stands_still(weeks: Sequence[Week], *, largest: float) -> bool:
    """Whether all of these figures are the same, but for what computing adds to figures as large as the largest behind them."""
    values = [week.value for week in weeks]
    return max(values) - min(values) <= max(1e-9 * largest, 1 / LARGEST)
