"""What scipy and statsmodels compute of the same figures. They are slow to import: `test_estimates.py` does so when it runs."""

import random

import numpy as np
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

DFS = [0.5, 1, 1.5, 2, 2.7, 3, 4, 5, 7.3, 10, 18.9, 30, 60.4, 120, 1000, 25000, 99999, 100001, 5e6]
PROBABILITIES = [1e-6, 0.001, 0.01, 0.025, 0.05, 0.2, 0.45, 0.5001, 0.6, 0.9, 0.95, 0.975, 0.995, 0.9999]


def series(seed, count):
    """Weeks that resemble their neighbours."""
    draw, values, last = random.Random(seed), [], 0.0
    for _ in range(count):
        last = 0.4 * last + draw.gauss(0, 1)
        values.append(round(20 + last, 3))
    return values


def hac(y, x):
    lags = int(4 * (len(y) / 100) ** (2 / 9))
    fit = sm.OLS(y, x).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True})
    return {"value": fit.params[-1], "error": fit.bse[-1]}


def difference_in_differences(here, there, before):
    """Four coefficients on the weekly means of two groups; the last is the one asked for."""
    after = (np.arange(len(here)) >= before).astype(float)
    rows = [(1, group, late, group * late) for group in (1, 0) for late in after]
    return sm.OLS(here + there, np.array(rows)).fit().params[-1]


def of_series(seed, before, after):
    y, other = series(seed, before + after), series(seed + 100, before + after)
    test = stats.ttest_ind(y[before:], y[:before], equal_var=False)
    low, high = test.confidence_interval(0.95)
    count = len(y)
    at = np.arange(count)
    line = stats.linregress(at, y)
    return {
        "before": y[:before],
        "after": y[before:],
        "others": other,
        "welch": {"value": float(np.mean(y[before:]) - np.mean(y[:before])), "df": test.df, "low": low, "high": high},
        "hac_level": hac(y, np.ones(count)),
        "hac_shift": hac(y, np.column_stack([np.ones(count), at >= before])),
        "hac_slope": hac(y, sm.add_constant(at)),
        "slope": {"value": line.slope, "error": line.stderr},
        "difference_in_differences": difference_in_differences(y, other, before),
    }


def t():
    return [(p, df, float(stats.t.ppf(p, df))) for df in DFS for p in PROBABILITIES]


def shares():
    cases = [(0, 5), (5, 5), (7, 12), (95, 200)]
    return [(part, of, *map(float, proportion_confint(part, of, method="wilson"))) for part, of in cases]
