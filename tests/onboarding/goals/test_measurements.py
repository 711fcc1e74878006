"""Who asks for a goal, what was measured with its history, and how it is drawn."""

from datetime import date, timedelta

import pytest

from database import db, transaction
from onboarding.goals import asks, measurements, queries
from onboarding.goals.errors import GoalInvalid, NotPossible
from onboarding.goals.happenings import Happening, Kind
from onboarding.goals.models import MeasurementRecord, Source
from onboarding.goals.pictures import draw, ticks
from tests.infra.goals import fresh


def test_who_asks_is_counted_in_fives_and_orders_the_queue(programme, goal, add_person):
    # given
    of = programme()
    first, second = goal(of, "First"), goal(of, "Second")
    crowd = [add_person(f"P{number} Person") for number in range(9)]

    def after(number):
        with transaction():
            asks.ask(second.id, by=crowd[number])
        shown = fresh(second).asks_shown
        return shown, [one.name for one in queries.board(fresh(first.programme)).queue]

    # when
    seen = [after(number) for number in range(9)]

    # then
    assert seen == [(None, ["First", "Second"])] * 4 + [(5, ["Second", "First"])] * 5


def test_taking_back_an_ask_shows_nobody(programme, goal, add_person):
    # given
    made = goal(programme())
    crowd = [add_person(f"P{number} Person") for number in range(5)]
    with transaction():
        for person in crowd:
            asks.ask(made.id, by=person)
            asks.ask(made.id, by=person)

    # when
    with transaction():
        asks.take_back(made.id, by=crowd[0])

    # then
    assert (fresh(made).asks_shown, asks.asks_for(made.id, crowd[0]), asks.asks_for(made.id, crowd[1])) == (5, False, True)


def test_a_measurement_is_corrected_taken_back_and_put_back(begun, measured, chen, now):
    # given
    goal, day = begun(), date(2026, 9, 7)
    measured(goal, 40.0)
    with transaction():
        corrected = measurements.enter(goal.id, day, 30.5, by=chen, now=now, note="recounted")
        measurements.take_back(goal.id, day, by=chen, now=now)
    records = db.session.query(MeasurementRecord).order_by(MeasurementRecord.id).all()

    # when
    with transaction():
        measurements.put_back(goal.id, records[0].id, by=chen, now=now)

    # then
    assert (corrected, [record.value for record in records], measurements.of_day(goal.id, day).value) == (
        False,
        [40.0, 30.5, None],
        40.0,
    )


def test_what_is_computed_from_a_survey_is_not_written_over_by_hand(begun, chen, now):
    # given
    goal, day = begun(), date(2026, 11, 2)
    with transaction():
        measurements.enter(goal.id, day, 12.0, by=None, now=now, source=Source.SURVEY, source_number=7)

    # when
    with pytest.raises(NotPossible), transaction():
        measurements.enter(goal.id, day, 11.0, by=chen, now=now)

    # then
    found = measurements.of_day(goal.id, day)
    assert (found.value, found.source, found.source_number) == (12.0, Source.SURVEY, 7)


def test_nothing_is_measured_ahead_of_its_day(begun, chen, now):
    # given
    goal = begun()

    # when
    with pytest.raises(GoalInvalid) as caught, transaction():
        measurements.enter(goal.id, now.date() + timedelta(days=1), 4.0, by=chen, now=now)

    # then
    assert (caught.value.field, measurements.series(goal)) == ("on", [])


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (4, 48, [0, 20, 40, 60]),
        (0.2, 0.9, [0, 0.25, 0.5, 0.75, 1]),
        (-3, 5, [-4, -2, 0, 2, 4, 6]),
        (0, 0, [0, 0.25]),
        (1000, 3999, [0, 1000, 2000, 3000, 4000]),
    ],
    ids=["hours", "shares", "below nought", "nothing", "exactly"],
)
def test_numbers_at_the_side_of_a_picture_are_round(low, high, expected):
    assert ticks(low, high) == expected


def test_a_picture_holds_every_point_within_its_frame(begun, measured):
    # given
    goal = begun()
    measured(goal, 48.0, 30.0, 60.0, 3.0)

    # when
    drawing = draw(goal, measurements.series(goal), [])

    # then
    heights = [point.y for point in drawing.points]
    assert (len(heights), min(heights) >= 16, max(heights) <= 206, drawing.first, drawing.last) == (
        4,
        True,
        True,
        date(2026, 9, 1),
        date(2027, 3, 31),
    )


def test_what_happened_is_numbered_as_in_the_list_where_there_is_room(begun):
    # given
    goal = begun()
    days = [date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 3), date(2026, 12, 1), date(2027, 3, 31)]

    # when
    marks = draw(goal, [], [Happening(day, Kind.EVENT, "x", 1) for day in days]).marks

    # then
    assert [(mark.number, mark.row) for mark in marks] == [(1, 0), (2, 1), (None, 0), (4, 0), (5, 0)]
