"""Which questions are asked after a date: three at most. Those of the house, unless whoever looks after it has written others."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from database import db
from people import privacy
from people.plain_text import one_line
from sessions import scheduling
from sessions.feedback.errors import FeedbackError, QuestionsFixed
from sessions.feedback.models import Feedback, FeedbackState
from sessions.models import ScheduledSession

MOST, LONGEST = 3, 200


class Kind(enum.StrEnum):
    """How a question is answered."""

    CHOICE = "choice"  # yes, maybe, no
    WORDS = "words"


class House(enum.StrEnum):
    """The questions of the house: known by these keys, so that each reader has them in their language."""

    RECOMMEND = "recommend"
    ABLE = "able"
    CHANGE = "change"
    OWN = ""  # words of whoever looks after the date


@dataclass(frozen=True, slots=True)
class Question:
    """`words` are those of the people who look after the date; "" for a question of the house."""

    kind: Kind
    house: House = House.OWN
    words: str = ""


OF_THE_HOUSE = (
    Question(Kind.CHOICE, House.RECOMMEND),
    Question(Kind.WORDS, House.ABLE),
    Question(Kind.WORDS, House.CHANGE),
)


def of(session: ScheduledSession) -> list[Question]:
    """The questions after this date: its own; or those of the date of its series before it, so that they are written once."""
    feedback = feedback_of(session.id)
    if feedback is None and session.series_id is not None:
        query = (
            select(Feedback)
            .join(ScheduledSession, ScheduledSession.id == Feedback.session_id)
            .where(ScheduledSession.series_id == session.series_id, ScheduledSession.starts_at < session.starts_at)
            .order_by(ScheduledSession.starts_at.desc(), ScheduledSession.id.desc())
        )
        feedback = db.session.scalars(query.limit(1)).first()
    return read(feedback) if feedback is not None else list(OF_THE_HOUSE)


def read(feedback: Feedback) -> list[Question]:
    """The questions as they are kept."""
    return [Question(Kind(one["kind"]), House(one["house"]), one["words"]) for one in feedback.questions]


def write(session_id: int, questions: Sequence[Question]) -> Feedback:
    """These are asked after this date, and after later ones of its series that have none of their own. None of them: nothing is asked.

    Raises FeedbackError for more than three, one twice or one too long, QuestionsFixed once people were asked.
    """
    session = scheduling.lock(session_id)
    feedback = feedback_of(session.id)
    if feedback is not None and feedback.state is not FeedbackState.PLANNED:
        raise QuestionsFixed("People were asked already, so the questions stay as they were.")
    kept = [Question(one.kind, one.house, one_line(one.words)) for one in questions]
    if len(kept) > MOST or any(len(one.words) > LONGEST for one in kept):
        raise FeedbackError("Three questions at most, each of at most %(longest)s characters.", longest=LONGEST)
    of_the_house = [one.house for one in kept if one.house is not House.OWN]
    if len(set(of_the_house)) < len(of_the_house):  # two texts of one person would count as of two people
        raise FeedbackError("Ask each question once.")
    if any(one.house is House.OWN and not one.words for one in kept):
        raise FeedbackError("A question needs words.")
    return keep(session, feedback, kept)


def keep(session: ScheduledSession, feedback: Feedback | None, questions: Sequence[Question]) -> Feedback:
    """These questions stand at the date, whose row is locked."""
    if feedback is None:
        feedback = Feedback(session_id=session.id, state=FeedbackState.PLANNED, questions=[])
        db.session.add(feedback)
    feedback.questions = [{"kind": one.kind.value, "house": one.house.value, "words": one.words} for one in questions]
    db.session.flush()
    return feedback


def feedback_of(session_id: int) -> Feedback | None:
    """What is kept of the feedback after this date."""
    query = select(Feedback).where(Feedback.session_id == session_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def worth_asking(session: ScheduledSession, people: int) -> list[Question]:
    """The questions whose answers somebody may read, when so many people are asked: of fewer than five nothing is ever shown. Words are
    shown from ten people who wrote; of a smaller group only together with the other groups of its round, which are series.
    """
    if people < privacy.FLOOR:
        return []
    with_words = people >= privacy.COMMENTS_FLOOR or session.series_id is not None
    return [question for question in of(session) if question.kind is Kind.CHOICE or with_words]
