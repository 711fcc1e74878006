"""Figures with their intervals, of one value a week.

Weeks resemble the weeks beside them, so a series tells less than as many separate figures would. Every error here is the larger of two:
Newey and West's (1987), which lets each week lean on a few before it, and the plain one, widened by how much a week resembles the one
before. In short series the first alone is far too small: of 95 % intervals of 12 and 12 weeks whose neighbours correlate by 0.5 it
covers 79 %, the two together 91 %. With 4 and 4 weeks, or a correlation of 0.7, they cover 86 to 93 %: still a little too sure.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean

from onboarding.evidence.student import t_quantile

MOST_ALIKE = 0.9  # a correlation with the week before that is taken for more than this says nothing about more


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure in the unit of what was measured, and the 95 % interval around it; of a share, between 0 and 1."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Fit:
    """What was computed, with its standard error and the degrees of freedom, often broken, that this error has."""

    value: float
    error: float
    df: float

    def interval(self, probability: float = 0.95) -> tuple[float, float]:
        """From where to where, with this probability."""
        reach = t_quantile((1 + probability) / 2, self.df) * self.error
        return self.value - reach, self.value + reach

    def estimate(self) -> Estimate:
        return Estimate(self.value, *self.interval())

    def times(self, factor: float) -> "Fit":
        """The same, in another unit."""
        return Fit(self.value * factor, self.error * abs(factor), self.df)


def level(values: Sequence[float]) -> Fit:
    """The mean of two weeks or more, in their order."""
    count, mean = len(values), fmean(values)
    left = [value - mean for value in values]
    plain = Fit(mean, math.sqrt(_squares(left) / (count - 1) / count), count - 1)
    return _widened(plain, left, [1 / count] * count, parameters=1)


def shift(before: Sequence[float], after: Sequence[float]) -> Fit:
    """By how much the mean is higher after than before, two weeks or more of each, in their order.

    Of the gap between two groups it is the difference in differences: the coefficient of "in the group, and after" by ordinary least
    squares on the weekly means of both.
    """
    left = [value - fmean(before) for value in before] + [value - fmean(after) for value in after]
    weights = [-1 / len(before)] * len(before) + [1 / len(after)] * len(after)
    return _widened(welch(before, after), left, weights, parameters=2)


def welch(before: Sequence[float], after: Sequence[float]) -> Fit:
    """The difference of two means of separate figures, whose spread may differ; Satterthwaite's degrees of freedom."""
    parts = [
        (_squares([value - fmean(side) for value in side]) / (len(side) - 1) / len(side), len(side) - 1)
        for side in (before, after)
    ]
    whole = sum(part for part, _ in parts)
    known = sum((part / whole) ** 2 / df for part, df in parts) if whole > 0 else 0.0
    return Fit(fmean(after) - fmean(before), math.sqrt(whole), 1 / known if known > 0 else len(before) + len(after) - 2)


def slope(at: Sequence[float], values: Sequence[float]) -> Fit:
    """By how much a series rises from one week to the next: the least squares line through three points or more; `at` in weeks."""
    middle, mean = fmean(at), fmean(values)
    apart = [week - middle for week in at]
    weights = [distance / _squares(apart) for distance in apart]
    rise = sum(weight * (value - mean) for weight, value in zip(weights, values, strict=True))
    left = [value - mean - rise * distance for value, distance in zip(values, apart, strict=True)]
    df = len(values) - 2
    return _widened(Fit(rise, math.sqrt(_squares(left) / df / _squares(apart)), df), left, weights, parameters=2)


def _widened(plain: Fit, left: Sequence[float], weights: Sequence[float], *, parameters: int) -> Fit:
    """The plain fit with the larger of the two errors. `left`: what each week lies off; `weights`: what a week counts in the value."""
    alike = resemblance(left, parameters=parameters)
    fewer = (1 - alike) / (1 + alike)  # so many separate figures one week is worth
    shares = [weight * off for weight, off in zip(weights, left, strict=True)]
    error = max(newey_west(shares, parameters=parameters), plain.error / math.sqrt(fewer))
    return Fit(plain.value, error, min(max(plain.df * fewer, 2.0), plain.df))


def resemblance(left: Sequence[float], *, parameters: int) -> float:
    """The correlation of a week with the one before, 0 to 0.9, raised by what a short series hides of it (Marriott and Pope 1954)."""
    squares, count = _squares(left), len(left)
    if squares <= 0:
        return 0.0
    seen = sum(off * before for before, off in itertools.pairwise(left)) / squares
    return min(max(seen + (parameters + (2 + parameters) * seen) / count, 0.0), MOST_ALIKE)


def newey_west(shares: Sequence[float], *, parameters: int) -> float:
    """The standard error of a sum of what each week adds, which leans on the weeks before with falling weights (Newey and West 1987,
    with as many weeks as in their paper of 1994: 4 (n / 100)^(2/9)), and corrected for the parameters that were fitted.
    """
    count = len(shares)
    reach = int(4 * (count / 100) ** (2 / 9))
    together = _squares(shares)
    for lag in range(1, reach + 1):
        together += 2 * (1 - lag / (reach + 1)) * sum(a * b for a, b in zip(shares, shares[lag:], strict=False))
    return math.sqrt(max(together, 0.0) * count / (count - parameters))


def share_interval(part: int, of: int) -> tuple[float, float]:
    """Between which shares, 0 to 1, the share lies of which `part` out of `of` is a sample, with 95 % (Wilson 1927)."""
    z = NormalDist().inv_cdf(0.975)
    middle = (part + z * z / 2) / (of + z * z)
    reach = z * math.sqrt(part * (of - part) / of + z * z / 4) / (of + z * z)
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def _squares(values: Sequence[float]) -> float:
    return sum(value * value for value in values)
