"""Where on a drawing of a series things stand: numbers for a template, which draws them. Units of the drawing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onboarding.goals.happenings import Happening
from onboarding.goals.models import Goal, Measurement

WIDTH, LEFT, RIGHT = 440, 46, 10
TOP, PLOT, FOOT = 16, 190, 72
HEIGHT = TOP + PLOT + FOOT
TICKS = 4
APART = 16  # between two numbers of events


@dataclass(frozen=True, slots=True)
class Point:
    """A measurement."""

    x: float
    y: float
    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across, with its number at the left."""

    y: float
    value: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A happening. `number` counts as in the list, and stands in the first or second `row` below; None: no room for it."""

    x: float
    number: int | None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture. `baseline` and `target` are heights; `first` and `last` the days at both ends."""

    points: Sequence[Point]
    ticks: Sequence[Tick]
    marks: Sequence[Mark]
    baseline: float | None
    target: float | None
    due: float | None
    first: date
    last: date

    @property
    def line(self) -> str:
        """The points, as SVG writes them."""
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)


def draw(goal: Goal, series: Sequence[Measurement], happenings: Sequence[Happening]) -> Drawing | None:
    """The series with the lines of baseline and target; None while there is nothing to draw."""
    days = [one.on for one in series] + [day for day in (goal.baseline_on, goal.due_on) if day is not None]
    values = [one.value for one in series] + [value for value in (goal.baseline, goal.target) if value is not None]
    if not days or not values:
        return None
    first, last = min(days), max(days)
    last = max(last, first + timedelta(days=1))
    steps = ticks(min(values), max(values))
    low, high = steps[0], steps[-1]

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days / (last - first).days, 1)

    def y(value: float) -> float:
        return round(TOP + PLOT * (high - value) / (high - low), 1)

    within = [one.on for one in happenings if first <= one.on <= last]
    return Drawing(
        points=[Point(x(one.on), y(one.value), one.on, one.value) for one in series],
        ticks=[Tick(y(value), value) for value in steps],
        marks=_marks([x(day) for day in within], numbered=len(within) == len(happenings)),
        baseline=y(goal.baseline) if goal.baseline is not None else None,
        target=y(goal.target) if goal.target is not None else None,
        due=x(goal.due_on) if goal.due_on is not None else None,
        first=first,
        last=last,
    )


def _marks(places: list[float], *, numbered: bool) -> list[Mark]:
    """From left to right. A number has room where none of its row stands close before it."""
    ends = [0.0, 0.0]
    marks = []
    for number, place in enumerate(places, start=1):
        row = next((row for row, end in enumerate(ends) if place - end >= APART), None)
        if row is None or not numbered:
            marks.append(Mark(place, None))
            continue
        ends[row] = place
        marks.append(Mark(place, number, row))
    return marks


def ticks(low: float, high: float) -> list[float]:
    """Round numbers from below the lowest to above the highest; from nought on where nothing is below it."""
    low = min(low, 0.0)
    high = max(high, 0.0)
    span = (high - low) or 1.0
    rough = span / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    start, end = math.floor(low / step), math.ceil(max(high, low + step) / step)
    return [round(number * step, 10) for number in range(start, end + 1)]
