"""The facts that questions hold, for steps of journeys: of what was said with a name alone. Under a pseudonym nothing counts for anybody."""

from collections.abc import Collection

from sqlalchemy import select

from database import db
from onboarding.questions.models import Kind, Question, Reply, ReplyKind


def asked(person_ids: Collection[int]) -> set[int]:
    """Who asked a question with their name, and did not take it back."""
    return _put(Kind.QUESTION, person_ids)


def shared(person_ids: Collection[int]) -> set[int]:
    """Who said what they are working on."""
    return _put(Kind.WORK, person_ids)


def answered(person_ids: Collection[int]) -> set[int]:
    """Who answered a question that somebody else asked."""
    query = select(Reply.by_id).join(Question, Question.id == Reply.question_id)
    query = query.where(Reply.by_id.in_(person_ids), Reply.kind == ReplyKind.ANSWER, Question.by_id.is_distinct_from(Reply.by_id))
    return set(db.session.scalars(query.distinct()))


def summed_up(person_ids: Collection[int]) -> set[int]:
    """Who wrote a summary that stands there."""
    query = select(Question.summary_by_id).where(Question.summary_by_id.in_(person_ids), Question.summary != "")
    return {number for number in db.session.scalars(query) if number is not None}


def _put(kind: Kind, person_ids: Collection[int]) -> set[int]:
    query = select(Question.by_id).where(Question.by_id.in_(person_ids), Question.kind == kind)
    return {number for number in db.session.scalars(query) if number is not None}
