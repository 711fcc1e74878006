"""The dates of a commitment keep their rhythm."""

from datetime import date, timedelta

import pytest

from champions import rhythms

DAY = timedelta(days=1)
MONDAY = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("due", "weeks", "not_before", "then"),
    [
        (MONDAY, 1, MONDAY, MONDAY + 7 * DAY),
        (MONDAY, 2, MONDAY + 3 * DAY, MONDAY + 14 * DAY),
        (MONDAY, 1, MONDAY + 7 * DAY, MONDAY + 7 * DAY),
        (MONDAY, 1, MONDAY + 22 * DAY, MONDAY + 28 * DAY),
        (MONDAY, 4, MONDAY + 29 * DAY, MONDAY + 56 * DAY),
    ],
)
def test_next_date_keeps_the_rhythm(due, weeks, not_before, then):
    assert rhythms.next_date(due, weeks, not_before=not_before) == then


@pytest.mark.parametrize(
    ("day", "weeks", "fits"),
    [
        (MONDAY, None, True),
        (MONDAY - 7 * DAY, None, False),
        (MONDAY - 14 * DAY, 2, True),
        (MONDAY - 7 * DAY, 2, False),
        (MONDAY - 28 * DAY, 2, False),  # before it was made
        (MONDAY + 14 * DAY, 2, False),
    ],
)
def test_only_dates_of_the_rhythm_belong(day, weeks, fits):
    assert rhythms.belongs(day, MONDAY, weeks, since=MONDAY - 20 * DAY) is fits
