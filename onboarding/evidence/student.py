"""Student's t: how wide an interval has to be when few figures stand behind it."""

import math
from functools import lru_cache
from statistics import NormalDist

MANY = 1e5  # degrees of freedom from which the normal quantile and two corrections (Abramowitz and Stegun 26.7.5) are exact to ten digits
TINY = 1e-300
CLOSE = 1e-16


@lru_cache(maxsize=1024)
def t_quantile(probability: float, df: float) -> float:
    """The value below which Student's t with `df` degrees of freedom, also broken ones, lies with this probability.

    Raises ValueError where the probability is not between 0 and 1, or df is not above 0.
    """
    if not (0 < probability < 1 and df > 0):
        raise ValueError(f"no t for a probability of {probability} and {df} degrees of freedom")
    if probability < 0.5:
        return -_upper_quantile(probability, df)
    return _upper_quantile(1 - probability, df) if probability > 0.5 else 0.0


def t_tail(t: float, df: float) -> float:
    """The probability that Student's t lies above `t`."""
    whole = df + t * t
    half = incomplete_beta(df / 2, 0.5, df / whole, t * t / whole) / 2
    return half if t >= 0 else 1 - half


def _upper_quantile(tail: float, df: float) -> float:
    """The positive t with this probability above it, found between two bounds that close."""
    if df > MANY:
        z = -NormalDist().inv_cdf(tail)
        return z + (z**3 + z) / (4 * df) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df * df)
    low, high = 0.0, 1.0
    while t_tail(high, df) > tail:
        low, high = high, high * 2
    while high - low > 1e-14 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if t_tail(middle, df) > tail else (low, middle)
    return (low + high) / 2


def incomplete_beta(a: float, b: float, x: float, rest: float) -> float:
    """The regularised incomplete beta function I_x(a, b) (DLMF 8.17); `rest` is 1 - x, given apart to lose no digits near 1."""
    if x <= 0 or rest <= 0:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, rest, x)
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(rest)
    return math.exp(log_front) / a / _beta_fraction(a, b, x)


def _beta_fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of DLMF 8.17.22, from the front (modified Lentz): 1 + d1 / (1 + d2 / (1 + ...))."""
    value, up, down = 1.0, 1.0, 0.0
    for number in range(1, 20_000):
        term = _beta_term(a, b, x, number)
        down = 1 / ((1 + term * down) or TINY)
        up = (1 + term / up) or TINY
        value *= up * down
        if abs(up * down - 1) < CLOSE:
            break
    return value


def _beta_term(a: float, b: float, x: float, number: int) -> float:
    m = number // 2
    if number % 2:
        return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
