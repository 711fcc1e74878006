"""What becomes of questions when somebody is erased: their words go, and what others said stays."""

from datetime import datetime

from sqlalchemy import delete, or_, select

from database import db
from onboarding.questions import answers, asking, searching
from onboarding.questions.models import Question, Reply
from people.models import Person


def person_erased(person: Person, *, now: datetime) -> None:
    """Nothing that this person wrote is left, and nothing of anybody else is gone."""
    touched = set(db.session.scalars(select(Reply.question_id).where(Reply.by_id == person.id)))
    db.session.execute(delete(Reply).where(Reply.by_id == person.id))
    touched |= set(db.session.scalars(select(Question.id).where(Question.summary_by_id == person.id)))
    theirs = or_(Question.summary_by_id == person.id, Question.answerer_id == person.id)
    for question in db.session.scalars(select(Question).where(theirs)):
        if question.summary_by_id == person.id:
            question.summary, question.summary_by_id, question.summarised_at = "", None, None
        if question.answerer_id == person.id:
            question.answerer_id, question.promised_on = None, None
    db.session.flush()
    for question in db.session.scalars(select(Question).where(Question.by_id == person.id)):
        asking.forget(question)
    for question in db.session.scalars(select(Question).where(Question.id.in_(touched))):
        answers.settle(question, now=now)
        searching.index(question)
