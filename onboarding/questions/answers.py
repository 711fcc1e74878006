"""Answers to a question: given, marked as what helped, summed up."""

from datetime import datetime, timedelta

from sqlalchemy import exists, func, select

from database import db
from onboarding.questions import leading, notices, readers, searching
from onboarding.questions.asking import text_of
from onboarding.questions.errors import NotPossible, QuestionError, QuestionMissing
from onboarding.questions.models import LONGEST_REPLY, LONGEST_SUMMARY, Kind, Question, Reply, ReplyKind
from people.models import Person

MOST_A_DAY = 50
DAY = timedelta(days=1)


def answer(question_id: int, text: str, *, by: Person, now: datetime, as_leader: bool = False) -> Reply:
    """The answer stands there, and who asked hears of it. Raises QuestionMissing, NotPossible, QuestionError naming `text`."""
    place = readers.lock(question_id, by)
    if not place.may_answer:
        raise NotPossible("This question takes no answers any more.")
    reply = said(place.question, ReplyKind.ANSWER, text_of(text, LONGEST_REPLY, "text"), by=by, now=now)
    reply.as_leader = as_leader and leading.leads(by)
    notices.answered(place.question, reply, now=now)
    searching.index(place.question)
    return reply


def said(question: Question, kind: ReplyKind, text: str, *, by: Person, now: datetime) -> Reply:
    """A reply of this kind stands there. Raises QuestionError for more in a day than anybody writes by hand."""
    today = select(func.count()).where(Reply.by_id == by.id, Reply.replied_at > now - DAY)
    if (db.session.scalar(today) or 0) >= MOST_A_DAY:
        raise QuestionError("That is a lot for one day. Go on tomorrow.", field="text")
    reply = Reply(question_id=question.id, kind=kind, by_id=by.id, text=text, replied_at=now)
    db.session.add(reply)
    db.session.flush()
    return reply


def mark(reply_id: int, *, helped: bool, by: Person, now: datetime) -> Reply:
    """Who asked says that this helped, or takes that back; the question is answered by it. Raises QuestionMissing for anybody else."""
    place, reply = readers.lock_reply(reply_id, by)
    if not place.is_asker:
        raise QuestionMissing("There is no such answer, or the question is not yours.")
    set_help(place.question, reply, helped=helped, now=now)
    return reply


def set_help(question: Question, reply: Reply, *, helped: bool, now: datetime) -> None:
    """It helped since `now`, or since an earlier word; or it did not."""
    reply.helped_at = (reply.helped_at or now) if helped else None
    settle(question, now=now)


def remove(reply_id: int, *, by: Person, now: datetime) -> Question:
    """It is gone for everybody. Raises QuestionMissing for anybody else's."""
    place, reply = readers.lock_reply(reply_id, by)
    if reply.by_id != by.id:
        raise QuestionMissing("There is no such answer, or it is not yours.")
    db.session.delete(reply)
    db.session.flush()
    settle(place.question, now=now)
    searching.index(place.question)
    return place.question


def summarise(question_id: int, text: str, *, by: Person, now: datetime) -> None:
    """What it came to stands above the answers with this person's name; nothing takes it away again.

    Raises QuestionMissing, NotPossible, QuestionError naming `text`.
    """
    place = readers.lock(question_id, by)
    question = place.question
    if not place.may_summarise:
        raise NotPossible("Who wrote the summary changes it, or who asked.")
    written = text_of(text, LONGEST_SUMMARY, "text", needed=False)
    question.summary = written
    question.summary_by_id, question.summarised_at = (by.id, now) if written else (None, None)
    settle(question, now=now)
    searching.index(question)


def settle(question: Question, *, now: datetime) -> None:
    """It is answered since something helped, or a summary stands."""
    db.session.flush()
    helped = exists().where(Reply.question_id == question.id, Reply.helped_at.is_not(None))
    done = bool(question.summary) or (question.kind is Kind.QUESTION and bool(db.session.scalar(select(helped))))
    question.answered_at = (question.answered_at or now) if done else None
    db.session.flush()
