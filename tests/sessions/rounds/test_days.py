"""Dates of groups on holidays are marked, and stay."""

from datetime import date

from sessions.rounds import days


def test_dates_on_a_holiday_are_named(round_):
    # given: eight Tuesdays and Thursdays from 23 March 2027; King's Day is a Tuesday, Ascension Day a Thursday
    made = round_(first_on=date(2027, 3, 23), dates=8)

    # when
    found = days.holidays_of(made, language="en")

    # then
    names = {at.weekday: [(one.at.date().isoformat(), one.name) for one in found.get(at.id, ())] for at in made.times}
    assert names == {1: [("2027-04-27", "King's Day")], 3: [("2027-05-06", "Ascension Day")]}


def test_round_between_holidays_marks_nothing(round_):
    # when / then
    assert days.holidays_of(round_(), language="en") == {}
