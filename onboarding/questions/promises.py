"""Somebody says that they find out and answer by a day; they, and nobody else, are reminded before it and told once it is over."""

from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, exists, or_, select

from database import db
from onboarding import days
from onboarding.questions import notices, readers
from onboarding.questions.errors import NotPossible, QuestionError, QuestionMissing
from onboarding.questions.models import Question, Reply
from people import nudges
from people.models import Person

DAY = timedelta(days=1)
LONGEST_PROMISE = timedelta(days=31)
TOO_LATE_AFTER = timedelta(days=7)  # a worker that was away reminds of nothing older
NOTHING, BEFORE, AFTER = 0, 1, 2  # what was told
BATCH = 200


def promise(question_id: int, on: date, *, by: Person, today: date) -> None:
    """This person answers by that day, and it stands there. Raises QuestionMissing, NotPossible, QuestionError naming `on`."""
    place = readers.lock(question_id, by)
    question = place.question
    if not place.may_answer or place.is_asker:
        raise NotPossible("This question takes no answers any more.")
    if question.is_promised(today) and question.answerer_id != by.id:
        raise NotPossible("Somebody has said that they answer it. You can answer all the same.")
    if not today <= on <= today + LONGEST_PROMISE:
        raise QuestionError("Choose a day within the next month.", field="on")
    question.answerer_id, question.promised_on = by.id, on
    question.promise_told = BEFORE if on <= today + DAY else NOTHING  # nobody forgets within a day
    db.session.flush()


def give_back(question_id: int, *, by: Person) -> None:
    """Somebody else can take it up; no reason is asked for. Raises QuestionMissing for who has not taken it up."""
    question = readers.lock(question_id, by).question
    if question.answerer_id != by.id:
        raise QuestionMissing("You have not taken this question up.")
    question.answerer_id, question.promised_on, question.promise_told = None, None, NOTHING
    db.session.flush()


def tell_due(*, now: datetime) -> int:
    """Whose day is tomorrow or today is reminded of it, whose day is over is told so; returns how many. Once each, within what nudges may be."""
    today, told = days.today(now), 0
    for question in db.session.scalars(_due(today)).all():
        question.promise_told = BEFORE if question.is_promised(today) else AFTER
        person = question.answerer
        if person is None or has_answered(question) or not nudges.may_nudge(person, now=now):
            continue
        notices.promised(question, person, now=now)
        nudges.record(person.id, notices.PROMISED, now=now)
        told += 1
    db.session.flush()
    return told


def is_true(question: Question, person: Person, on: date, told: int, *, now: datetime) -> bool:
    """Whether a mail of this kind about the promise for that day may leave: it stands, nothing has helped yet, and mails are welcome."""
    is_over = on < days.today(now)
    stands = question.answerer_id == person.id and question.promised_on == on and question.is_open
    return stands and is_over == (told == AFTER) and not has_answered(question) and nudges.is_welcome(person, now=now)


def has_answered(question: Question) -> bool:
    """Whether who promised has said something to it."""
    said = exists().where(Reply.question_id == question.id, Reply.by_id == question.answerer_id)
    return bool(db.session.scalar(select(said)))


def _due(today: date) -> Select[Question]:
    near = and_(Question.promised_on.between(today, today + DAY), Question.promise_told < BEFORE)
    over = and_(Question.promised_on.between(today - TOO_LATE_AFTER, today - DAY), Question.promise_told < AFTER)
    query = select(Question).where(
        Question.answerer_id.is_not(None), Question.answered_at.is_(None), ~Question.held, or_(near, over)
    )
    return query.order_by(Question.promised_on, Question.id).limit(BATCH).with_for_update(of=Question, skip_locked=True)
