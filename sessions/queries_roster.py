"""Reads for those who look after a session: roster, history, counts. Lists have a constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, lazyload, load_only

from database import db
from mail.models import OutgoingMail, OutgoingState
from paging import Page, paginate
from people.models import Person
from sessions.models import Answer, AnswerRecord, Host, Invitation, Outcome, Rsvp, ScheduledSession, Seat, SessionState, Via

GROUPS = ("seated", "waiting", "maybe", "unanswered", "declined")
SHOWN = 100  # of each group on the overview; a group has pages of its own


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One person on the roster. `mail` is the state of the newest message to their calendar, None when nothing was posted."""

    rsvp: Rsvp
    place: int | None
    mail: OutgoingState | None

    @property
    def person(self) -> Person:
        return self.rsvp.person


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change. `takes_back`: a host took the answer before it back, and this is what counts since."""

    record: AnswerRecord
    person: Person
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
    return _rows(session, group).options(
        contains_eager(Rsvp.invitation).options(lazyload(Invitation.person), lazyload(Invitation.calendar_object)),
        contains_eager(Rsvp.person),
        lazyload(Rsvp.session),
    )


def narrow(session: ScheduledSession, group: str | None = None) -> Select[Rsvp]:
    """The same with what lines of it say, and nothing else: hundreds of them stand on a page."""
    return _rows(session, group).options(
        load_only(Rsvp.person_id, Rsvp.answer, Rsvp.answered_at, Rsvp.seat, Rsvp.comment, Rsvp.guests, Rsvp.via),
        contains_eager(Rsvp.person).load_only(Person.name, Person.email, Person.department),
        lazyload(Rsvp.invitation),
        lazyload(Rsvp.session),
    )


def _rows(session: ScheduledSession, group: str | None) -> Select[Rsvp]:
    query = (
        select(Rsvp)
        .join(Rsvp.invitation)
        .join(Rsvp.person)
        .where(Rsvp.session_id == session.id, Invitation.withdrawn_at.is_(None), func.coalesce(Person.active, False))
    )  # coalesce: or SQLite goes through everybody in the company, by name, for three guests
    if group is not None:
        query = query.where(*CONDITIONS[group])
    return query.order_by(Rsvp.waiting_number if group == "waiting" else Person.name, Rsvp.id)


def counts(session: ScheduledSession) -> dict[str, int]:
    """How many people stand in each group; groups without people are left out."""
    group = group_column()
    query = (
        select(group, func.count())
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .join(Person, Person.id == Rsvp.person_id)
        .where(Rsvp.session_id == session.id, Invitation.withdrawn_at.is_(None), Person.active)
        .group_by(group)
    )
    return dict(db.session.execute(query).all())


def overview(session: ScheduledSession) -> dict[str, list[RosterLine]]:
    """The first of each group."""
    groups = {group: db.session.scalars(narrow(session, group).limit(SHOWN)).all() for group in GROUPS}
    states = mail_states(session, [rsvp.person_id for rsvps in groups.values() for rsvp in rsvps])
    return {group: _lines(rsvps, states, first_place=1) for group, rsvps in groups.items()}


def group_page(session: ScheduledSession, group: str, number: int) -> tuple[Page[Rsvp], list[RosterLine]]:
    """One page of one group."""
    page = paginate(narrow(session, group), number, per_page=SHOWN)
    states = mail_states(session, [rsvp.person_id for rsvp in page.items])
    return page, _lines(page.items, states, first_place=(page.number - 1) * SHOWN + 1)


def _lines(rsvps: Sequence[Rsvp], states: Mapping[int, OutgoingState], *, first_place: int) -> list[RosterLine]:
    return [
        RosterLine(rsvp, first_place + number if rsvp.seat is Seat.WAITING else None, states.get(rsvp.person_id))
        for number, rsvp in enumerate(rsvps)
    ]


def mail_states(session: ScheduledSession, person_ids: Sequence[int]) -> dict[int, OutgoingState]:
    """The state of the newest message to each person's calendar. One query."""
    stream = f"calendar:{session.calendar_object_id}:person:"
    aside = (OutgoingState.REPLACED, OutgoingState.DROPPED)
    newest = (
        select(func.max(OutgoingMail.id))
        .where(OutgoingMail.stream.in_([f"{stream}{id_}" for id_ in person_ids]), OutgoingMail.state.not_in(aside))
        .group_by(OutgoingMail.stream)
    )
    query = select(OutgoingMail.person_id, OutgoingMail.state).where(OutgoingMail.id.in_(newest))
    return {person_id: state for person_id, state in db.session.execute(query) if person_id is not None}


def history(session: ScheduledSession, *, person_id: int | None = None, limit: int = 50) -> list[HistoryLine]:
    """What changed, newest first: of one person or of all. One query."""
    query = (
        select(AnswerRecord, Person, _outcome_before())
        .join(Rsvp, Rsvp.id == AnswerRecord.rsvp_id)
        .join(Person, Person.id == Rsvp.person_id)
        .where(AnswerRecord.session_id == session.id)
        .order_by(AnswerRecord.id.desc())
        .limit(limit)
    )
    if person_id is not None:
        query = query.where(Rsvp.person_id == person_id)
    return [
        HistoryLine(record, person, takes_back=record.via is Via.HOST and before is Outcome.REVERTED)
        for record, person, before in db.session.execute(query)
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
    return dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).all())


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
