"""Turns of coffee: pairs are made when they are due, once, of those who want to; and nobody is forgotten."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from champions import coffee_circles, coffee_turns, jobs_coffee
from champions.coffee import pair
from champions.coffee_circles import Rhythm
from champions.coffee_errors import CoffeeInvalid, CoffeeOver
from champions.coffee_guests import Wishes, guest_in, stop, take_part
from champions.coffee_round import Pairing
from champions.models_coffee import CircleState, CoffeeCircle, CoffeeMeeting, CoffeeTurn
from database import db, transaction
from mail.models import OutgoingMail
from people import apart, people
from people.models import Person
from tests.infra.coffee import look_again


def meetings():
    look_again()
    return [
        sorted(seat.person.name.split()[0] for seat in meeting.seats) for meeting in db.session.scalars(select(CoffeeMeeting))
    ]


def posted(kind):
    db.session.rollback()
    return sorted(db.session.scalars(select(OutgoingMail.recipient).where(OutgoingMail.kind == kind)))


def again(person):
    return db.session.get_one(Person, person.id)


def test_the_worker_pairs_those_who_take_part_on_their_day(circle, joins, monday, ada, bo, dana):
    # given
    joins(ada, bo)
    monday(days=-1)
    jobs_coffee.pair_all()
    before = meetings()
    monday()

    # when
    jobs_coffee.pair_all()

    # then
    assert (before, meetings()) == ([], [["Ada", "Bo"]])
    assert posted("coffee.invited") == [ada.email, bo.email]
    found = db.session.scalars(select(CoffeeMeeting)).one()
    assert (found.starts_at, found.ends_at) == (
        datetime(2026, 12, 8, 8, 0, tzinfo=UTC),  # Tuesday at nine in Amsterdam
        datetime(2026, 12, 8, 8, 30, tzinfo=UTC),
    )
    assert db.session.get_one(CoffeeCircle, circle).next_on == date(2026, 12, 21)


def test_pairs_are_made_once_however_often_the_worker_looks(joins, paired, ada, bo):
    # given
    joins(ada, bo)

    # when
    paired()
    jobs_coffee.pair_all()

    # then
    assert meetings() == [["Ada", "Bo"]]
    assert db.session.scalar(select(func.count()).select_from(CoffeeTurn)) == 1


def test_a_worker_that_is_killed_leaves_it_to_the_next_and_none_pairs_twice(joins, monday, ada, bo):
    """Two have worked out the pairs, and the first was thought dead."""
    # given
    joins(ada, bo)
    at = monday()
    with transaction():
        coffee_turns.begin_due(now=at)
    (turn_id,) = coffee_turns.waiting()
    first, second = (coffee_turns.intake_of(turn_id, now=at) for _number in range(2))
    db.session.rollback()

    # when
    kept = []
    for intake in (first, second):
        with transaction():
            kept.append(coffee_turns.keep(turn_id, intake, pair(intake.of), now=at))

    # then
    assert kept == [True, False]
    assert meetings() == [["Ada", "Bo"]]
    assert coffee_turns.waiting() == []


def test_who_stops_while_pairs_are_made_is_in_none(circle, joins, monday, ada, bo, dana):
    # given
    joins(ada, bo)
    at = monday()
    with transaction():
        coffee_turns.begin_due(now=at)
    (turn_id,) = coffee_turns.waiting()
    intake = coffee_turns.intake_of(turn_id, now=at)
    db.session.rollback()
    with transaction():
        stop(circle, again(bo))

    # when
    with transaction():
        coffee_turns.keep(turn_id, intake, Pairing(((ada.id, bo.id),), ()), now=at)

    # then
    assert meetings() == []
    assert (guest_in(circle, again(ada)).comes_first, posted("coffee.alone")) == (True, [ada.email])


def test_three_have_a_coffee_together(joins, paired, ada, bo, dana):
    # given
    joins(ada, bo, dana)

    # when
    paired()

    # then
    assert meetings() == [["Ada", "Bo", "Dana"]]


def test_who_shares_no_language_hears_it_kindly_and_comes_first_next_time(
    circle, joins, paired, smtp_sink, sent, words_of, ada, bo, dana
):
    # given
    joins(ada, bo)
    joins(dana, languages=("pt",))

    # when
    paired()
    sent()

    # then
    assert meetings() == [["Ada", "Bo"]]
    (mail,) = smtp_sink.to(dana.email)
    assert mail.message["Subject"] == "No coffee this time; you come first next time"
    assert "says nothing about you" in words_of(mail)
    assert guest_in(circle, again(dana)).comes_first
    joins(dana)  # in Dutch, too, from now on
    paired(weeks=2)
    assert meetings()[1:] == [["Ada", "Bo", "Dana"]]
    assert not guest_in(circle, again(dana)).comes_first


def test_who_rests_is_left_in_peace_until_their_day(joins, paired, ada, bo, dana):
    # given
    joins(ada, bo)
    joins(dana, until=date(2026, 12, 21))

    # when
    paired()
    paired(weeks=2)

    # then
    assert sorted(meetings()) == [["Ada", "Bo"], ["Ada", "Bo", "Dana"]]


def test_nobody_is_paired_with_whom_they_would_rather_not_meet(joins, paired, ada, bo, dana, add_person):
    # given
    eve = add_person("Eve Mulder", department="Quality")
    joins(ada, bo, dana, eve)
    with transaction():
        apart.keep(again(ada), [bo.id])
        apart.keep(again(dana), [ada.id])

    # when
    paired()

    # then
    assert sorted(meetings()) == [["Ada", "Eve"], ["Bo", "Dana"]]


def test_people_who_met_are_put_together_with_others_next_time(joins, paired, ada, bo, chen, dana):
    # given
    joins(ada, bo, chen, dana)

    # when
    for weeks in (0, 2, 4):
        paired(weeks)

    # then
    pairs = [tuple(names) for names in meetings()]
    assert len(pairs) == len(set(pairs)) == 6


def test_a_circle_that_rests_or_has_ended_makes_no_pairs(circle, joins, paired, ada, bo, now):
    # given
    joins(ada, bo)
    with transaction():
        coffee_circles.pause(circle)
    paired()
    rested = meetings()

    # when
    with transaction():
        coffee_circles.start(circle, now=datetime(2026, 12, 8, tzinfo=UTC))
    paired(weeks=1)
    with transaction():
        coffee_circles.end(circle)
    paired(weeks=3)

    # then
    assert (rested, meetings()) == ([], [["Ada", "Bo"]])
    found = db.session.get_one(CoffeeCircle, circle)
    assert (found.state, found.next_on, guest_in(circle, again(ada))) == (CircleState.ENDED, None, None)
    with pytest.raises(CoffeeOver), transaction():
        take_part(circle, again(ada), Wishes(("nl",)), now=now)


@pytest.mark.parametrize(
    ("rhythm", "field"),
    [
        (Rhythm(""), "name"),
        (Rhythm("\u200b"), "name"),
        (Rhythm("x" * 81), "name"),
        (Rhythm("Coffee", every_weeks=0), "every_weeks"),
        (Rhythm("Coffee", every_weeks=13), "every_weeks"),
        (Rhythm("Coffee", minutes=31), "minutes"),
        (Rhythm("Coffee", weekday=7), "weekday"),
    ],
)
def test_a_circle_says_what_is_wrong_with_it(rhythm, field, app, chen, now):
    with pytest.raises(CoffeeInvalid) as caught, transaction():
        coffee_circles.set_up(rhythm, by=again(chen), now=now)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        (Wishes(()), "languages"),
        (Wishes(("xx",)), "languages"),
        (Wishes(("nl",), (), date(2026, 12, 1)), "pauses_until"),
        (Wishes(("nl",), (), date(2029, 1, 1)), "pauses_until"),
    ],
)
def test_taking_part_says_what_is_wrong_with_it(wishes, field, circle, ada, now):
    with pytest.raises(CoffeeInvalid) as caught, transaction():
        take_part(circle, again(ada), wishes, now=now)
    assert caught.value.field == field


def test_parts_of_no_week_are_left_out(circle, ada, now):
    # when
    with transaction():
        take_part(circle, again(ada), Wishes(("nl", "nl", "xx"), (-1, 3, 3, 99)), now=now)

    # then
    found = guest_in(circle, again(ada))
    assert (found.languages, found.times) == (["nl"], [3])


def test_how_many_take_part_follows_who_leaves_and_ends_with_the_circle(circle, joins, add_person):
    # given
    many = [add_person(f"Guest{number} Visser") for number in range(12)]
    joins(*many)

    # when
    for person in many[:7]:
        with transaction():
            people.deactivate(db.session.get_one(Person, person.id))
    left = db.session.get_one(CoffeeCircle, circle, populate_existing=True).shown_count
    with transaction():
        coffee_circles.end(circle)

    # then
    assert (left, db.session.get_one(CoffeeCircle, circle, populate_existing=True).shown_count) == (5, None)
