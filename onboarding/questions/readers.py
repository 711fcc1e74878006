"""Who reads a question, and what each may do with it.

A question for everybody is read by every colleague; one of a group by every colleague too, where the group is listed and the asker did
not keep it among its members; otherwise by who belongs to the group. To everybody else it does not exist. What is held back is read by
its author, and by who decides about it.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from database import db
from networks.models import Group, Membership, MembershipState, Steward, Visibility
from onboarding.questions.errors import QuestionMissing
from onboarding.questions.models import Kind, Question, Reply, ReplyKind
from people.models import Person

PRIVATE = frozenset({ReplyKind.KNOWS, ReplyKind.JOINS})


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands with a question that they may read."""

    question: Question
    person: Person
    looks_after: bool  # after its group, or after all of them where it has none

    @property
    def is_asker(self) -> bool:
        return self.question.by_id == self.person.id

    @property
    def goes_on(self) -> bool:
        """Whether something can still be said to it."""
        return not self.question.held and (self.question.group is None or not self.question.group.is_closed)

    @property
    def may_answer(self) -> bool:
        return self.goes_on and self.question.kind is Kind.QUESTION

    @property
    def may_say(self) -> bool:
        """Whether one of the three answers to a work is theirs to give."""
        return self.goes_on and self.question.kind is Kind.WORK and not self.is_asker

    @property
    def may_summarise(self) -> bool:
        """The first summary is anybody's; to change one is for who wrote it, who asked, and who looks after it."""
        if not self.goes_on or self.question.kind is not Kind.QUESTION:
            return False
        return not self.question.summary or self.is_asker or self.looks_after or self.question.summary_by_id == self.person.id

    def reads(self, reply: Reply) -> bool:
        """Whether this reply is for them to read."""
        if reply.by_id == self.person.id:
            return True
        return not reply.held and (reply.kind not in PRIVATE or self.is_asker)


def inside(person: Person) -> ColumnElement[bool]:
    """Of a group's question: whether this person belongs to the group or looks after it."""
    member = select(Membership.group_id).where(Membership.person_id == person.id, Membership.state == MembershipState.MEMBER)
    steward = select(Steward.group_id).where(Steward.person_id == person.id)
    return or_(Question.group_id.in_(member), Question.group_id.in_(steward))


def readable(person: Person) -> ColumnElement[bool]:
    """Of questions that are not held back: whether this person reads them."""
    listed = select(Group.id).where(Group.visibility == Visibility.LISTED)
    return and_(
        ~Question.held,
        or_(Question.group_id.is_(None), and_(~Question.only_group, Question.group_id.in_(listed)), inside(person)),
    )


def place_of(person: Person, question_id: int) -> Place:
    """Where this person stands with the question. Raises QuestionMissing when it does not exist for them."""
    options = [joinedload(one) for one in (Question.by, Question.answerer, Question.summary_by, Question.group)]
    question = db.session.get(Question, question_id, options=options)
    if question is None:
        raise QuestionMissing("There is no such question, or it is not for you to read.")
    return place_at(person, question)


def place_at(person: Person, question: Question) -> Place:
    """The same for a question at hand."""
    looks_after = person.may_manage if question.group is None else question.group.is_looked_after_by(person)
    place = Place(question, person, looks_after)
    if question.held:
        seen = place.is_asker or looks_after
    else:
        seen = bool(db.session.scalar(select(Question.id).where(Question.id == question.id, readable(person))))
    if not seen:
        raise QuestionMissing("There is no such question, or it is not for you to read.")
    return place


def lock(question_id: int, person: Person) -> Place:
    """The same, and nobody else says anything to it until the transaction ends."""
    query = select(Question).where(Question.id == question_id).with_for_update().execution_options(populate_existing=True)
    question = db.session.scalar(query)
    if question is None:
        raise QuestionMissing("There is no such question, or it is not for you to read.")
    return place_at(person, question)


def lock_reply(reply_id: int, person: Person) -> tuple[Place, Reply]:
    """A reply that this person reads, and where they stand with its question. Raises QuestionMissing."""
    question_id = db.session.scalar(select(Reply.question_id).where(Reply.id == reply_id))
    place = lock(question_id or 0, person)
    reply = db.session.get(Reply, reply_id, populate_existing=True)
    if reply is None or not (place.reads(reply) or place.looks_after):
        raise QuestionMissing("There is no such answer, or it is not for you to read.")
    return place, reply
