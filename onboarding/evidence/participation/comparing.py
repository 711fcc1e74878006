"""A segment beside its own past: the last weeks, the ones before, and the same weeks a year ago. No other segment, no target, no rank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from onboarding.evidence.participation.queries import Figure

SPAN = 4  # weeks
FEWEST = 2  # of them that are shown, for a mean


@dataclass(frozen=True, slots=True)
class Mean:
    """Of a hundred people, how many took part and how, on average over some weeks; None where too little is shown. `weeks`: of how many."""

    took_part: float | None
    added: float | None
    created: float | None
    weeks: int


@dataclass(frozen=True, slots=True)
class History:
    """The last four weeks, the twelve before them, and the same four a year earlier."""

    last: Mean
    before: Mean
    year_ago: Mean


def history(figures: Sequence[Figure], last: date) -> History:
    """`last`: the Monday of the last week. Means of figures that are shown; nothing else goes in."""
    first = last - timedelta(weeks=SPAN - 1)
    return History(
        _mean(figures, first, last),
        _mean(figures, first - timedelta(weeks=12), first - timedelta(weeks=1)),
        _mean(figures, first - timedelta(weeks=52), last - timedelta(weeks=52)),
    )


def _mean(figures: Sequence[Figure], first: date, last: date) -> Mean:
    shown = [one for one in figures if first <= one.on <= last and one.people and one.took_part is not None]
    return Mean(
        _of([(one.took_part, one.people) for one in shown]),
        _of([(one.more, one.people) for one in shown]),
        _of([(one.create, one.people) for one in shown]),
        len(shown),
    )


def _of(pairs: Sequence[tuple[int | None, int | None]]) -> float | None:
    values = [100 * count / people for count, people in pairs if count is not None and people]
    return fmean(values) if len(values) >= FEWEST else None
