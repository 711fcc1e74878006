"""Reads for the pages of the person who is invited: what waits, what is coming, one session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, lazyload

from database import db
from mail.models import OutgoingMail, OutgoingState
from people.models import Person
from sessions.models import Answer, AnswerRecord, Host, Invitation, Rsvp, ScheduledSession, Seat, SessionState

COMING, WAITING, DRAFTS, NAMES, MONTH = 10, 20, 10, 100, 500
ON_ITS_WAY = (OutgoingState.QUEUED, OutgoingState.SENDING)


@dataclass(frozen=True, slots=True)
class MySession:
    """A session as one person sees it. `rsvp` None: not invited (host, or who manages). `place` is 1 for the first in line."""

    session: ScheduledSession
    rsvp: Rsvp | None
    place: int | None
    hosts: bool

    @property
    def state(self) -> str:
        """draft, cancelled, in, waiting, maybe, no, unanswered, or host."""
        if self.session.state is not SessionState.PUBLISHED:
            return self.session.state.value
        if self.rsvp is None:
            return "host"
        if self.rsvp.seat is not Seat.NONE:
            return "in" if self.rsvp.seat is Seat.SEATED else "waiting"
        return {Answer.TENTATIVE: "maybe", Answer.DECLINED: "no"}.get(self.rsvp.answer, "unanswered")

    @property
    def asks(self) -> bool:
        """Whether an answer is wanted: also of somebody whose seat was kept when the time changed."""
        return self.rsvp is not None and self.rsvp.answer is Answer.NEEDS_ACTION


def waits_for(person: Person, *, now: datetime) -> list[MySession]:
    """Invitations that wait for this person's answer, the next first."""
    until = func.coalesce(ScheduledSession.rsvp_until, ScheduledSession.starts_at)
    query = _invited(person).where(
        Rsvp.answer == Answer.NEEDS_ACTION, ScheduledSession.state == SessionState.PUBLISHED, until > now
    )
    return _mine(
        db.session.scalars(query.order_by(ScheduledSession.starts_at, ScheduledSession.id).limit(WAITING)).unique().all()
    )


def coming(person: Person, *, now: datetime) -> list[MySession]:
    """What this person answered and what they host, from now on; declined ones are left out. A constant number of queries."""
    until = func.coalesce(ScheduledSession.rsvp_until, ScheduledSession.starts_at)
    query = _invited(person).where(
        # A seat that was kept when the time changed is theirs also when the date to answer passes without a word.
        or_(Rsvp.answer.in_((Answer.ACCEPTED, Answer.TENTATIVE)), and_(Rsvp.seat == Seat.SEATED, until <= now)),
        ScheduledSession.ends_at > now,
    )
    rsvps = db.session.scalars(query.order_by(ScheduledSession.starts_at, ScheduledSession.id).limit(COMING)).unique().all()
    return _with_hosted(_mine(rsvps), _hosted(person, ScheduledSession.ends_at > now))[:COMING]


def between(person: Person, start: datetime, end: datetime, *, everything: bool) -> list[MySession]:
    """Sessions that touch these instants, in order: the person's own, or every one with its drafts, for who manages."""
    touches = and_(ScheduledSession.starts_at < end, ScheduledSession.ends_at > start)
    query = _invited(person).where(touches).order_by(ScheduledSession.starts_at, ScheduledSession.id).limit(MONTH)
    mine = _mine(db.session.scalars(query).unique().all())
    return _with_hosted(mine, select(ScheduledSession).where(touches) if everything else _hosted(person, touches))


def first_from(person: Person, at: datetime, *, everything: bool) -> ScheduledSession | None:
    """The first session that starts then or later and is not off: of the person's own, or of all, for who manages."""
    ahead = and_(ScheduledSession.starts_at >= at, ScheduledSession.state != SessionState.CANCELLED)
    order = (ScheduledSession.starts_at, ScheduledSession.id)
    mine = db.session.scalars(_invited(person).where(ahead).order_by(*order).limit(1)).unique().first()
    others = select(ScheduledSession).where(ahead) if everything else _hosted(person, ahead)
    other = db.session.scalars(others.order_by(*order).limit(1)).unique().first()
    found = [session for session in (mine.session if mine else None, other) if session is not None]
    return min(found, key=lambda session: session.starts_at, default=None)


def drafts(person: Person) -> Sequence[ScheduledSession]:
    """Drafts of this person: those they host, and of who manages those they made."""
    hosted = select(Host.session_id).where(Host.person_id == person.id)
    theirs = or_(ScheduledSession.id.in_(hosted), ScheduledSession.created_by_id == person.id)
    query = select(ScheduledSession).where(ScheduledSession.state == SessionState.DRAFT, theirs)
    return db.session.scalars(query.order_by(ScheduledSession.starts_at).limit(DRAFTS)).unique().all()


def mine(session: ScheduledSession, person: Person) -> MySession:
    """One session as this person sees it; an invitation that was withdrawn is none."""
    rsvp = db.session.scalar(
        select(Rsvp)
        .join(Rsvp.invitation)
        .where(Rsvp.session_id == session.id, Rsvp.person_id == person.id, Invitation.withdrawn_at.is_(None))
    )
    places = _places([rsvp]) if rsvp else {}
    return MySession(session, rsvp, places.get(rsvp.id) if rsvp else None, session.is_hosted_by(person))


def _invited(person: Person) -> Select[Rsvp]:
    return (
        select(Rsvp)
        .join(Rsvp.session)
        .join(Rsvp.invitation)
        .options(
            contains_eager(Rsvp.session).selectinload(ScheduledSession.hosts).joinedload(Host.person),
            contains_eager(Rsvp.invitation).options(lazyload(Invitation.person), lazyload(Invitation.calendar_object)),
            lazyload(Rsvp.person),
        )
        .where(Rsvp.person_id == person.id, Invitation.withdrawn_at.is_(None), ScheduledSession.published_at.is_not(None))
    )


def _hosted(person: Person, *conditions: object) -> Select[ScheduledSession]:
    return (
        select(ScheduledSession)
        .join(Host, Host.session_id == ScheduledSession.id)
        .where(Host.person_id == person.id, *conditions)  # type: ignore[arg-type]
        .where(ScheduledSession.state != SessionState.DRAFT)
    )


def _mine(rsvps: Sequence[Rsvp]) -> list[MySession]:
    places = _places([rsvp for rsvp in rsvps if rsvp.seat is Seat.WAITING])
    return [MySession(rsvp.session, rsvp, places.get(rsvp.id), hosts=False) for rsvp in rsvps]


def _with_hosted(mine: list[MySession], others: Select[ScheduledSession]) -> list[MySession]:
    seen = {item.session.id for item in mine}
    ordered = others.order_by(ScheduledSession.starts_at, ScheduledSession.id).limit(MONTH)
    found = db.session.scalars(ordered.options(joinedload(ScheduledSession.calendar_object))).unique()
    rows = [*mine, *(MySession(session, None, None, hosts=True) for session in found if session.id not in seen)]
    return sorted(rows, key=lambda row: (row.session.starts_at, row.session.id))


def _places(rsvps: Sequence[Rsvp]) -> dict[int, int]:
    """The place in line of each, by id of the RSVP. One query."""
    if not rsvps:
        return {}
    ahead = aliased(Rsvp)
    query = (
        select(Rsvp.id, func.count(ahead.id))
        .join(ahead, and_(ahead.session_id == Rsvp.session_id, ahead.waiting_number <= Rsvp.waiting_number))
        .where(Rsvp.id.in_([rsvp.id for rsvp in rsvps]), ahead.seat == Seat.WAITING)
        .group_by(Rsvp.id)
    )
    return dict(db.session.execute(query).all())


def names_shown(session: ScheduledSession) -> Sequence[Person]:
    """Who comes and agreed to be named; nobody when the host keeps names to the hosts."""
    if not session.shows_who_comes:
        return []
    query = select(Person).join(Rsvp, Rsvp.person_id == Person.id)
    query = query.where(Rsvp.session_id == session.id, Rsvp.seat == Seat.SEATED, Rsvp.shows_name).order_by(Person.name)
    return db.session.scalars(query.limit(NAMES)).all()


def sent_to(person: Person, session: ScheduledSession) -> Sequence[OutgoingMail]:
    """What was sent to this person about this session, newest first."""
    aside = (OutgoingState.REPLACED, OutgoingState.DROPPED)
    query = select(OutgoingMail).where(
        OutgoingMail.person_id == person.id, OutgoingMail.topic == session.topic, OutgoingMail.state.not_in(aside)
    )
    return db.session.scalars(query.order_by(OutgoingMail.id.desc()).limit(50)).all()


def my_history(rsvp: Rsvp) -> Sequence[AnswerRecord]:
    """This person's own answers, newest first."""
    query = select(AnswerRecord).where(AnswerRecord.rsvp_id == rsvp.id).order_by(AnswerRecord.id.desc()).limit(50)
    return db.session.scalars(query).all()


def calendar_message(rsvp: Rsvp) -> str:
    """Promise 7: '' when the person's calendar was told, else on-its-way or held-up."""
    state = case((OutgoingMail.state.in_(ON_ITS_WAY), "on-its-way"), else_="held-up")
    held = (*ON_ITS_WAY, OutgoingState.FAILED, OutgoingState.BOUNCED)
    newest = (
        select(OutgoingMail.id)
        .where(OutgoingMail.stream == rsvp.invitation.stream)
        .where(OutgoingMail.state.not_in((OutgoingState.REPLACED, OutgoingState.DROPPED)))
        .order_by(OutgoingMail.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return db.session.scalar(select(state).where(OutgoingMail.id == newest, OutgoingMail.state.in_(held))) or ""
