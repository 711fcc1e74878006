"""Wall-clock time into instants: the hours that clocks skip, and those they show twice."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from sessions import instants
from sessions.errors import DetailsInvalid

AMSTERDAM, NEW_YORK, KIRITIMATI = (ZoneInfo(name) for name in ("Europe/Amsterdam", "America/New_York", "Pacific/Kiritimati"))


@pytest.mark.parametrize(
    ("zone", "day", "at", "found"),
    [
        (AMSTERDAM, date(2026, 12, 8), time(12), (2026, 12, 8, 11)),
        (AMSTERDAM, date(2027, 7, 8), time(12), (2027, 7, 8, 10)),
        (AMSTERDAM, date(2027, 3, 28), time(1, 59), (2027, 3, 28, 0, 59)),
        (AMSTERDAM, date(2027, 3, 28), time(3), (2027, 3, 28, 1)),
        (AMSTERDAM, date(2026, 10, 25), time(2, 30), (2026, 10, 25, 0, 30)),  # twice on that night: the first of the two
        (NEW_YORK, date(2026, 11, 1), time(1, 30), (2026, 11, 1, 5, 30)),
        (KIRITIMATI, date(2026, 12, 8), time(8), (2026, 12, 7, 18)),
    ],
)
def test_instant_reads_the_clock_of_the_place(zone, day, at, found):
    assert instants.instant(day, at, zone, field="starts_at") == datetime(*found, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "at"), [(AMSTERDAM, date(2027, 3, 28), time(2, 30)), (NEW_YORK, date(2027, 3, 14), time(2))]
)
def test_instant_refuses_an_hour_that_the_clocks_skip(zone, day, at):
    # when
    with pytest.raises(DetailsInvalid) as refused:
        instants.instant(day, at, zone, field="starts_at")

    # then
    assert (refused.value.field, "clocks go forward" in refused.value.message) == ("starts_at", True)


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2026, 12, 4), (2026, 12, 4, 23)),
        (date(2027, 3, 27), (2027, 3, 27, 23)),
        (date(2027, 3, 28), (2027, 3, 28, 22)),  # a day of 23 hours
        (date(2026, 10, 25), (2026, 10, 25, 23)),  # and one of 25
    ],
)
def test_a_day_ends_at_the_midnight_that_follows_and_is_read_back_as_that_day(day, ends):
    # when
    until = instants.end_of_day(day, AMSTERDAM, field="rsvp_until")

    # then
    assert until == datetime(*ends, tzinfo=UTC)
    assert instants.last_day_to_answer(until, AMSTERDAM) == day


@pytest.mark.parametrize("year", [1, 1969, 2201, 9999])
def test_years_out_of_reach_are_refused(year):
    with pytest.raises(DetailsInvalid):
        instants.instant(date(year, 1, 1), time(0), KIRITIMATI, field="starts_at")
