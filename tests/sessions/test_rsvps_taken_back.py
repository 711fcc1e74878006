"""Answers that a host takes back: the one before counts again, seats follow as ever."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from sessions import rsvps
from sessions.errors import WrongState
from sessions.models import Answer, AnswerRecord, Outcome, Rsvp, Via


def latest_record():
    return db.session.scalars(select(AnswerRecord).order_by(AnswerRecord.id.desc())).first()


def session_record(person, answer):
    query = select(AnswerRecord).join(Rsvp, Rsvp.id == AnswerRecord.rsvp_id)
    return db.session.scalars(query.where(Rsvp.person_id == person.id, AnswerRecord.answer == answer)).one()


def revert(record, by, at):
    with transaction():
        return rsvps.revert(record.id, by=by, now=at)


def test_a_host_takes_back_the_latest_answer(meetup, say, room, ada, bo, now):
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    say(session, ada, "declined", via=Via.CALENDAR)
    latest = db.session.scalars(select(AnswerRecord).order_by(AnswerRecord.id.desc())).first()

    with transaction():
        rsvps.revert(latest.id, by=bo, now=now)

    assert room(session) == {"Ada": ("accepted", "seated", None)}
    assert db.session.get(AnswerRecord, latest.id).outcome is Outcome.REVERTED


def test_only_the_latest_answer_can_be_taken_back(meetup, say, ada, bo, now):
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    say(session, ada, "declined")
    first = db.session.scalars(select(AnswerRecord).order_by(AnswerRecord.id)).first()

    with pytest.raises(WrongState), transaction():
        rsvps.revert(first.id, by=bo, now=now)


def test_taking_back_a_no_when_the_seat_is_gone_leads_to_the_waiting_list(meetup, say, room, colleagues, bo, now):
    # given
    people = colleagues(2)
    session = meetup(invited=people, capacity=1)
    for person in people:
        say(session, person, "accepted")
    say(session, people[0], "declined")

    # when
    recorded = revert(session_record(people[0], Answer.DECLINED), bo, now)

    # then
    assert recorded.place_in_line == 1
    assert room(session) == {"P000": ("accepted", "waiting", 2), "P001": ("accepted", "seated", None)}


def test_taking_back_a_yes_calls_whoever_waits(meetup, say, room, colleagues, bo, now):
    # given
    people = colleagues(2)
    session = meetup(invited=people, capacity=1)
    for person in people:
        say(session, person, "accepted")

    # when
    revert(session_record(people[0], Answer.ACCEPTED), bo, now)

    # then
    assert room(session) == {"P000": ("needs-action", "none", None), "P001": ("accepted", "seated", None)}


def test_what_happened_by_itself_cannot_be_taken_back_but_the_answer_before_it_can(meetup, say, room, change, ada, bo, now):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    change(session, moved_by=timedelta(days=1))
    asked_again, said_yes = latest_record(), session_record(ada, Answer.ACCEPTED)

    # when
    with pytest.raises(WrongState):
        revert(asked_again, bo, now)
    before = room(session)
    revert(said_yes, bo, now)

    # then
    assert (before, room(session)) == ({"Ada": ("needs-action", "seated", None)}, {"Ada": ("needs-action", "none", None)})


def test_nothing_from_before_a_new_invitation_can_be_taken_back(meetup, say, room, withdraw, invite, ada, bo, now):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    withdraw(session, ada, at=now + timedelta(minutes=1))
    withdrawal = latest_record()
    invite(session, ada, at=now + timedelta(minutes=2))

    # when
    with pytest.raises(WrongState):
        revert(withdrawal, bo, now + timedelta(minutes=3))

    # then
    assert room(session) == {"Ada": ("needs-action", "none", None)}


@pytest.mark.parametrize(
    ("via", "word", "kept"),
    [
        (Via.WEB, "Soup, please.", ["Soup, please."]),
        (Via.WEB, "", []),
        (Via.WEB, "No soup, thanks.", ["No soup, thanks."]),
        (Via.API, "No soup, thanks.", ["No soup, thanks."]),
        (Via.LINK, "", []),
        (Via.LINK, "And bread.", ["Soup, please.", "And bread."]),  # the page of a link does not show what it writes over
        (Via.LINK, None, ["Soup, please."]),
        (Via.CALENDAR, "And bread.", ["Soup, please.", "And bread."]),
    ],
)
def test_word_its_writer_took_back_stands_in_no_history_and_the_hosts_note_does(meetup, say, ada, bo, via, word, kept):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted", comment="Told me on the stairs.", via=Via.HOST, by=bo)
    say(session, ada, "tentative", comment="Soup, please.")

    # when
    say(session, ada, "accepted", comment=word, via=via)

    # then
    words = [record.comment for record in db.session.scalars(select(AnswerRecord).order_by(AnswerRecord.id)) if record.comment]
    assert list(dict.fromkeys(words)) == ["Told me on the stairs.", *kept]
