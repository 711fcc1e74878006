"""Reads for those who look after a session: roster, history, counts. Lists have a constant number of queries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, TypeVarTuple

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    String,
    Subquery,
    bindparam,
    case,
    cast,
    func,
    select,
)
from sqlalchemy.orm import aliased, contains_eager, joinedload, lazyload

from database import connection, db
from mail.models import OutgoingMail, OutgoingState
from paging import LAST, Page
from people.models import Person
from sessions.models import Answer, AnswerRecord, Host, Invitation, Outcome, Rsvp, ScheduledSession, Seat, SessionState, Via

Columns = TypeVarTuple("Columns")
GROUPS = ("seated", "waiting", "maybe", "unanswered", "declined")
SHOWN = 100  # of each group on the overview; a group has pages of its own
_SESSION: BindParameter[int] = bindparam("session")
_CALENDAR: BindParameter[str] = bindparam("calendar", type_=String())
_PERSON: BindParameter[int] = bindparam("person", type_=Integer())
_BEFORE: BindParameter[int] = bindparam("before", type_=BigInteger())
_MOST: BindParameter[int] = bindparam("most", type_=BigInteger())


class RosterLine(NamedTuple):
    """One person on the roster. `place` is 1 for the first of the group: who waits has it in line.

    `mail` is the state of the newest message to their calendar, None when nothing was posted. `total`: as many stand in the group.
    """

    person_id: int
    name: str
    department: str
    answer: Answer
    comment: str
    guests: int
    via: Via | None
    group: str
    place: int
    total: int
    mail: OutgoingState | None


class AnswerLine(NamedTuple):
    """One person's answer as programs get it. `number` is 1 for the first of all by name, of `total`."""

    person_id: int
    email: str
    name: str
    answer: Answer
    seat: Seat
    via: Via | None
    answered_at: datetime | None
    comment: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change. `takes_back`: a host took the answer before it back, and this is what counts since."""

    record: AnswerRecord
    name: str
    takes_back: bool


def group_of(rsvp: Rsvp) -> str:
    """In which group of the roster an answer stands."""
    if rsvp.seat is Seat.SEATED:
        return "seated"
    if rsvp.seat is Seat.WAITING:
        return "waiting"
    return {Answer.TENTATIVE: "maybe", Answer.DECLINED: "declined"}.get(rsvp.answer, "unanswered")


def group_column() -> ColumnElement[str]:
    """The same in SQL."""
    return case(
        (Rsvp.seat == Seat.SEATED, "seated"),
        (Rsvp.seat == Seat.WAITING, "waiting"),
        (Rsvp.answer == Answer.TENTATIVE, "maybe"),
        (Rsvp.answer == Answer.DECLINED, "declined"),
        else_="unanswered",
    )


CONDITIONS = {
    "seated": (Rsvp.seat == Seat.SEATED,),
    "waiting": (Rsvp.seat == Seat.WAITING,),
    "maybe": (Rsvp.seat == Seat.NONE, Rsvp.answer == Answer.TENTATIVE),
    "unanswered": (Rsvp.seat == Seat.NONE, Rsvp.answer.in_((Answer.NEEDS_ACTION, Answer.ACCEPTED))),
    "declined": (Rsvp.seat == Seat.NONE, Rsvp.answer == Answer.DECLINED),
}


def roster_query(session: ScheduledSession, group: str | None = None) -> Select[Rsvp]:
    """Everybody invited now who is still here, or one group of them; who waits in order of the line, all others by name."""
    query = _invited(select(Rsvp).join(Invitation, Invitation.id == Rsvp.invitation_id), session.id).where(
        *(CONDITIONS[group] if group else ())
    )
    return query.order_by(Rsvp.waiting_number if group == "waiting" else Person.name, Rsvp.id).options(
        contains_eager(Rsvp.invitation).options(lazyload(Invitation.person), lazyload(Invitation.calendar_object)),
        contains_eager(Rsvp.person),
        lazyload(Rsvp.session),
    )


def _invited(query: Select[*Columns], session_id: int | BindParameter[int]) -> Select[*Columns]:
    """Of this session, each with their person, found by the key; the few who were withdrawn are looked up once for all.

    Databases would go through everybody in the company instead: SQLite by name, for three guests, without `coalesce`; PostgreSQL without
    the condition that is said twice, which it takes for another one that few meet.
    """
    of_session = select(ScheduledSession.calendar_object_id).where(ScheduledSession.id == session_id).scalar_subquery()
    withdrawn = select(Invitation.id).where(Invitation.calendar_object_id == of_session, Invitation.withdrawn_at.is_not(None))
    return (
        query.join(Person, Person.id == Rsvp.person_id)
        .where(Rsvp.session_id == session_id, Rsvp.session_id + 0 == session_id)
        .where(Rsvp.invitation_id.not_in(withdrawn.correlate(None)), func.coalesce(Person.active, False))
    )


def _numbered(*conditions: ColumnElement[bool]) -> Subquery:
    """Everybody invited now who is still here: in which group, at which place of it, and of how many."""
    said = (Rsvp.person_id, Person.name, Person.department, Rsvp.answer, Rsvp.comment, Rsvp.guests, Rsvp.via)
    guests = select(*said, group_column().label("group"), Rsvp.waiting_number, Rsvp.id).select_from(Rsvp)
    rows = _invited(guests, _SESSION).where(*conditions).subquery()
    group, order = rows.c.group, (rows.c.waiting_number, rows.c.name, rows.c.id)  # a number have those who wait, and nobody else
    place = func.row_number().over(partition_by=group, order_by=order)
    return select(rows, place.label("place"), func.count().over(partition_by=group).label("total")).subquery()


def _newest_mail(person_id: ColumnElement[int]) -> ScalarSelect[OutgoingState]:
    """The state of the newest message to this person's calendar, of the object that `_CALENDAR` begins the stream of."""
    aside = (OutgoingState.REPLACED, OutgoingState.DROPPED)
    query = select(OutgoingMail.state).where(
        OutgoingMail.stream == _CALENDAR + cast(person_id, String), OutgoingMail.state.not_in(aside)
    )
    return query.order_by(OutgoingMail.id.desc()).limit(1).scalar_subquery()


def _lines(rows: Subquery) -> Select[Any]:
    """As RosterLine has it."""
    said = [rows.c[field] for field in RosterLine._fields if field != "mail"]
    return select(*said, _newest_mail(rows.c.person_id)).order_by(rows.c.place)


def _page(group: str) -> Select[Any]:
    """After so many as `_BEFORE` says, or the last page where no more are left."""
    rows = _numbered(*CONDITIONS[group])
    before = case((rows.c.total > _BEFORE, _BEFORE), else_=(rows.c.total - 1) // SHOWN * SHOWN)
    return _lines(rows).where(rows.c.place > before, rows.c.place <= before + SHOWN)


def _answers() -> Select[Any]:
    """As AnswerLine has it: a page of `_MOST` after so many as `_BEFORE` says, or the last one where no more are left.

    Numbers are given to ids and names alone, so that a database sorts no more than these.
    """
    number = func.row_number().over(order_by=(Person.name, Rsvp.id))
    ids = select(Rsvp.id, number.label("number"), func.count().over().label("total")).select_from(Rsvp)
    rows = _invited(ids, _SESSION).cte()
    before = case((rows.c.total > _BEFORE, _BEFORE), else_=(rows.c.total - 1) // _MOST * _MOST)
    said = (Person.email, Person.name, Rsvp.answer, Rsvp.seat, Rsvp.via, Rsvp.answered_at, Rsvp.comment)
    query = select(Rsvp.person_id, *said, rows.c.number, rows.c.total).select_from(rows)
    query = query.join(Rsvp, Rsvp.id == rows.c.id).join(Person, Person.id == Rsvp.person_id)
    return query.where(rows.c.number > before, rows.c.number <= before + _MOST).order_by(rows.c.number)


# Built once: SQLAlchemy takes longer to put such a query together than a database to answer it.
_ROSTER = _numbered()
_OVERVIEW = _lines(_ROSTER).where(_ROSTER.c.place <= SHOWN)
_PAGES = {group: _page(group) for group in GROUPS}
_ANSWERS = _answers()
_MAIL = select(_newest_mail(_PERSON))


def overview(session: ScheduledSession) -> dict[str, list[RosterLine]]:
    """The first of each group. One query."""
    groups: dict[str, list[RosterLine]] = {group: [] for group in GROUPS}
    for row in db.session.execute(_OVERVIEW, _named(session)):
        groups[row.group].append(RosterLine._make(row))
    return groups


def group_page(session: ScheduledSession, group: str, number: int) -> Page[RosterLine]:
    """One page of one group; a number beyond the end gives the last page. One query."""
    values = {**_named(session), "before": (min(max(1, number), LAST) - 1) * SHOWN}
    lines = [RosterLine._make(row) for row in db.session.execute(_PAGES[group], values)]
    return Page(lines, -(-lines[0].place // SHOWN), SHOWN, lines[0].total) if lines else Page([], 1, SHOWN, 0)


def answers_page(session_id: int, number: int, per_page: int) -> Page[AnswerLine]:
    """One page of everybody invited now who is still here, by name; a number beyond the end gives the last page. One query."""
    values = {"session": session_id, "before": (min(max(1, number), LAST) - 1) * per_page, "most": per_page}
    lines = [AnswerLine._make(row) for row in connection().execute(_ANSWERS, values)]
    return Page(lines, -(-lines[0].number // per_page), per_page, lines[0].total) if lines else Page([], 1, per_page, 0)


def mail_state(session: ScheduledSession, person_id: int) -> OutgoingState | None:
    """What a line of the roster says of it."""
    return db.session.scalar(_MAIL, {**_named(session), "person": person_id})


def _named(session: ScheduledSession) -> dict[str, object]:
    return {"session": session.id, "calendar": f"calendar:{session.calendar_object_id}:person:"}


def history(session: ScheduledSession, *, person_id: int | None = None, limit: int = 50) -> list[HistoryLine]:
    """What changed, newest first: of one person or of all. One query."""
    query = (
        select(AnswerRecord, Person.name, _outcome_before())
        .join(Rsvp, Rsvp.id == AnswerRecord.rsvp_id)
        .join(Person, Person.id == Rsvp.person_id)
        .where(AnswerRecord.session_id == session.id)
        .order_by(AnswerRecord.id.desc())
        .limit(limit)
    )
    if person_id is not None:
        query = query.where(Rsvp.person_id == person_id)
    return [
        HistoryLine(record, name, takes_back=record.via is Via.HOST and before is Outcome.REVERTED)
        for record, name, before in db.session.execute(query)
    ]


def _outcome_before() -> ScalarSelect[Outcome]:
    """What became of the answer before: only a host who takes it back leaves it reverted, and the next entry is what that made."""
    earlier = aliased(AnswerRecord)
    return (
        select(earlier.outcome)
        .where(earlier.rsvp_id == AnswerRecord.rsvp_id, earlier.id < AnswerRecord.id, earlier.via != Via.SYSTEM)
        .where(earlier.outcome.in_((Outcome.APPLIED, Outcome.REVERTED)))
        .order_by(earlier.id.desc())
        .limit(1)
        .correlate(AnswerRecord)
        .scalar_subquery()
    )


def record_of(session: ScheduledSession, record_id: int) -> tuple[AnswerRecord, Rsvp] | None:
    """An entry of this session's history, and whose answer it is about."""
    query = select(AnswerRecord, Rsvp).join(Rsvp, Rsvp.id == AnswerRecord.rsvp_id)
    row = db.session.execute(query.where(AnswerRecord.id == record_id, AnswerRecord.session_id == session.id)).first()
    return (row[0], row[1]) if row else None


def first_in_line(session: ScheduledSession) -> Person | None:
    """Who has the next seat that frees."""
    rsvp = db.session.scalars(roster_query(session, "waiting").limit(1)).first()
    return rsvp.person if rsvp else None


def names_of(ids: set[int]) -> dict[int, str]:
    """Names by person id, for 'recorded by'."""
    return dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all()) if ids else {}


def rsvp_of(session: ScheduledSession, person_id: int) -> Rsvp | None:
    """One person's answer, withdrawn ones too."""
    query = select(Rsvp).options(joinedload(Rsvp.person)).where(Rsvp.session_id == session.id, Rsvp.person_id == person_id)
    return db.session.scalar(query)


def hosted_topics(person: Person) -> Select[int]:
    """The ids of the sessions this person hosts."""
    return select(Host.session_id).where(Host.person_id == person.id)


def hosted_ahead(person: Person, *, now: datetime) -> list[ScheduledSession]:
    """What this person hosts, drafts too, that is neither over nor called off; in order of time."""
    query = (
        select(ScheduledSession)
        .where(ScheduledSession.id.in_(hosted_topics(person)), ScheduledSession.ends_at > now)
        .where(ScheduledSession.state != SessionState.CANCELLED)
        .order_by(ScheduledSession.starts_at, ScheduledSession.id)
    )
    return list(db.session.scalars(query))
