"""Reads for pages of questions. None of them counts what anybody does, and none lists what one person asked or said but for themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, lazyload

from database import db
from networks.models import Group
from onboarding.questions import readers, searching
from onboarding.questions.models import (
    CallKind,
    Kind,
    Question,
    QuestionCall,
    QuestionHold,
    QuestionReport,
    QuestionVersion,
    Reply,
    ReplyKind,
)
from onboarding.questions.readers import Place
from paging import Page, paginate
from people.models import Person

PER_PAGE = 20
OWN_SHOWN = 200
REPLIES_SHOWN = 300
MOST_REPORTED = 2000
FRESH = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for. `open_only`: where nothing has helped yet. `led`: where the management team answered."""

    words: str = ""
    kind: Kind | None = None
    group_id: int | None = None
    open_only: bool = False
    led: bool = False

    @property
    def is_choice(self) -> bool:
        return bool(self.kind or self.group_id or self.open_only or self.led)


def listed(wanted: Wanted, reader: Person, number: int) -> Page[Question]:
    """What this reader may read: by their words what fits best first, otherwise the newest first."""
    query = searching.found(wanted.words, reader, kind=wanted.kind) if wanted.words else None
    if query is None:
        query = newest(reader)
        query = query.where(Question.kind == wanted.kind) if wanted.kind is not None else query
    if wanted.group_id is not None:
        query = query.where(Question.group_id == wanted.group_id)
    if wanted.open_only:
        query = query.where(Question.answered_at.is_(None))
    if wanted.led:
        query = query.where(exists().where(Reply.question_id == Question.id, Reply.as_leader, ~Reply.held))
    return paginate(with_names(query), number, per_page=PER_PAGE)


def newest(reader: Person) -> Select[Question]:
    """What this person reads, the newest first."""
    return select(Question).where(readers.readable(reader)).order_by(Question.asked_at.desc(), Question.id)


def with_names(query: Select[Question]) -> Select[Question]:
    """With everything that a line of a list says."""
    return query.options(
        joinedload(Question.by), joinedload(Question.answerer), joinedload(Question.group).options(lazyload(Group.stewards))
    )


def open_in(group: Group, reader: Person, *, most: int) -> Sequence[Question]:
    """The newest of a group where nothing has helped yet, as far as this person reads them."""
    query = newest(reader).where(Question.group_id == group.id, Question.answered_at.is_(None)).limit(most)
    return db.session.scalars(with_names(query)).all()


def open_for(reader: Person, *, most: int, now: datetime) -> Sequence[Question]:
    """The newest that wait for an answer and that somebody else asked: those of this person's groups, and those for everybody."""
    query = newest(reader).where(or_(Question.group_id.is_(None), readers.inside(reader)), Question.answered_at.is_(None))
    query = query.where(or_(Question.by_id.is_(None), Question.by_id != reader.id), Question.asked_at > now - FRESH)
    return db.session.scalars(with_names(query.limit(most))).all()


def replies(place: Place) -> list[Reply]:
    """What was said to it that this person reads, in order; what helped comes first."""
    query = select(Reply).where(Reply.question_id == place.question.id).order_by(Reply.replied_at, Reply.id).limit(REPLIES_SHOWN)
    found = [reply for reply in db.session.scalars(query) if place.reads(reply)]
    return sorted(found, key=lambda reply: reply.helped_at is None)


def one(question_id: int) -> Question:
    """With everything that its page says; whoever asks for it has shown that they may."""
    options = [joinedload(each) for each in (Question.answerer, Question.summary_by, Question.group)]
    return db.session.get_one(Question, question_id, options=options, populate_existing=True)


def answers_to(question: Question) -> list[Reply]:
    """What its asker reads who is not signed in, in order; what helped comes first."""
    query = select(Reply).where(Reply.question_id == question.id, ~Reply.held, Reply.kind == ReplyKind.ANSWER)
    found = db.session.scalars(query.order_by(Reply.replied_at, Reply.id).limit(REPLIES_SHOWN)).all()
    return sorted(found, key=lambda reply: reply.helped_at is None)


def hold_on(question: Question) -> QuestionHold | None:
    """The last decision about the question itself."""
    query = select(QuestionHold).where(QuestionHold.question_id == question.id, QuestionHold.reply_id.is_(None))
    return db.session.scalar(query.order_by(QuestionHold.id.desc()).limit(1))


def newest_answers(questions: Sequence[Question]) -> dict[int, int]:
    """Of those under a pseudonym, the number of the answer that came last: a browser that asked one says by it whether there is news."""
    ids = [one.id for one in questions if one.is_pseudonymous]
    last = func.row_number().over(partition_by=Reply.question_id, order_by=(Reply.replied_at.desc(), Reply.id)).label("place")
    ranked = select(Reply.question_id, Reply.id, last).where(Reply.question_id.in_(ids), ~Reply.held).subquery()
    query = select(ranked.c.question_id, ranked.c.id).where(ranked.c.place == 1)
    return dict(db.session.execute(query).all()) if ids else {}


def asked_by(person: Person) -> Sequence[Question]:
    """One's own, the newest first."""
    query = select(Question).where(Question.by_id == person.id).order_by(Question.asked_at.desc(), Question.id).limit(OWN_SHOWN)
    return db.session.scalars(with_names(query)).all()


def said_by(person: Person) -> Sequence[Reply]:
    """One's own, the newest first."""
    query = select(Reply).where(Reply.by_id == person.id).order_by(Reply.replied_at.desc(), Reply.id).limit(OWN_SHOWN)
    return db.session.scalars(query.options(joinedload(Reply.question))).all()


def waiting_for(person: Person) -> Sequence[Question]:
    """What this person was called to and nothing has helped in, the newest first; not what they have said something to."""
    mine = aliased(Reply)
    said = select(mine.question_id).where(mine.by_id == person.id)
    called = select(QuestionCall.question_id).where(QuestionCall.person_id == person.id, QuestionCall.kind == CallKind.MIGHT_KNOW)
    query = newest(person).where(Question.id.in_(called), Question.id.not_in(said), Question.answered_at.is_(None))
    return db.session.scalars(with_names(query.limit(OWN_SHOWN))).all()


def wishing_to_join(person: Person) -> Sequence[Reply]:
    """Who would like to join what this person is working on, and has no answer yet; the first of them first."""
    query = (
        select(Reply)
        .join(Question, Question.id == Reply.question_id)
        .where(Question.by_id == person.id, Reply.kind == ReplyKind.JOINS, Reply.welcome.is_(None))
        .options(joinedload(Reply.question))
        .order_by(Reply.replied_at, Reply.id)
    )
    return db.session.scalars(query.limit(OWN_SHOWN)).unique().all()


def promised_by(person: Person) -> Sequence[Question]:
    """What this person said they answer, the nearest day first."""
    query = select(Question).where(Question.answerer_id == person.id, Question.answered_at.is_(None), readers.readable(person))
    return db.session.scalars(with_names(query.order_by(Question.promised_on, Question.id).limit(OWN_SHOWN))).all()


def saved_work(reader: Person, number: int) -> Page[Reply]:
    """Work that was saved: "I have done that already" where who asked said that it helped, the newest first; as far as they read it."""
    query = (
        select(Reply)
        .join(Question, Question.id == Reply.question_id)
        .where(Reply.kind == ReplyKind.DONE, Reply.helped_at.is_not(None), ~Reply.held, readers.readable(reader))
        .options(joinedload(Reply.question).joinedload(Question.group).lazyload(Group.stewards))
        .order_by(Reply.helped_at.desc(), Reply.id)
    )
    return paginate(query, number, per_page=PER_PAGE)


@dataclass(frozen=True, slots=True)
class Reported:
    """A text that somebody reported, with the reasons."""

    question: Question
    reply: Reply | None
    reasons: tuple[str, ...]
    on: date  # of the last

    @property
    def author_id(self) -> int | None:
        return self.reply.by_id if self.reply is not None else self.question.by_id


def reported() -> list[Reported]:
    """Every text that was reported and waits for a look, the oldest first; `moderation.may_look` says whose it is."""
    query = (
        select(QuestionReport, Question, Reply)
        .join(Question, Question.id == QuestionReport.question_id)
        .outerjoin(Reply, Reply.id == QuestionReport.reply_id)
        .options(joinedload(Question.group).lazyload(Group.stewards))
        .order_by(QuestionReport.reported_on, QuestionReport.question_id, QuestionReport.id)
        .limit(MOST_REPORTED)
    )
    found: dict[tuple[int, int | None], Reported] = {}
    for report, question, reply in db.session.execute(query):
        key = (question.id, report.reply_id)
        before = found[key].reasons if key in found else ()
        found[key] = Reported(question, reply, (*before, report.reason), report.reported_on)
    return list(found.values())


def versions(question: Question) -> dict[int | None, list[QuestionVersion]]:
    """What the question (None) and its answers said before, by number of the answer, the newest first."""
    query = select(QuestionVersion).where(QuestionVersion.question_id == question.id)
    found: dict[int | None, list[QuestionVersion]] = {}
    for version in db.session.scalars(query.order_by(QuestionVersion.replaced_on.desc(), QuestionVersion.id)):
        found.setdefault(version.reply_id, []).append(version)
    return found


def appeals() -> Sequence[QuestionHold]:
    """Every appeal that waits for a second look; `moderation.may_decide` says whose it is."""
    query = select(QuestionHold).where(QuestionHold.decided_at.is_(None), QuestionHold.appealed_at.is_not(None))
    query = query.options(joinedload(QuestionHold.question).joinedload(Question.group), joinedload(QuestionHold.reply))
    return db.session.scalars(query.order_by(QuestionHold.appealed_at).limit(OWN_SHOWN)).unique().all()


def held_of(person: Person) -> Sequence[QuestionHold]:
    """The decisions about what this person wrote, the newest first."""
    query = (
        select(QuestionHold)
        .join(Question, Question.id == QuestionHold.question_id)
        .outerjoin(Reply, Reply.id == QuestionHold.reply_id)
        .where(or_(Reply.by_id == person.id, and_(QuestionHold.reply_id.is_(None), Question.by_id == person.id)))
        .options(joinedload(QuestionHold.question), joinedload(QuestionHold.reply))
        .order_by(QuestionHold.held_at.desc(), QuestionHold.id)
    )
    return db.session.scalars(query).all()
