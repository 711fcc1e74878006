"""Every zone one can choose, held against zoneinfo by another library's reading of our VTIMEZONE."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from calendars.timezones import has_one_meaning, is_zone, selectable_zones, transitions, vtimezone

YEAR = datetime.now(UTC).year
LAST = YEAR + 5
WRITTEN_IN_UTC = {name for name in selectable_zones() if vtimezone(name, YEAR) is None}


def moments(zone: ZoneInfo, first: int, last: int):
    """The middle of every month, and the hours around every change of the clocks, of these years."""
    for year in range(first, last + 1):
        for month in range(1, 13):
            yield datetime(year, month, 15, 12, tzinfo=UTC)
    for change in transitions(zone, first, last):
        for hours in (-30, -3, 3, 30):
            yield change.at + timedelta(hours=hours)


def offsets(name: str, tz, first: int, last: int):
    """The UTC offset at the wall-clock time of each of these moments."""
    zone = ZoneInfo(name)
    wall_clocks = [at.astimezone(zone).replace(tzinfo=None) for at in moments(zone, first, last)]
    return [(at, at.replace(tzinfo=tz).utcoffset()) for at in wall_clocks]


def as_others_read(text: str):
    return tzical(StringIO(f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n")).get()


@pytest.mark.parametrize("name", sorted(set(selectable_zones()) - WRITTEN_IN_UTC))
def test_vtimezone_says_what_zoneinfo_says(name):
    # given
    ours = as_others_read(vtimezone(name, YEAR))

    # then
    assert offsets(name, ours, YEAR, LAST) == offsets(name, ZoneInfo(name), YEAR, LAST)


@pytest.mark.parametrize("name", sorted(set(selectable_zones()) - WRITTEN_IN_UTC))
def test_vtimezone_of_an_event_in_a_later_year_holds_for_that_year(name):
    # given
    written = {year: text for year in range(YEAR + 1, LAST + 1) if (text := vtimezone(name, year)) is not None}

    # when
    wrong = [
        year
        for year, text in written.items()
        if offsets(name, as_others_read(text), year, year) != offsets(name, ZoneInfo(name), year, year)
    ]

    # then
    assert (len(written), wrong) == (LAST - YEAR, [])


def test_zones_whose_clocks_follow_no_yearly_rule_are_few_and_written_in_utc():
    assert "UTC" in WRITTEN_IN_UTC
    assert {"Africa/Cairo", "Africa/Casablanca"} <= WRITTEN_IN_UTC
    assert len(WRITTEN_IN_UTC) < 20
    assert {"Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Australia/Sydney"}.isdisjoint(WRITTEN_IN_UTC)


def test_vtimezone_is_in_rrule_form():
    # when
    text = vtimezone("Europe/Amsterdam", 2026)

    # then
    assert "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n" in text
    assert "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n" in text
    assert "RDATE" not in text


@pytest.mark.parametrize(
    ("at", "clear"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), False),  # 02:30 comes twice in Amsterdam
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), False),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), True),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), True),
    ],
)
def test_an_hour_that_comes_twice_has_two_meanings(at, clear):
    assert has_one_meaning(at, ZoneInfo("Europe/Amsterdam")) is clear


def test_is_zone_knows_names_only():
    names = ("Europe/Amsterdam", "", "Europe/Atlantis", "../etc/passwd", "localtime", "Factory")
    assert [is_zone(name) for name in names] == [True, False, False, False, False, False]
