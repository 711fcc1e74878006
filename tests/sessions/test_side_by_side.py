"""Answers that concern nobody else go side by side; those of one person, and those that take a seat, one after the other."""

import threading

import pytest
from sqlalchemy import select

from database import db, transaction
from sessions import rsvps
from sessions.models import Answer, AnswerRecord, Rsvp, Via


@pytest.mark.parametrize("capacity", [pytest.param(None, id="as many as come"), pytest.param(1, id="one seat")])
def test_answers_wait_for_each_other_only_where_they_must(meetup, at_once, ada, bo, now, capacity):
    # given
    session_id = meetup(invited=[ada, bo], capacity=capacity).id
    both_have_answered = threading.Barrier(2)
    side_by_side = capacity is None and db.engine.dialect.name == "postgresql"

    def say_yes(person_id):
        with transaction():
            rsvps.record_answer(session_id, person_id, Answer.ACCEPTED, via=Via.WEB, now=now)
            try:
                both_have_answered.wait(10 if side_by_side else 0.1)
            except threading.BrokenBarrierError:
                return False
            return True

    # when
    ada_id, bo_id = ada.id, bo.id
    waited = at_once(lambda: say_yes(ada_id), lambda: say_yes(bo_id))

    # then
    assert waited == [side_by_side] * 2
    assert sorted(db.session.scalars(select(Rsvp.seat))) == (["seated", "seated"] if capacity is None else ["seated", "waiting"])


def test_two_answers_of_one_person_at_once_come_one_after_the_other(meetup, at_once, ada, now):
    # given
    session_id, ada_id = meetup(invited=[ada]).id, ada.id

    def say(answer):
        with transaction():
            rsvps.record_answer(session_id, ada_id, answer, via=Via.WEB, now=now)

    # when
    at_once(lambda: say(Answer.ACCEPTED), lambda: say(Answer.DECLINED))

    # then
    first, second = db.session.scalars(select(AnswerRecord).order_by(AnswerRecord.id)).all()
    assert (first.answer_before, second.answer_before) == (Answer.NEEDS_ACTION, first.answer)
    assert db.session.scalar(select(Rsvp.answer)) == second.answer
