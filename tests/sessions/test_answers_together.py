"""Answers that arrive at the same moment are written together, and come to what each alone comes to."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail, OutgoingState
from people.models import Person
from sessions import answers_together, scheduling
from sessions.answers_together import Given
from sessions.errors import NotInvited, Outdated, TooLate
from sessions.models import Answer, AnswerRecord, Rsvp, ScheduledSession, Seat, Via

DAY = timedelta(days=1)


@pytest.fixture
def given_by(now):
    def build(person, session, answer=Answer.ACCEPTED, **more):
        return Given(**{"session_id": session.id, "person_id": person.id, "answer": answer, "via": Via.WEB, "now": now, **more})

    return build


def together(*givens):
    with transaction():
        return answers_together.record_all(givens)


def alone(*givens):
    for given in givens:
        with transaction():
            answers_together.record(given)


def kept_of(session):
    """What stands in the database of a session, people and moments included, in the order of its people."""
    answers = select(*(column for column in Rsvp.__table__.columns if column.key not in {"id", "session_id", "invitation_id"}))
    records = (AnswerRecord.at, AnswerRecord.via, AnswerRecord.outcome, AnswerRecord.answer, AnswerRecord.answer_before)
    records = select(Rsvp.person_id, *records, AnswerRecord.seat, AnswerRecord.seat_before, AnswerRecord.comment)
    mail = (OutgoingMail.person_id, OutgoingMail.kind, OutgoingMail.recipient, OutgoingMail.revision, OutgoingMail.state)
    mail = select(*mail, OutgoingMail.due_at, OutgoingMail.created_at, OutgoingMail.payload["why"].as_string())
    asked = (
        answers.where(Rsvp.session_id == session.id).order_by(Rsvp.person_id),
        records.join(AnswerRecord, AnswerRecord.rsvp_id == Rsvp.id).where(Rsvp.session_id == session.id).order_by(Rsvp.person_id),
        mail.where(OutgoingMail.topic == session.topic).order_by(OutgoingMail.person_id, OutgoingMail.id),
    )
    return [[tuple(row) for row in db.session.execute(query)] for query in asked]


def test_they_come_to_what_each_alone_comes_to(meetup, given_by, ada, bo, dana, now):
    # given
    sessions = [meetup(invited=[ada, bo, dana]) for _which in ("together", "alone")]
    before = [(ada, Answer.ACCEPTED), (bo, Answer.DECLINED)]
    after = [(ada, Answer.DECLINED, "Ill"), (bo, Answer.ACCEPTED, ""), (dana, Answer.TENTATIVE, None)]

    # when
    for session, write in zip(sessions, (together, alone), strict=True):
        write(*(given_by(who, session, answer) for who, answer in before))
        later = now + timedelta(minutes=5)
        write(*(given_by(who, session, answer, comment=word, now=later, shows_name=True) for who, answer, word in after))

    # then
    first, second = map(kept_of, sessions)
    assert first == second
    assert [len(rows) for rows in first] == [3, 5, 3 + 5]


def test_one_statement_does_for_all_of_them(meetup, given_by, colleagues, count_queries):
    # given
    counted = []
    everybody = colleagues(11)
    for people in (everybody[:2], everybody[2:]):
        session = meetup(invited=people)
        givens = [given_by(person, session) for person in people]

        # when
        with count_queries() as queries:
            together(*givens)
        counted.append(len(queries))

    # then: the answers, which PostgreSQL locks first; their rows; the records; the messages, and what they take the place of
    assert counted == [5 if db.engine.dialect.name == "sqlite" else 6] * 2


def test_they_are_told_of_their_own_answer_and_nobody_elses(meetup, given_by, ada, bo, dana):
    # given
    one, other = meetup(invited=[ada, bo]), meetup(invited=[dana])

    # when
    noted = together(given_by(ada, one), given_by(dana, other, Answer.TENTATIVE), given_by(bo, one, Answer.DECLINED))

    # then
    assert [(found.answer, found.seat) for found in noted] == [
        (Answer.ACCEPTED, Seat.SEATED),
        (Answer.TENTATIVE, Seat.NONE),
        (Answer.DECLINED, Seat.NONE),
    ]
    records = {record.rsvp_id: record.id for record in db.session.scalars(select(AnswerRecord))}
    queued = select(OutgoingMail).where(OutgoingMail.state == OutgoingState.QUEUED, OutgoingMail.kind == "sessions.seat")
    assert {mail.key for mail in db.session.scalars(queued)} == {
        f"sessions.seat:{rsvp.session_id}:{rsvp.person_id}:answer:{records[rsvp.id]}" for rsvp in db.session.scalars(select(Rsvp))
    }


def test_whose_answer_cannot_count_hears_why_and_the_others_count(meetup, given_by, add_person, ada, bo, dana, now):
    # given
    session = meetup(invited=[ada, bo, dana])
    late, eve = session.starts_at, add_person("Eve Outsider")

    # when
    noted = together(
        given_by(ada, session),
        given_by(bo, session, asked=session.asked_sequence + 1),
        given_by(dana, session, now=late),
        given_by(eve, session),
    )

    # then: nobody learns by it that there is a session they are not invited to
    assert [type(found) for found in noted] == [answers_together.Noted, Outdated, TooLate, type(None)]
    with pytest.raises(NotInvited):
        alone(given_by(eve, session))
    assert Counter(db.session.scalars(select(Rsvp.answer))) == {Answer.ACCEPTED: 1, Answer.NEEDS_ACTION: 2}
    assert db.session.scalars(select(AnswerRecord.answer)).all() == [Answer.ACCEPTED]


def test_a_second_answer_of_one_person_comes_after_the_first(meetup, given_by, ada, bo):
    # given
    session = meetup(invited=[ada, bo])

    # when
    noted = together(given_by(ada, session), given_by(ada, session, Answer.DECLINED), given_by(bo, session))

    # then
    assert [found and found.answer for found in noted] == [Answer.ACCEPTED, None, Answer.ACCEPTED]


def _limited(session, rsvp):
    session.capacity = 5


def _somebody_waited(session, rsvp):
    session.last_waiting_number = 1


def _comes_with_somebody(session, rsvp):
    rsvp.comes_with_id = rsvp.id + 1


@pytest.mark.parametrize("what", [_limited, _somebody_waited, _comes_with_somebody])
def test_where_seats_are_counted_each_answers_alone(meetup, given_by, ada, bo, what):
    # given
    session = meetup(invited=[ada, bo])
    rsvp = db.session.scalars(select(Rsvp).where(Rsvp.person_id == ada.id)).one()
    with transaction() as open_:
        what(open_.get_one(ScheduledSession, session.id), open_.get_one(Rsvp, rsvp.id))

    # when
    noted = together(given_by(ada, session), given_by(ada, session, Answer.DECLINED))

    # then
    assert noted == [None, None]
    assert db.session.scalars(select(AnswerRecord.id)).all() == []


def test_who_is_withdrawn_or_gone_does_not_count(meetup, given_by, ada, bo, now):
    # given
    session = meetup(invited=[ada, bo])
    with transaction() as open_:
        open_.get_one(Person, ada.id).active = False
        scheduling.cancel(session.id, reason="", by=bo, now=now)

    # when
    noted = together(given_by(ada, session), given_by(bo, session))

    # then
    assert [str(found) for found in noted] == ["This person is not invited to this session.", "This session was cancelled."]
    assert db.session.scalars(select(AnswerRecord.id)).all() == []


def test_who_changes_a_session_holds_up_only_who_answers_it(meetup, given_by, at_once, ada, bo, now):
    """On PostgreSQL; on SQLite one after the other writes, whatever it is about."""
    # given
    busy, other = meetup(invited=[ada]), meetup(invited=[bo])
    givens = [given_by(ada, busy), given_by(bo, other)]
    side_by_side = db.engine.dialect.name == "postgresql"

    # when
    with transaction():
        scheduling.lock(busy.id)
        noted = at_once(lambda: together(*givens))[0] if side_by_side else [None, *answers_together.record_all(givens[1:])]

    # then
    assert noted[0] is None
    assert noted[1].seat is Seat.SEATED
