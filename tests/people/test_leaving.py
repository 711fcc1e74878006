"""Somebody who has left: every door is shut, and nothing is sent to them any more. What they did stays."""

import re

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from people import people, sign_in, tokens
from people.models import Person
from sessions import scheduling
from sessions.models import Answer, AnswerRecord, Rsvp


@pytest.fixture
def leave():
    def left(person):
        with transaction():
            people.deactivate(db.session.get_one(Person, person.id))

    return left


def test_every_door_is_shut_at_once(client_of, client, app, ada, leave, now):
    # given
    browser = client_of(ada)
    with transaction():
        token = tokens.issue(ada, "Payroll", now=now)
        link = sign_in.address_of(sign_in.make_link(ada, now=now)).removeprefix("http://foyer.example")
    browser.post("/me/feed")
    feed = re.search(r"http://foyer\.example(/feed/[\w-]+\.ics)", browser.get("/me").text).group(1)
    bearer = {"Authorization": f"Bearer {token}"}
    doors = {
        "cookie": lambda: browser.get("/me").status_code,
        "link": lambda: client.post(link).status_code,
        "token": lambda: client.get("/api/v1/sessions/1", headers=bearer).status_code,
        "feed": lambda: client.get(feed).status_code,
    }
    before = {name: door() for name, door in doors.items() if name != "link"}

    # when
    leave(ada)

    # then
    assert before == {"cookie": 200, "token": 404, "feed": 200}
    assert {name: door() for name, door in doors.items()} == {"cookie": 303, "link": 410, "token": 401, "feed": 404}


def test_nothing_is_sent_to_who_left(meetup, say, leave, deliver, smtp_sink, ada, bo, chen, dana, now, clock):
    # given
    session = meetup(invited=[ada, dana], capacity=3)
    say(session, ada, "accepted")
    deliver()
    heard = len(smtp_sink.to(ada.email))

    # when
    leave(ada)
    with transaction():
        scheduling.cancel(session.id, reason="Snow.", by=chen, now=now)
    deliver()

    # then
    assert (heard, len(smtp_sink.to(ada.email)), len(smtp_sink.to(dana.email))) == (1, 1, 2)


def test_what_waited_to_leave_does_not(meetup, leave, deliver, smtp_sink, ada, dana, clock):
    # given
    meetup(invited=[ada, dana])

    # when
    leave(ada)
    deliver()

    # then
    assert {mail.recipients[0] for mail in smtp_sink.wait_for(1)} == {dana.email}
    db.session.rollback()
    assert [mail.state.value for mail in db.session.scalars(select(OutgoingMail).where(OutgoingMail.person_id == ada.id))] == [
        "dropped"
    ]


def test_nobody_who_left_is_invited_again(leave, meetup, ada, dana):
    # given
    leave(ada)

    # when
    session = meetup(invited=[ada, dana])

    # then
    rows = db.session.scalars(select(Rsvp).where(Rsvp.session_id == session.id))
    assert [row.person.name for row in rows] == ["Dana Petrov"]


def test_what_they_did_stays(meetup, say, leave, ada):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted", comment="I bring bread.")

    # when
    leave(ada)

    # then
    first = db.session.scalars(
        select(AnswerRecord).where(AnswerRecord.session_id == session.id).order_by(AnswerRecord.id)
    ).first()
    assert (first.answer, first.comment, people.by_email(ada.email).name) == (Answer.ACCEPTED, "I bring bread.", "Ada Okafor")
