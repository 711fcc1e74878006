"""Two hundred people say yes to twenty seats, all at once, through every door there is."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from database import db
from mail.models import IncomingMail
from sessions import waitlist
from sessions.models import Answer, AnswerRecord, Rsvp, Seat, Via
from tests.infra.installation import PATIENCE, until
from tests.infra.post import vevent

PEOPLE, SEATS = 200, 20
DOORS = (Via.CALENDAR, Via.LINK, Via.WEB, Via.API, Via.HOST)


@pytest.mark.settings(web_threads=32)
def test_two_hundred_at_once_fill_twenty_seats_and_queue_in_order(
    app, foyer, smtp_sink, meetup, crowd, doors_of, on_its_way, fresh
):
    # given: everybody holds their invitation and has the page open that they answer on
    for name in ("web", "worker", "mail"):
        foyer.start(name)
    people = crowd(PEOPLE)
    session = meetup(invited=people, capacity=SEATS)
    foyer.ready("web", "mail")
    invitations = {mail.recipients[0]: mail.raw for mail in smtp_sink.wait_for(PEOPLE, PATIENCE)}
    doors = doors_of(session, people)
    presses = [
        doors.press(DOORS[number % len(DOORS)], person.email, invitations[person.email], Answer.ACCEPTED)
        for number, person in enumerate(people)
    ]

    # when
    everybody_is_ready = threading.Barrier(PEOPLE)

    def press(do):
        everybody_is_ready.wait(PATIENCE)
        return do()

    with ThreadPoolExecutor(PEOPLE) as pool:
        said = list(pool.map(press, presses))
    nobody_was_turned_away = {303: 120, 200: 40, None: 40}
    assert Counter(said) == nobody_was_turned_away
    until(lambda: _answered(fresh, session.id) == PEOPLE, lambda: f"{_answered(fresh, session.id)} answers count")

    # then
    assert db.session.scalars(select(IncomingMail.reason)).all() == ["answer"] * 40

    # then: twenty sit, the others wait, in the order in which they came in
    records = db.session.scalars(select(AnswerRecord).order_by(AnswerRecord.id)).all()
    numbers = dict(db.session.execute(select(Rsvp.id, Rsvp.waiting_number)).all())
    assert Counter(record.via for record in records) == dict.fromkeys(DOORS, 40)
    assert [record.seat for record in records] == [Seat.SEATED] * SEATS + [Seat.WAITING] * (PEOPLE - SEATS)
    assert [numbers[record.rsvp_id] for record in records] == [None] * SEATS + list(range(1, PEOPLE - SEATS + 1))

    # then: each of them is told their place
    listed = doors.call("GET", "/rsvps?per_page=200").json["items"]
    by_email = {rsvp.person.email: rsvp.waiting_number for rsvp in db.session.scalars(select(Rsvp))}
    assert {line["email"]: line["place_in_line"] for line in listed} == by_email
    assert waitlist.places_in_line(session.id) == {
        rsvp.person_id: rsvp.waiting_number for rsvp in db.session.scalars(select(Rsvp).where(Rsvp.seat == Seat.WAITING))
    }

    # then: and their calendars say the same, once everything has left
    until(lambda: on_its_way() == 0, "everything has left")
    statuses = Counter(
        (by_email[person.email] is not None, vevent(smtp_sink.to(person.email)[-1])["STATUS"]) for person in people
    )
    assert statuses == {(True, "TENTATIVE"): PEOPLE - SEATS, (False, "CONFIRMED"): SEATS}


def _answered(fresh, session_id):
    fresh()
    return len(db.session.scalars(select(Rsvp.id).where(Rsvp.session_id == session_id, Rsvp.answer == Answer.ACCEPTED)).all())
