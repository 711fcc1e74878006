"""The figures behind a sentence, as lines over weeks and as the table beside them. Units of the drawing, for a template that draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onboarding.evidence.cases import WHOLE, Sight
from onboarding.evidence.weeks import WEEK, Group, Week, readable, together
from onboarding.goals.pictures import HEIGHT, LEFT, PLOT, RIGHT, TOP, WIDTH, ticks
from people import privacy
from people.privacy import FLOOR

BASE = TOP + PLOT
FRAME = {"width": WIDTH, "height": HEIGHT - 24, "left": LEFT, "right": WIDTH - RIGHT, "top": TOP, "base": BASE}


@dataclass(frozen=True, slots=True)
class Series:
    """One line. `names`: of the groups in it; `starts_on`: when they started; `people`: so many at least, in fives, where it is known."""

    weeks: Mapping[date, Week]
    names: Sequence[str]
    starts_on: date | None
    people: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is drawn: its corners, and one point for a single week."""

    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture. `starts`: heights reach from top to base at these places; `marks`: events, numbered from 1 in their order."""

    lines: Sequence[Line]
    ticks: Sequence[tuple[float, float]]  # height and number
    starts: Sequence[float]
    marks: Sequence[tuple[float, int]]
    first: date
    last: date


def series(sight: Sight) -> list[Series]:
    """Who started first, first; then who waits, then the others. Groups that started on one day are one line."""
    groups = sight.case.groups
    days = sorted({group.starts_on for group in groups if group.starts_on is not None})
    parts = [[group for group in groups if group.starts_on == day] for day in days]
    parts += [[group for group in groups if group.starts_on is None and group.waiting is waits] for waits in (True, False)]
    found = [_series(part) for part in parts if part]
    return [one for one in found if one.weeks]


def _series(groups: Sequence[Group]) -> Series:
    weeks = together(groups)
    measured = [group for group in groups if readable(group)]
    is_whole = any(group.name == WHOLE for group in groups)
    return Series(weeks, [group.name for group in measured], groups[0].starts_on, None if is_whole else _at_least(weeks))


def _at_least(weeks: Mapping[date, Week]) -> int | None:
    """So many people in every week, in fives, from a number that moves in steps of five: one who comes or leaves never moves it."""
    shown = [count for count in privacy.released(week.people for week in weeks.values()) if count is not None]
    known = min(shown, default=0) - FLOOR + 1
    return max(known - known % FLOOR, FLOOR) if shown else None


def draw(lines: Sequence[Series], events: Sequence[date]) -> Drawing | None:
    """The picture; None while there are no two weeks to draw between."""
    days = [on for line in lines for on in line.weeks]
    if len(set(days)) < 2:
        return None
    first, last = min(days), max(days)
    steps = ticks(min(_values(lines)), max(_values(lines)))
    low, high = steps[0], steps[-1]

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / (last - first).days, 1)

    def y(value: float) -> float:
        return round(TOP + PLOT * (high - value) / (high - low), 1)

    return Drawing(
        lines=[Line([(x(on), y(week.value)) for on, week in line.weeks.items()]) for line in lines],
        ticks=[(y(value), value) for value in steps],
        starts=[x(line.starts_on) for line in lines if line.starts_on is not None and first <= line.starts_on <= last],
        marks=[(x(day), number) for number, day in enumerate(events, start=1) if first <= day <= last],
        first=first,
        last=last,
    )


def _values(lines: Sequence[Series]) -> list[float]:
    return [week.value for line in lines for week in line.weeks.values()]


def last_day(week: date) -> date:
    """The Sunday of a week."""
    return week + WEEK - timedelta(days=1)
