"""What else Foyer has at a time: of oneself by name, of others only as a number, and only from five people upwards (promises 2 and 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, and_, func, select, union

from database import db
from people.models import Person
from sessions.models import Answer, Host, Invitation, Rsvp, ScheduledSession, SessionState

FEWEST = 5  # people, in a number and in what is left of all


@dataclass(frozen=True, slots=True)
class Clashes:
    """Of `invited` people so many have another session then; `count` None: too few, or nearly all, and a number would point at somebody.

    `mine` are the reader's own, in order of time.
    """

    invited: int
    count: int | None
    mine: Sequence[ScheduledSession]


def at(session: ScheduledSession, start: datetime, end: datetime, *, reader: Person) -> Clashes:
    """What else the people invited to this session, but for who declined, and the reader have between these instants."""
    invited = (
        select(Rsvp.person_id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .join(Person, Person.id == Rsvp.person_id)
        .where(Rsvp.session_id == session.id, Invitation.withdrawn_at.is_(None), Person.active, Rsvp.answer != Answer.DECLINED)
        .subquery()
    )
    then = and_(
        ScheduledSession.id != session.id,
        ScheduledSession.state == SessionState.PUBLISHED,
        ScheduledSession.starts_at < end,
        ScheduledSession.ends_at > start,
    )
    total = db.session.scalar(select(func.count()).select_from(invited)) or 0
    elsewhere = select(_taking_part(then).c.person_id)
    count = db.session.scalar(select(func.count()).select_from(invited).where(invited.c.person_id.in_(elsewhere))) or 0
    part = _taking_part(then)
    mine = (
        select(ScheduledSession)
        .where(ScheduledSession.id.in_(select(part.c.session_id).where(part.c.person_id == reader.id)))
        .order_by(ScheduledSession.starts_at, ScheduledSession.id)
    )
    says = FEWEST <= count <= total - FEWEST
    return Clashes(total, count if says else None, db.session.scalars(mine).unique().all())


def _taking_part(then: ColumnElement[bool]) -> Subquery:
    """Who hosts one of these sessions, or has said yes or maybe to it."""
    coming = (
        select(Rsvp.session_id, Rsvp.person_id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
        .where(then, Rsvp.answer.in_((Answer.ACCEPTED, Answer.TENTATIVE)), Invitation.withdrawn_at.is_(None))
    )
    hosting = select(Host.session_id, Host.person_id).join(ScheduledSession, ScheduledSession.id == Host.session_id).where(then)
    return union(coming, hosting).subquery()
