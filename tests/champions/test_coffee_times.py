"""When a coffee can be: the parts of the week somebody named, on their own clock, and nothing else in the way."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from champions import weeks
from champions.coffee_times import Week, Window, choose, free_slots, slot_at, start_of

AMSTERDAM, LISBON, KATHMANDU = ZoneInfo("Europe/Amsterdam"), ZoneInfo("Europe/Lisbon"), ZoneInfo("Asia/Kathmandu")
TUESDAY_NOON = weeks.number_of(1, weeks.NOON)
TUESDAY = date(2026, 12, 8)


def window(minutes=30, not_before=datetime(2026, 12, 7, tzinfo=UTC)):
    return Window(TUESDAY, TUESDAY + timedelta(days=6), minutes, not_before)


def at(hour, minute=0, day=8):
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


def starts(week, of=None):
    return [start_of(slot) for slot in sorted(free_slots(week, of or window()))]


def test_a_part_of_the_week_is_on_the_persons_own_clock():
    assert starts(Week(AMSTERDAM, frozenset({TUESDAY_NOON}))) == [at(11), at(11, 30)]
    assert starts(Week(LISBON, frozenset({TUESDAY_NOON}))) == [at(12), at(12, 30)]


def test_a_zone_a_quarter_of_an_hour_off_stays_within_the_part():
    assert starts(Week(KATHMANDU, frozenset({TUESDAY_NOON}))) == [at(6, 30)]  # 12:15 there; 12:45 would last until 13:15


def test_no_parts_are_working_hours():
    # when
    found = starts(Week(AMSTERDAM), Window(TUESDAY, TUESDAY + timedelta(days=5), 60, at(0)))

    # then
    assert {one.astimezone(AMSTERDAM).weekday() for one in found} == {0, 1, 2, 3, 4} - {0}
    assert {one.astimezone(AMSTERDAM).hour for one in found} == {9, 10, 11, 13, 14, 15, 16}


def test_a_coffee_may_reach_into_the_next_part_only_if_it_was_ticked():
    # given
    morning, noon = weeks.number_of(1, weeks.MORNING), TUESDAY_NOON

    # then
    assert at(10, 30) not in starts(Week(AMSTERDAM, frozenset({morning})), window(minutes=45))
    assert at(10, 30) in starts(Week(AMSTERDAM, frozenset({morning, noon})), window(minutes=45))


@pytest.mark.parametrize(
    ("busy", "left"),
    [
        ((at(11), at(11, 30)), [at(11, 30)]),
        ((at(11, 10), at(11, 20)), [at(11, 30)]),
        ((at(11, 20), at(11, 40)), []),
        ((at(10), at(11)), [at(11), at(11, 30)]),
        ((at(12), at(13)), [at(11), at(11, 30)]),
    ],
)
def test_nothing_else_is_in_the_way(busy, left):
    assert starts(Week(AMSTERDAM, frozenset({TUESDAY_NOON}), (busy,))) == left


def test_nothing_is_proposed_within_the_next_hours():
    assert starts(Week(AMSTERDAM, frozenset({TUESDAY_NOON})), window(not_before=at(11, 5))) == [at(11, 30)]


def test_the_first_day_and_the_full_hour_come_first():
    # given
    shared = {slot_at(one) for one in (at(9, day=9), at(11, 30), at(12), at(14))}

    # then
    assert start_of(choose(shared)) == at(12)
    assert choose(set()) is None
