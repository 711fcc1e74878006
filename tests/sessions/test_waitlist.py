from concurrent.futures import ThreadPoolExecutor

import pytest

from database import db, transaction
from sessions import rsvps, waitlist
from sessions.models import Answer, Via


@pytest.mark.parametrize("capacity", [None, 3])
def test_free_seats_counts_down(meetup, say, colleagues, capacity):
    people = colleagues(2)
    session = meetup(invited=people, capacity=capacity)

    say(session, people[0], "accepted")

    assert waitlist.free_seats(session) == (None if capacity is None else 2)


def test_places_in_line_name_everybody_who_waits(meetup, say, colleagues):
    people = colleagues(4)
    session = meetup(invited=people, capacity=1)
    for person in people:
        say(session, person, "accepted")
    say(session, people[2], "declined")

    assert waitlist.places_in_line(session.id) == {people[1].id: 1, people[3].id: 2}


def test_many_answers_at_once_fill_exactly_the_seats(app, meetup, room, colleagues, now):
    people = colleagues(40)
    ids = [person.id for person in people]
    session = meetup(invited=people, capacity=7)
    session_id = session.id
    db.session.rollback()

    def accept(person_id):
        with app.app_context(), transaction():
            rsvps.record_answer(session_id, person_id, Answer.ACCEPTED, via=Via.WEB, now=now)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(accept, ids))

    seats = room(session)
    assert sorted(seat for _answer, seat, _number in seats.values()).count("seated") == 7
    assert sorted(number for _answer, _seat, number in seats.values() if number) == list(range(1, 34))


def test_answers_that_come_and_go_at_once_leave_no_seat_empty(app, meetup, room, colleagues, now):
    people = colleagues(24)
    ids = [person.id for person in people]
    session = meetup(invited=people, capacity=5)
    session_id = session.id
    db.session.rollback()

    def dither(person_id):
        for answer in (Answer.ACCEPTED, Answer.DECLINED, Answer.ACCEPTED):
            with app.app_context(), transaction():
                rsvps.record_answer(session_id, person_id, answer, via=Via.WEB, now=now)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(dither, ids))

    seats = [seat for _answer, seat, _number in room(session).values()]
    assert (seats.count("seated"), seats.count("waiting")) == (5, 19)
