"""Where on the drawing of weeks things stand: numbers for a template, which draws them. Units of the drawing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onboarding.evidence.participation.queries import Figure
from onboarding.goals.pictures import ticks

WIDTH, LEFT, RIGHT = 440, 46, 10
TOP, PLOT, FOOT = 16, 190, 30
HEIGHT = TOP + PLOT + FOOT
GAP = 0.25  # of a bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of the people in a week. `part`: create, contribute, more (one of these two), consume, or part (one of the three)."""

    part: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across, with its number at the left, in per cent."""

    y: float
    value: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture. `first`, `last`: Mondays at both ends. `withheld`: where a week has come and nothing is shown."""

    bars: Sequence[Bar]
    ticks: Sequence[Tick]
    withheld: Sequence[float]
    first: date
    last: date

    @property
    def parts(self) -> list[str]:
        """Those that are drawn, from the bottom up."""
        drawn = {bar.part for bar in self.bars}
        return [part for part in ("create", "contribute", "more", "consume", "part") if part in drawn]


def draw(figures: Sequence[Figure], *, first: date, last: date) -> Drawing | None:
    """One bar a week, of a hundred people; None where nothing is shown."""
    shares = [100 * (one.took_part or 0) / one.people for one in figures if one.people]
    if not shares:
        return None
    steps = ticks(0, min(100, max(shares)))
    width = (WIDTH - LEFT - RIGHT) / ((last - first).days // 7 + 1)

    def x(on: date) -> float:
        return round(LEFT + width * ((on - first) / timedelta(weeks=1) + GAP / 2), 1)

    def y(value: float) -> float:
        return round(TOP + PLOT * (1 - value / steps[-1]), 1)

    bars = []
    for one in figures:
        low = 0.0
        for part, count in _parts(one):
            high = low + 100 * count / (one.people or 1)
            bars.append(Bar(part, x(one.on), y(high), round(width * (1 - GAP), 1), round(y(low) - y(high), 1)))
            low = high
    withheld = [round(x(one.on) + width * (1 - GAP) / 2, 1) for one in figures if one.took_part is None]
    return Drawing(bars, [Tick(y(value), value) for value in steps], withheld, first, last)


def _parts(figure: Figure) -> Iterator[tuple[str, int]]:
    """As far as they are shown, from the bottom up."""
    if figure.contribute is not None and figure.create is not None:
        yield from (("create", figure.create), ("contribute", figure.contribute))
    elif figure.more is not None:
        yield "more", figure.more
    if figure.consume is not None:
        yield "consume", figure.consume
    elif figure.took_part is not None:
        yield "part", figure.took_part
