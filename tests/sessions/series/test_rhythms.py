"""Rhythms as people say them, as RRULEs, and the dates they give."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from sessions.errors import DetailsInvalid
from sessions.series import rhythms
from sessions.series.rhythms import Every, Rhythm

MONDAY, TUESDAY, THURSDAY = 0, 1, 3
NOON = time(12)


def weekly(*days, **more):
    return Rhythm(**{"every": Every.WEEK, "weekdays": days, "count": 3, **more})


@pytest.mark.parametrize(
    ("rhythm", "recur", "days"),
    [
        (weekly(TUESDAY), "FREQ=WEEKLY;BYDAY=TU", ["12-08", "12-15", "12-22"]),
        (weekly(TUESDAY, between=2), "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", ["12-08", "12-22", "01-05"]),
        (weekly(TUESDAY, THURSDAY), "FREQ=WEEKLY;BYDAY=TU,TH", ["12-03", "12-08", "12-10"]),
        (
            weekly(TUESDAY, THURSDAY, between=2, count=4),
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
            ["12-03", "12-15", "12-17", "12-29"],
        ),
        (weekly(TUESDAY, count=None, until=date(2026, 12, 15)), "FREQ=WEEKLY;BYDAY=TU", ["12-08", "12-15"]),
        (Rhythm(every=Every.MONTH, nth=1, weekdays=(THURSDAY,), count=3), "FREQ=MONTHLY;BYDAY=1TH", ["12-03", "01-07", "02-04"]),
        (Rhythm(every=Every.MONTH, nth=-1, weekdays=(MONDAY,), count=2), "FREQ=MONTHLY;BYDAY=-1MO", ["12-28", "01-25"]),
        (
            Rhythm(every=Every.MONTHDAY, monthday=15, between=2, count=2),
            "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15",
            ["12-15", "02-15"],
        ),
        (Rhythm(every=Every.DAY, between=3, count=2), "FREQ=DAILY;INTERVAL=3", ["12-02", "12-05"]),
    ],
)
def test_rhythm_begins_with_the_first_day_that_fits(rhythm, recur, days):
    # when
    found = rhythms.dates(rhythm, date(2026, 12, 2), NOON)

    # then
    assert ([f"{at:%m-%d}" for at in found], {at.time() for at in found}) == (days, {NOON})
    assert rhythm.recur == recur
    again = rhythms.read(recur)
    assert (again.recur, again.every) == (recur, rhythm.every)


@pytest.mark.parametrize(
    ("rhythm", "field"),
    [
        (weekly(), "weekdays"),
        (weekly(7), "weekdays"),
        (weekly(TUESDAY, between=0), "between"),
        (weekly(TUESDAY, between=13), "between"),
        (weekly(TUESDAY, count=0), "count"),
        (weekly(TUESDAY, count=161), "count"),
        (weekly(TUESDAY, count=None), "until"),
        (weekly(TUESDAY, until=date(2027, 1, 1)), "until"),
        (weekly(TUESDAY, count=None, until=date(2026, 12, 1)), "until"),
        (weekly(TUESDAY, count=None, until=date(2026, 12, 7)), "until"),
        (weekly(TUESDAY, count=None, until=date(2036, 12, 7)), "until"),
        (Rhythm(every=Every.MONTH, nth=5, weekdays=(MONDAY,), count=2), "nth"),
        (Rhythm(every=Every.MONTH, nth=1, weekdays=(MONDAY, TUESDAY), count=2), "weekdays"),
        (Rhythm(every=Every.MONTHDAY, monthday=31, count=2), "monthday"),
    ],
)
def test_rhythm_that_nobody_can_keep_names_its_field(rhythm, field):
    with pytest.raises(DetailsInvalid) as refused:
        rhythms.dates(rhythm, date(2026, 12, 2), NOON)
    assert refused.value.field == field


@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "America/New_York", "Australia/Sydney", "Africa/Casablanca", "UTC"])
def test_wall_clock_time_is_kept_when_the_clocks_change(zone):
    # given: a year of Tuesdays at noon
    there = ZoneInfo(zone)
    first, last = (datetime(2027, month, day, 12, tzinfo=there).astimezone(UTC) for month, day in ((1, 5), (12, 28)))

    # when
    found = rhythms.expand("FREQ=WEEKLY;BYDAY=TU", first, last, there)

    # then
    assert (len(found), {at.astimezone(there).time() for at in found}) == (52, {NOON})


@pytest.mark.parametrize(
    ("recur", "days", "shifted"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,SU", 1, "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", -2, "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU"),
        ("FREQ=DAILY;INTERVAL=2", 1, "FREQ=DAILY;INTERVAL=2"),
        ("FREQ=MONTHLY;BYDAY=1TH", 1, None),
        ("FREQ=MONTHLY;BYMONTHDAY=15", 1, None),
    ],
)
def test_rhythm_moves_to_other_days_where_it_can(recur, days, shifted):
    assert rhythms.shifted(recur, days) == shifted
