"""Two who come together: both have a seat or both wait, and nobody else waits for it."""

import pytest
from sqlalchemy import select

from database import db, transaction
from people.models import Person
from sessions import companions, scheduling
from sessions.errors import WrongState
from sessions.models import Rsvp, Seat


@pytest.fixture
def crowd(add_person):
    return [add_person(f"{name} Test") for name in ("Eve", "Finn", "Gus", "Hedda")]


@pytest.fixture
def together(now):
    """`together(session, ada, bo)`: the two come together."""

    def run(session, one, other):
        with transaction():
            companions.come_together(session.id, one.id, other.id, now=now)

    return run


def seats(session):
    """Who sits and who waits, by first name, in order."""
    db.session.rollback()
    query = (
        select(Person.name, Rsvp.seat, Rsvp.waiting_number)
        .join(Rsvp, Rsvp.person_id == Person.id)
        .where(Rsvp.session_id == session.id)
    )
    rows = sorted(db.session.execute(query), key=lambda row: (row[2] or 0, row[0]))
    return {seat.value: [name.split()[0] for name, has, _number in rows if has is seat] for seat in (Seat.SEATED, Seat.WAITING)}


def test_both_have_a_seat_where_there_are_two(meetup, together, ada, bo):
    # given
    session = meetup(invited=[ada, bo], capacity=2)

    # when
    together(session, ada, bo)

    # then
    assert seats(session) == {"seated": ["Ada", "Bo"], "waiting": []}


def test_both_wait_where_there_is_one_and_a_single_person_takes_it(meetup, together, say, ada, bo, crowd):
    # given
    session = meetup(invited=[ada, bo, *crowd], capacity=2)
    say(session, crowd[0], "accepted")

    # when
    together(session, ada, bo)
    waiting = seats(session)
    say(session, crowd[1], "accepted")
    say(session, crowd[2], "accepted")

    # then
    assert waiting == {"seated": ["Eve"], "waiting": ["Ada", "Bo"]}
    assert seats(session) == {"seated": ["Eve", "Finn"], "waiting": ["Ada", "Bo", "Gus"]}


def test_two_seats_call_both_in_and_one_seat_whoever_comes_after_them(meetup, together, say, ada, bo, crowd):
    # given
    eve, finn, gus, _hedda = crowd
    session = meetup(invited=[ada, bo, *crowd], capacity=2)
    say(session, eve, "accepted")
    say(session, finn, "accepted")
    together(session, ada, bo)
    say(session, gus, "accepted")

    # when
    say(session, eve, "declined")
    one = seats(session)
    say(session, finn, "declined")
    say(session, gus, "declined")

    # then
    assert one == {"seated": ["Finn", "Gus"], "waiting": ["Ada", "Bo"]}
    assert seats(session) == {"seated": ["Ada", "Bo"], "waiting": []}


def test_who_cannot_come_leaves_the_other_in_line_like_anybody(meetup, together, say, ada, bo, crowd):
    # given
    eve, *_others = crowd
    session = meetup(invited=[ada, bo, *crowd], capacity=2)
    say(session, eve, "accepted")
    together(session, ada, bo)

    # when
    say(session, bo, "declined")

    # then
    assert seats(session) == {"seated": ["Ada", "Eve"], "waiting": []}


def test_a_seat_is_never_taken_from_who_has_it(meetup, together, say, ada, bo, crowd):
    # given
    session = meetup(invited=[ada, bo, *crowd], capacity=2)
    say(session, ada, "accepted")
    say(session, crowd[0], "accepted")

    # when
    with pytest.raises(WrongState) as refused:
        together(session, ada, bo)

    # then
    assert refused.value.message == "Ada Okafor has a seat, and there is no second one. Nothing was changed."
    assert seats(session) == {"seated": ["Ada", "Eve"], "waiting": []}


def test_who_sits_already_keeps_the_seat_and_the_other_gets_the_free_one(meetup, together, say, ada, bo):
    # given
    session = meetup(invited=[ada, bo], capacity=2)
    say(session, ada, "accepted")

    # when
    together(session, bo, ada)

    # then
    assert seats(session) == {"seated": ["Ada", "Bo"], "waiting": []}


def test_more_seats_call_them_in(meetup, together, say, change, ada, bo, crowd, now):
    # given
    session = meetup(invited=[ada, bo, *crowd], capacity=1)
    say(session, crowd[0], "accepted")
    together(session, ada, bo)

    # when
    found = []
    for capacity in (2, 3):
        with transaction():
            locked = scheduling.lock(session.id)
            locked.capacity = capacity
            scheduling.promote(locked, now=now)
        found.append(seats(session))

    # then
    assert found == [{"seated": ["Eve"], "waiting": ["Ada", "Bo"]}, {"seated": ["Ada", "Bo", "Eve"], "waiting": []}]
