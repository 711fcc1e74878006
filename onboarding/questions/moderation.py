"""What should not stand there: anybody reports it, who looks after the place decides with a reason that the author reads, and the author may
appeal once; then somebody else has the last word. Until a decision it stays where it is.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, delete, exists, func, select

from config import settings
from database import db
from networks.models import Steward
from onboarding.questions import notices, queries, readers, searching
from onboarding.questions.asking import text_of
from onboarding.questions.errors import NotPossible, QuestionMissing
from onboarding.questions.models import LONGEST_REASON, Question, QuestionHold, QuestionReport, Reply
from onboarding.questions.queries import Reported
from people.models import Person, Role

LOOK_WITHIN = 3  # working days, as the pages and docs/questions.md promise
MOST_REPORTS = 20  # that wait for one text: more say nothing more


def report(question_id: int, reply_id: int | None, reason: str, *, by: Person, now: datetime) -> None:
    """Somebody looks at it. Who reported it is not kept. Raises QuestionMissing, QuestionError naming `reason`."""
    place = readers.lock(question_id, by)
    thing = _thing(place.question, reply_id)
    if thing.held or (isinstance(thing, Reply) and not place.reads(thing)):
        raise QuestionMissing("There is no such answer, or it is not for you to read.")
    said = text_of(reason, LONGEST_REASON, "reason")
    waiting = select(func.count()).select_from(QuestionReport).where(*_about(QuestionReport, question_id, reply_id))
    if (db.session.scalar(waiting) or 0) < MOST_REPORTS:
        day = now.astimezone(ZoneInfo(settings().timezone)).date()
        db.session.add(QuestionReport(question_id=question_id, reply_id=reply_id, reason=said, reported_on=day))
        db.session.flush()


def leave(question_id: int, reply_id: int | None, *, by: Person) -> None:
    """Somebody has looked: it stays, and the reports are gone. Raises QuestionMissing for who does not look after it."""
    _looked_at(question_id, reply_id, by)
    _forget_reports(question_id, reply_id)


def hold_back(question_id: int, reply_id: int | None, reason: str, *, by: Person, now: datetime) -> QuestionHold:
    """Colleagues do not read it any more; its author reads why, and by a mail. Raises QuestionMissing, QuestionError, NotPossible."""
    question, thing = _looked_at(question_id, reply_id, by)
    if thing.held:
        raise NotPossible("It is held back already.")
    if _was_freed(question_id, reply_id):
        raise NotPossible("A second look said that it may stand there. That is the last word.")
    hold = QuestionHold(question_id=question_id, reply_id=reply_id, by_id=by.id, held_at=now, stands=True, appeal="")
    hold.reason = text_of(reason, LONGEST_REASON, "reason")
    thing.held = True
    db.session.add(hold)
    db.session.flush()
    _forget_reports(question_id, reply_id)
    searching.index(question)
    notices.held_back(hold, _author(thing), now=now)
    return hold


def appeal(hold_id: int, words: str, *, by: Person, now: datetime) -> None:
    """The author says why it should stand there; somebody else looks. Once. Raises QuestionMissing, QuestionError, NotPossible."""
    hold = locked(hold_id)
    if _author(_thing(hold.question, hold.reply_id)) != by.id:
        raise QuestionMissing("There is no such decision, or it is not about you.")
    put_appeal(hold, words, now=now)


def put_appeal(hold: QuestionHold, words: str, *, now: datetime) -> None:
    """The same, for whoever has shown that it is theirs."""
    if hold.appealed_at is not None:
        raise NotPossible("You have said so once. Somebody else has a second look, and that is the last word.")
    hold.appeal, hold.appealed_at = text_of(words, LONGEST_REASON, "words"), now
    db.session.flush()


def decide(hold_id: int, *, stands: bool, by: Person, now: datetime) -> None:
    """The last word: it stays back, or colleagues read it again. Raises QuestionMissing for who may not take the second look."""
    hold = locked(hold_id)
    if hold.appealed_at is None or hold.decided_at is not None or not may_decide(hold, by):
        raise QuestionMissing("There is no such decision, or somebody else takes the second look.")
    hold.stands, hold.decided_at, hold.decided_by_id = stands, now, by.id
    thing = _thing(hold.question, hold.reply_id)
    thing.held = stands
    searching.index(hold.question)
    notices.held_back(hold, _author(thing), now=now)


def reported_to(person: Person) -> list[Reported]:
    """The reported texts that this person has the first look at, the oldest first."""
    return [one for one in queries.reported() if may_look(one.question, one.author_id, person)]


def appeals_to(person: Person) -> list[QuestionHold]:
    """The appeals that this person has the second look at, the oldest first."""
    return [one for one in queries.appeals() if may_decide(one, person)]


def may_look(question: Question, author_id: int | None, person: Person) -> bool:
    """Who has the first look: whoever looks after the place, but not at their own words as long as there is anybody else.

    Where there is nobody else in a group, community managers; where there is nobody at all, the author.
    """
    looking = _looking_after(question)
    others = looking - {author_id}
    if question.group_id is not None and not others:
        others = _managers() - {author_id}
    return person.id in (others or looking)


def may_decide(hold: QuestionHold, person: Person) -> bool:
    """Who has the second look: of those who look after the place, whoever did not decide first and did not write it.

    Where there is nobody else in a group, community managers; where there is nobody at all, whoever decided first.
    """
    others = _looking_after(hold.question) - {hold.by_id}
    if hold.question.group_id is not None and not others:
        others = _managers() - {hold.by_id}
    others -= {_author(_thing(hold.question, hold.reply_id))}
    return person.id in others if others else person.id == hold.by_id


def _looked_at(question_id: int, reply_id: int | None, by: Person) -> tuple[Question, Question | Reply]:
    """A text that this person has the first look at; nobody changes it meanwhile. Raises QuestionMissing."""
    query = select(Question).where(Question.id == question_id).with_for_update(of=Question)
    question = db.session.scalar(query.execution_options(populate_existing=True))
    thing = _thing(question, reply_id) if question is not None else None
    if question is None or thing is None or not may_look(question, _author(thing), by):
        raise QuestionMissing("There is no such question, or somebody else looks at it.")
    return question, thing


def _looking_after(question: Question) -> set[int]:
    if question.group_id is None:
        return _managers()
    query = select(Steward.person_id).join(Person, Person.id == Steward.person_id)
    return set(db.session.scalars(query.where(Steward.group_id == question.group_id, Person.active)))


def _managers() -> set[int]:
    query = select(Person.id).where(Person.active, Person.role.in_((Role.COMMUNITY_MANAGER, Role.ADMINISTRATOR)))
    return set(db.session.scalars(query))


def _thing(question: Question, reply_id: int | None) -> Question | Reply:
    if reply_id is None:
        return question
    reply = db.session.get(Reply, reply_id, populate_existing=True)
    if reply is None or reply.question_id != question.id:
        raise QuestionMissing("There is no such answer, or it is not for you to read.")
    return reply


def _author(thing: Question | Reply) -> int | None:
    return thing.by_id


def _was_freed(question_id: int, reply_id: int | None) -> bool:
    freed = exists().where(*_about(QuestionHold, question_id, reply_id), ~QuestionHold.stands)
    return bool(db.session.scalar(select(freed)))


def locked(hold_id: int) -> QuestionHold:
    query = select(QuestionHold).where(QuestionHold.id == hold_id).with_for_update().execution_options(populate_existing=True)
    hold = db.session.scalar(query)
    if hold is None:
        raise QuestionMissing("There is no such decision.")
    return hold


def _about(
    table: type[QuestionHold] | type[QuestionReport], question_id: int, reply_id: int | None
) -> tuple[ColumnElement[bool], ...]:
    return table.question_id == question_id, table.reply_id == reply_id if reply_id is not None else table.reply_id.is_(None)


def _forget_reports(question_id: int, reply_id: int | None) -> None:
    db.session.execute(delete(QuestionReport).where(*_about(QuestionReport, question_id, reply_id)))
    db.session.flush()
