"""What colleagues say to what somebody is working on: "I know someone", "I have done that already", "may I join?"."""

from datetime import datetime

from sqlalchemy import exists, select

from database import db
from onboarding.questions import answers, notices, readers, searching
from onboarding.questions.asking import text_of
from onboarding.questions.errors import NotPossible, QuestionMissing
from onboarding.questions.models import Question, Reply, ReplyKind
from people.models import Person

LONGEST_SENTENCE = 500


def say(question_id: int, kind: ReplyKind, text: str, *, by: Person, now: datetime) -> Reply:
    """One of the three; who works on it hears of it. Only "I have done that already" is read by others too.

    Raises QuestionMissing, NotPossible, QuestionError naming `text`.
    """
    place = readers.lock(question_id, by)
    if not place.may_say or kind is ReplyKind.ANSWER:
        raise NotPossible("Nothing can be said to this any more.")
    said = exists().where(Reply.question_id == question_id, Reply.by_id == by.id, Reply.kind == ReplyKind.JOINS)
    if kind is ReplyKind.JOINS and db.session.scalar(select(said)):
        raise NotPossible("You have asked already.")
    sentence = text_of(text, LONGEST_SENTENCE, "text", needed=kind is not ReplyKind.JOINS)
    reply = answers.said(place.question, kind, sentence, by=by, now=now)
    notices.answered(place.question, reply, now=now)
    searching.index(place.question)
    return reply


def welcome(reply_id: int, *, yes: bool, by: Person, now: datetime) -> Question:
    """Who works on it says whether somebody joins, and they hear of it; nobody else does. Raises QuestionMissing, NotPossible."""
    place, reply = readers.lock_reply(reply_id, by)
    if not place.is_asker or reply.kind is not ReplyKind.JOINS:
        raise QuestionMissing("There is no such answer, or the question is not yours.")
    if reply.welcome is not None:
        raise NotPossible("You have answered that already.")
    reply.welcome = yes
    db.session.flush()
    notices.welcomed(place.question, reply, now=now)
    return place.question
