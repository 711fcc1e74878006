"""Zones that other programs describe, asked for one wall-clock time."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.reduction import reduced
from calendars.timezones import vtimezone
from calendars.vtimezones import offset_at

EXCHANGE = Path(__file__).parents[1] / "corpus" / "exchange"
wall = datetime.fromisoformat
ANY_TIME = st.datetimes(wall("2026-01-01T00:00"), wall("2031-12-31T00:00"))


def zone(*observances: str) -> list[str]:
    return ["BEGIN:VTIMEZONE", "TZID:Ours", *(line for text in observances for line in text.split("|")), "END:VTIMEZONE"]


def standard(rule: str = "", onset: str = "20200101T000000", before: str = "+0200", after: str = "+0100") -> str:
    lines = ["BEGIN:STANDARD", f"DTSTART:{onset}", rule, f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", "END:STANDARD"]
    return "|".join(line for line in lines if line)


@pytest.mark.parametrize("name", ["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"])
@given(local=ANY_TIME)
def test_zones_we_write_say_what_zoneinfo_says(name, local):
    # given
    expected = {local.replace(tzinfo=ZoneInfo(name), fold=fold).utcoffset() for fold in (0, 1)}

    # when
    offset = offset_at(vtimezone(name, 2026).split("\r\n"), local)

    # then
    assert offset in expected


@pytest.mark.parametrize(
    ("file", "tzid", "local", "hours"),
    [
        ("node__bad_ms_tz.ics", "Customized Time Zone", wall("2020-08-25T10:35"), -4),
        ("node__bad_ms_tz.ics", "Customized Time Zone", wall("2020-12-25T10:35"), -5),
        ("node__exchange-custom-tz.ics", "(UTC+07:00) Bangkok, Hanoi, Jakarta", wall("2019-04-30T09:00"), 7),
        ("ical__office_365_invalid_timezone.ics", "W. Europe Standard Time", wall("2024-07-01T00:00"), 2),
    ],
)
def test_exchanges_own_zones(file, tzid, local, hours):
    # given
    zones = reduced((EXCHANGE / file).read_text()).zones

    # then
    assert offset_at(zones[tzid], local) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("case", "lines", "hours"),
    [
        ("from its onset on", zone(standard()), 1),
        ("before its onset", zone(standard(onset="20270101T000000")), 2),
        (
            "the last of several onsets",
            zone(standard("RDATE:20260101T000000"), standard(onset="20250601T000000", after="+0900")),
            1,
        ),
        ("a date as onset", zone(standard(onset="20170101")), 1),
        ("Sunday from the 8th on", zone(standard("RRULE:FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU")), 1),
        ("a day of the month", zone(standard("RRULE:FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=14")), 1),
        ("a rule that has ended", zone(standard("RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=1SU;UNTIL=20220101T000000Z")), 1),
        ("a rule for every second counts from its onset", zone(standard("RRULE:FREQ=SECONDLY")), 1),
        ("a fifth Sunday that is not there", zone(standard("RRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=6SU")), 1),
        ("no such month", zone(standard("RRULE:FREQ=YEARLY;BYMONTH=13;BYDAY=1SU")), 1),
        ("offsets of days", zone(standard(after="+9959")), None),
        ("no offset", zone(standard(after="soon")), None),
        ("no onset", zone(standard(onset="long ago")), None),
        ("nothing", zone(), None),
    ],
)
def test_offset_in_the_middle_of_2026(case, lines, hours):
    # when
    offset = offset_at(lines, wall("2026-06-15T12:00"))

    # then
    assert offset == (timedelta(hours=hours) if hours is not None else None), case


@given(st.lists(st.text(alphabet="BEGIN:STADRULFQ=Y;0123456789,+-Z", max_size=60), max_size=40), ANY_TIME)
def test_no_description_raises(lines, local):
    assert isinstance(offset_at(["BEGIN:VTIMEZONE", "BEGIN:STANDARD", *lines, "END:STANDARD"], local), timedelta | None)
