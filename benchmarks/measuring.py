"""A figure is a ratio: what Foyer does, and a baseline measured beside it in the same run, taking turns on the same noisy machine."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Line:
    """One line of the table. `least` is what the ratio has to reach, None: only told."""

    figure: str
    what: str
    database: str
    ours: float
    baseline: float
    ratio: float
    unit: str
    least: float | None = None
    note: str = ""

    @property
    def holds(self) -> bool:
        return self.least is None or self.ratio >= self.least


@dataclass(frozen=True)
class Turns:
    """Rates of rounds that took turns. The ratio is the median of the rounds' own: a slow minute slows both of its halves."""

    ours: tuple[float, ...]
    baseline: tuple[float, ...]

    @property
    def ratio(self) -> float:
        return median(mine / other for mine, other in zip(self.ours, self.baseline, strict=True))

    def line(self, figure: str, what: str, database: str, unit: str, least: float | None = None, note: str = "") -> Line:
        return Line(figure, what, database, median(self.ours), median(self.baseline), self.ratio, unit, least, note)


def take_turns(ours: Callable[[], float], baseline: Callable[[], float], rounds: int) -> Turns:
    """Both are measured `rounds` times, each first in every other round."""
    pairs = [(ours(), baseline()) if number % 2 else _swapped(baseline(), ours()) for number in range(rounds)]
    return Turns(tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs))


def _swapped(baseline: float, ours: float) -> tuple[float, float]:
    return ours, baseline


def rate_of(work: Callable[[], object], count: int) -> float:
    """How many a second, when `work` does `count`."""
    begun = time.perf_counter()
    work()
    return count / (time.perf_counter() - begun)


def report(lines: Sequence[Line]) -> str:
    """Lines for a terminal."""
    rows = [
        f"{'ok    ' if line.holds else 'MISSED'} {line.database:<10} {line.what:<66} {line.ratio:6.2f}"
        f"{f' (at least {line.least:.2f})' if line.least else '':<16} {line.ours:9.1f} against {line.baseline:9.1f} {line.unit}"
        f"{f'  {line.note}' if line.note else ''}"
        for line in lines
    ]
    return "\n".join(rows)
