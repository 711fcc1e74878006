"""Intervals beside those of scipy and statsmodels (`references.py`), and what must not move them."""

import importlib
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onboarding.evidence.estimates import Fit, level, newey_west, resemblance, share_interval, shift, slope, welch
from onboarding.evidence.student import t_quantile, t_tail

LENGTHS = [(1, 4, 4), (2, 8, 5), (3, 12, 12), (4, 40, 9), (5, 52, 52)]


@pytest.fixture(scope="module")
def references():
    return importlib.import_module("tests.onboarding.evidence.references")


@pytest.fixture(scope="module", params=LENGTHS, ids=lambda length: f"{length[1]} and {length[2]} weeks")
def series(request, references):
    return references.of_series(*request.param)


def close(value, *, to=1e-9):
    return pytest.approx(value, rel=to, abs=1e-12)


def test_quantiles_of_t_are_those_of_scipy(references):
    expected = references.t()
    assert [t_quantile(probability, df) for probability, df, _ in expected] == [close(value) for _, _, value in expected]


@given(st.floats(1e-8, 1 - 1e-8), st.floats(0.3, 1e5))
@settings(max_examples=60, deadline=None)
def test_a_quantile_has_its_probability_below_it_and_its_mirror_above(probability, df):
    quantile = t_quantile(probability, df)
    assert 1 - t_tail(quantile, df) == pytest.approx(probability, rel=1e-7, abs=1e-12)
    assert t_quantile(1 - probability, df) == pytest.approx(-quantile, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize(
    ("probability", "df"),
    [pytest.param(0, 3, id="nought"), pytest.param(1, 3, id="one"), pytest.param(0.9, 0, id="no freedom")],
)
def test_there_is_no_quantile_of_what_cannot_be(probability, df):
    with pytest.raises(ValueError, match="no t for"):
        t_quantile(probability, df)


def test_welch_is_that_of_scipy(series):
    fit = welch(series["before"], series["after"])
    expected = series["welch"]
    assert (fit.value, fit.df, *fit.interval()) == tuple(close(expected[name]) for name in ("value", "df", "low", "high"))


def test_newey_west_is_that_of_statsmodels(series):
    # given
    before, after = series["before"], series["after"]
    all_, count = before + after, len(before) + len(after)
    mean, early, late, middle = sum(all_) / count, sum(before) / len(before), sum(after) / len(after), (count - 1) / 2
    spread = sum((at - middle) ** 2 for at in range(count))
    rise = slope(range(count), all_).value

    # when
    of_level = [(value - mean) / count for value in all_]
    of_shift = [-(value - early) / len(before) for value in before] + [(value - late) / len(after) for value in after]
    of_slope = [(value - mean - rise * (at - middle)) * (at - middle) / spread for at, value in enumerate(all_)]

    # then
    assert newey_west(of_level, parameters=1) == close(series["hac_level"]["error"])
    assert newey_west(of_shift, parameters=2) == close(series["hac_shift"]["error"])
    assert newey_west(of_slope, parameters=2) == close(series["hac_slope"]["error"])


def test_values_are_those_of_least_squares_and_errors_never_smaller(series):
    # given
    before, after, count = series["before"], series["after"], len(series["before"]) + len(series["after"])

    # when
    fits = [level(before + after), shift(before, after), slope(range(count), before + after)]

    # then
    named = [series["hac_level"], series["hac_shift"], series["hac_slope"]]
    assert [fit.value for fit in fits] == [close(reference["value"]) for reference in named]
    assert all(fit.error >= reference["error"] * (1 - 1e-9) for fit, reference in zip(fits, named, strict=True))
    assert fits[1].error >= welch(before, after).error
    assert fits[2].error >= series["slope"]["error"] * (1 - 1e-9)


def test_the_shift_of_a_gap_is_the_difference_in_differences(series):
    gaps = [here - there for here, there in zip(series["before"] + series["after"], series["others"], strict=True)]
    cut = len(series["before"])
    assert shift(gaps[:cut], gaps[cut:]).value == close(series["difference_in_differences"])


def test_shares_are_those_of_wilson(references):
    expected = references.shares()
    found = [share_interval(part, of) for part, of, _, _ in expected]
    assert found == [(close(low), close(high)) for _, _, low, high in expected]


def alike_weeks(draw, count, alike):
    """Without any change in them; each leans on the one before."""
    values = [draw.gauss(0, 1 / math.sqrt(1 - alike**2))]
    while len(values) < count:
        values.append(alike * values[-1] + draw.gauss(0, 1))
    return values


@pytest.mark.parametrize(
    ("alike", "least"), [pytest.param(0, 0.93, id="separate weeks"), pytest.param(0.5, 0.87, id="weeks like the week before")]
)
def test_intervals_hold_what_is_true_about_as_often_as_they_say(alike, least):
    # given
    draw = random.Random(7)
    walks = [alike_weeks(draw, 24, alike) for _ in range(300)]

    # when
    fits = [shift(walk[:12], walk[12:]) for walk in walks]

    # then
    held = sum(low <= 0 <= high for low, high in (fit.interval() for fit in fits)) / len(fits)
    assert least <= held <= 0.99


figures = st.lists(st.floats(-100, 100).map(lambda value: round(value, 3)), min_size=4, max_size=20)


@given(figures, figures, st.floats(-1000, 1000), st.floats(0.01, 100))
@settings(max_examples=60, deadline=None)
def test_a_shift_does_not_depend_on_where_nought_is_nor_on_the_unit(before, after, moved, factor):
    # when
    plain = shift(before, after)
    other = shift([value * factor + moved for value in before], [value * factor + moved for value in after])

    # then
    expected = plain.times(factor)
    assert (other.value, other.error) == (
        pytest.approx(expected.value, abs=1e-6),
        pytest.approx(expected.error, rel=1e-4, abs=1e-6),
    )


@given(figures, figures)
@settings(max_examples=60, deadline=None)
def test_time_that_runs_backwards_turns_the_sign_and_nothing_else(before, after):
    there, back = shift(before, after), shift(after[::-1], before[::-1])
    assert (back.value, back.error, back.df) == (close(-there.value), close(there.error), close(there.df))


@given(figures)
@settings(max_examples=60, deadline=None)
def test_weeks_that_resemble_each_other_leave_less_freedom_and_never_more(values):
    mean = sum(values) / len(values)
    assert 0 <= resemblance([value - mean for value in values], parameters=1) <= 0.9
    assert level(values).df <= len(values) - 1


def test_twelve_weeks_of_a_slow_rise_are_worth_less_than_one_separate_figure():
    """As alike as counts, 0.9: each week is worth 0.1 / 1.9 of one."""
    fit = level(range(12))
    assert (fit.error, fit.df) == (close(math.sqrt(13 / 12 * 19)), 2.0)


def test_an_estimate_is_the_fit_with_its_interval():
    estimate = Fit(2.0, 0.5, 10).estimate()
    assert (estimate.value, estimate.low, estimate.high) == (2.0, close(2 - 0.5 * 2.2281388519), close(2 + 0.5 * 2.2281388519))
