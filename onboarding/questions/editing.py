"""Changing what one wrote: the new words stand there with the day, and what they were before is read by who decides what may stand there."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from champions import offers
from database import db
from onboarding import days
from onboarding.questions import readers, searching
from onboarding.questions.asking import text_of, title_of
from onboarding.questions.errors import NotPossible, QuestionMissing
from onboarding.questions.models import LONGEST_REPLY, LONGEST_TEXT, Question, QuestionVersion, Reply, ReplyKind
from onboarding.questions.works import LONGEST_SENTENCE
from people.models import Person

MOST_VERSIONS = 20  # of one text


def edit_question(question_id: int, title: str, text: str, topics: Sequence[str], *, by: Person, now: datetime) -> Question:
    """It reads like this from now on. Raises QuestionMissing for anybody else's, NotPossible, QuestionError naming the field."""
    place = readers.lock(question_id, by)
    if not place.is_asker:
        raise QuestionMissing("There is no such question, or it is not yours.")
    write_question(place.question, title, text, topics, now=now)
    return place.question


def write_question(question: Question, title: str, text: str, topics: Sequence[str], *, now: datetime) -> None:
    """The same, for whoever has shown that it is theirs."""
    said = title_of(title), text_of(text, LONGEST_TEXT, "text", needed=False)
    question.topics = offers.chosen_words(tuple(topics), "topics")
    if said != (question.title, question.text):
        _keep(question, None, question.title, question.text, now)
        question.title, question.text = said
        question.edited_on = days.today(now)
    searching.index(question)


def edit_reply(reply_id: int, text: str, *, by: Person, now: datetime) -> Reply:
    """It reads like this from now on. Raises QuestionMissing for anybody else's, NotPossible, QuestionError naming `text`."""
    place, reply = readers.lock_reply(reply_id, by)
    if reply.by_id != by.id:
        raise QuestionMissing("There is no such answer, or it is not yours.")
    longest = LONGEST_REPLY if reply.kind is ReplyKind.ANSWER else LONGEST_SENTENCE
    said = text_of(text, longest, "text", needed=reply.kind is not ReplyKind.JOINS)
    if said != reply.text:
        _keep(place.question, reply, "", reply.text, now)
        reply.text, reply.edited_on = said, days.today(now)
        searching.index(place.question)
    return reply


def _keep(question: Question, reply: Reply | None, title: str, text: str, now: datetime) -> None:
    if (reply or question).held:
        raise NotPossible("It is held back as it is. Say on your page of questions why it should stand there.")
    reply_id = reply.id if reply is not None else None
    about = QuestionVersion.question_id == question.id, QuestionVersion.reply_id.is_not_distinct_from(reply_id)
    if (db.session.scalar(select(func.count()).select_from(QuestionVersion).where(*about)) or 0) >= MOST_VERSIONS:
        raise NotPossible("It was changed very often. Take it back, and say it anew.")
    version = QuestionVersion(question_id=question.id, reply_id=reply_id, title=title, text=text, replaced_on=days.today(now))
    db.session.add(version)
    db.session.flush()
