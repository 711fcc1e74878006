"""The month as a table."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from sessions.month import Month

AMSTERDAM, AUCKLAND = ZoneInfo("Europe/Amsterdam"), ZoneInfo("Pacific/Auckland")
TODAY = date(2026, 12, 1)


@dataclass(frozen=True)
class Dated:
    """As much of a line as a month looks at."""

    starts_at: datetime


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2027-02", date(2027, 2, 1)),
        ("2027-2", date(2027, 2, 1)),
        ("", date(2026, 12, 1)),
        ("2027-13", date(2026, 12, 1)),
        ("2027-00", date(2026, 12, 1)),
        ("1969-12", date(2026, 12, 1)),
        ("9999-12", date(2026, 12, 1)),
        ("x-y-z", date(2026, 12, 1)),
        ("9" * 5000 + "-1", date(2026, 12, 1)),
    ],
)
def test_of_reads_a_month_or_takes_this_one(text, first):
    assert Month.of(text, TODAY) == Month(first)


def test_before_and_after_a_month_stand_its_neighbours():
    assert [(Month(first).previous, Month(first).next) for first in (date(2026, 12, 1), date(2027, 1, 1), date(2027, 3, 1))] == [
        (date(2026, 11, 1), date(2027, 1, 1)),
        (date(2026, 12, 1), date(2027, 2, 1)),
        (date(2027, 2, 1), date(2027, 4, 1)),
    ]


def test_weeks_are_whole_and_begin_on_monday():
    # when
    weeks = Month(date(2026, 12, 1)).weeks([], AMSTERDAM, TODAY)

    # then
    assert [(week[0].on, week[6].on) for week in weeks] == [
        (date(2026, 11, 30), date(2026, 12, 6)),
        (date(2026, 12, 7), date(2026, 12, 13)),
        (date(2026, 12, 14), date(2026, 12, 20)),
        (date(2026, 12, 21), date(2026, 12, 27)),
        (date(2026, 12, 28), date(2027, 1, 3)),
    ]
    assert [(day.other, day.today, day.weekend) for day in weeks[0]] == [
        (True, False, False),
        (False, True, False),
        (False, False, False),
        (False, False, False),
        (False, False, False),
        (False, False, True),
        (False, False, True),
    ]


@pytest.mark.parametrize("first", [date(2026, 10, 1), date(2027, 3, 1), date(2027, 2, 1)])
def test_weeks_stay_whole_when_the_clocks_change(first):
    # when
    weeks = Month(first).weeks([], AMSTERDAM, TODAY)

    # then
    days = [day.on.toordinal() for week in weeks for day in week]
    assert {len(week) for week in weeks} == {7}
    assert days == list(range(days[0], days[0] + len(days)))


def test_a_session_stands_on_the_day_on_which_it_starts_for_the_reader():
    # given: Monday evening in Amsterdam is Tuesday morning in Auckland
    evening = Dated(datetime(2026, 12, 7, 20, tzinfo=UTC))

    # when
    found = {
        zone.key: [day.on for week in Month(date(2026, 12, 1)).weeks([evening], zone, TODAY) for day in week if day.lines]
        for zone in (AMSTERDAM, AUCKLAND)
    }

    # then
    assert found == {"Europe/Amsterdam": [date(2026, 12, 7)], "Pacific/Auckland": [date(2026, 12, 8)]}


def test_span_is_the_time_between_its_weeks_in_utc():
    assert Month(date(2027, 3, 1)).span(AMSTERDAM) == (
        datetime(2027, 2, 28, 23, tzinfo=UTC),
        datetime(2027, 4, 4, 22, tzinfo=UTC),
    )
