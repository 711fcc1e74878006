"""Asking a teller: one question, which reaches them by mail; their answer goes back the same way. No address is shown before it."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from champions import signing
from database import db
from onboarding.stories import notices, stories
from onboarding.stories.errors import StoryError, StoryMissing
from onboarding.stories.models import LONGEST_ANSWER, LONGEST_QUESTION, Story, StoryQuestion
from people.models import Person
from people.plain_text import can_be_seen

MOST_A_DAY = 3  # of one asker
MOST_A_WEEK = 3  # to one teller, whoever asks
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
KEPT = timedelta(days=90)


def ask(story_id: int, words: str, *, by: Person, now: datetime) -> StoryQuestion:
    """The teller gets it by mail. Raises StoryMissing, StoryError naming the field."""
    story = stories.locked(story_id)
    if story is None or not story.is_published or story.by_id == by.id:
        raise StoryMissing("There is no such story.")
    if not story.takes_questions:
        raise StoryError("%(name)s takes no questions about this story.", field="words", name=story.by.name)
    _guard_words(words, LONGEST_QUESTION)
    _guard_pace(story, by, now=now)
    question = StoryQuestion(story_id=story.id, by_id=by.id, words=words.strip(), asked_at=now, token=signing.new_token())
    db.session.add(question)
    db.session.flush()
    db.session.refresh(question)
    notices.asked(question, now=now)
    return question


def answer(question_id: int, words: str, *, by: Person, now: datetime) -> StoryQuestion:
    """The asker gets it by mail, and can write back to the teller. Once. Raises StoryMissing, StoryError."""
    question = _of(question_id, by)
    if question.story.by_id != by.id:
        raise StoryMissing("There is no such question.")
    if question.answered_at is not None:
        raise StoryError("You have answered it already. They can write to you from your answer.", field="words")
    if not question.by.active:
        raise StoryError("%(name)s does not work here any more.", field="words", name=question.by.name)
    _guard_words(words, LONGEST_ANSWER)
    question.answer, question.answered_at = words.strip(), now
    db.session.flush()
    notices.answered(question, now=now)
    return question


def remove(question_id: int, *, by: Person) -> None:
    """It is gone for both; either of the two may do that, and nobody is told. Raises StoryMissing."""
    question = _of(question_id, by)
    db.session.execute(delete(StoryQuestion).where(StoryQuestion.id == question.id))
    db.session.expire_all()


def forget_old(*, now: datetime) -> None:
    """What was asked ninety days ago or more is gone, answered or not."""
    db.session.execute(delete(StoryQuestion).where(StoryQuestion.asked_at <= now - KEPT))


def _of(question_id: int, person: Person) -> StoryQuestion:
    query = select(StoryQuestion).where(StoryQuestion.id == question_id).with_for_update(of=StoryQuestion)
    question = db.session.scalar(query.execution_options(populate_existing=True))
    if question is None or person.id not in {question.by_id, question.story.by_id}:
        raise StoryMissing("There is no such question.")
    return question


def _guard_words(words: str, longest: int) -> None:
    if not can_be_seen(words):
        raise StoryError("A sentence is enough.", field="words")
    if len(words.strip()) > longest:
        raise StoryError("Too long: at most %(longest)s characters.", field="words", longest=longest)


def _guard_pace(story: Story, by: Person, *, now: datetime) -> None:
    """A few for the asker, and few for the teller: a story is no service desk."""
    db.session.execute(select(Person.id).where(Person.id.in_((by.id, story.by_id))).order_by(Person.id).with_for_update())
    mine = select(func.count()).where(StoryQuestion.by_id == by.id, StoryQuestion.asked_at > now - DAY)
    open_ = select(func.count()).where(
        StoryQuestion.by_id == by.id, StoryQuestion.story_id == story.id, StoryQuestion.answered_at.is_(None)
    )
    if db.session.scalar(open_):
        raise StoryError("Your question about this story waits for an answer already.", field="words")
    if (db.session.scalar(mine) or 0) >= MOST_A_DAY:
        raise StoryError("That is enough for one day. Go on tomorrow.", field="words")
    theirs = (
        select(func.count())
        .select_from(StoryQuestion)
        .join(Story, Story.id == StoryQuestion.story_id)
        .where(Story.by_id == story.by_id, StoryQuestion.asked_at > now - WEEK)
    )
    if (db.session.scalar(theirs) or 0) >= MOST_A_WEEK:
        said = "So that it stays little for %(name)s, no more questions reach them this week. Try again in some days."
        raise StoryError(said, field="words", name=story.by.name)
