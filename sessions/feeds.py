"""Calendars to subscribe to and single events to download: RFC 5545 objects with METHOD:PUBLISH, without ATTENDEE."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager

from calendars.invitations import EventStatus, FeedEvent, published
from config import settings
from database import db
from people.models import Person
from sessions.models import Answer, AnswerRecord, Host, Invitation, Rsvp, ScheduledSession, Seat, SessionState

LOOKS_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar as bytes, and when anything in it may last have changed (for Last-Modified): never too early."""

    body: bytes
    changed_at: datetime


def personal_feed(person: Person, *, now: datetime) -> Feed:
    """What this person is invited to or hosts, three months back and everything ahead; without what they declined."""
    rows = [_Row(session, rsvp, settled_at) for session, rsvp, settled_at in db.session.execute(_invited(person, now)).unique()]
    seen = {row.session.id for row in rows}
    hosted = db.session.scalars(_hosted(person, now)).unique()
    rows += [_Row(session, None, None) for session in hosted if session.id not in seen]
    rows.sort(key=lambda row: (row.session.starts_at, row.session.id))
    body = published([_event(row) for row in rows], name=settings().company_name or "Foyer")
    return Feed(body, _may_have_changed_at(person, now))


def session_feed(session: ScheduledSession, rsvp: Rsvp | None) -> Feed:
    """One session as a file to download."""
    settled_at = db.session.scalar(select(func.max(AnswerRecord.at)).where(AnswerRecord.rsvp_id == rsvp.id)) if rsvp else None
    row = _Row(session, rsvp, settled_at)
    return Feed(published([_event(row)], name=session.title), row.changed_at)


@dataclass(frozen=True, slots=True)
class _Row:
    """An event of the feed. `settled_at` is when answer or seat last changed."""

    session: ScheduledSession
    rsvp: Rsvp | None
    settled_at: datetime | None

    @property
    def changed_at(self) -> datetime:
        session, invited_at = self.session, self.rsvp.invitation.invited_at if self.rsvp else None
        moments = (
            session.created_at,
            session.published_at,
            session.revised_at,
            session.cancelled_at,
            self.settled_at,
            invited_at,
        )
        return max(moment for moment in moments if moment)


def _invited(person: Person, now: datetime) -> Select[ScheduledSession, Rsvp, datetime | None]:
    settled_at = select(func.max(AnswerRecord.at)).where(AnswerRecord.rsvp_id == Rsvp.id).scalar_subquery()
    return (
        select(ScheduledSession, Rsvp, settled_at)
        .join(Rsvp, Rsvp.session_id == ScheduledSession.id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .options(contains_eager(Rsvp.invitation))
        .where(Rsvp.person_id == person.id, Invitation.withdrawn_at.is_(None))
        .where(or_(Rsvp.answer != Answer.DECLINED, ScheduledSession.state == SessionState.CANCELLED))
        .where(ScheduledSession.published_at.is_not(None), ScheduledSession.ends_at > now - LOOKS_BACK)
    )


def _hosted(person: Person, now: datetime) -> Select[ScheduledSession]:
    return (
        select(ScheduledSession)
        .join(Host, Host.session_id == ScheduledSession.id)
        .where(Host.person_id == person.id, ScheduledSession.state != SessionState.DRAFT)
        .where(ScheduledSession.ends_at > now - LOOKS_BACK)
    )


def _may_have_changed_at(person: Person, now: datetime) -> datetime:
    """Also what left the feed counts: declined, withdrawn, handed to another host, too long ago. One query."""
    mine = select(Rsvp.id).where(Rsvp.person_id == person.id)
    changes = (
        select(func.max(AnswerRecord.at)).where(AnswerRecord.rsvp_id.in_(mine)),
        select(func.max(Invitation.invited_at)).where(Invitation.person_id == person.id),
        *(
            select(func.max(moment))
            for moment in (ScheduledSession.published_at, ScheduledSession.revised_at, ScheduledSession.cancelled_at)
        ),
    )
    too_old = select(func.max(ScheduledSession.ends_at)).where(ScheduledSession.ends_at <= now - LOOKS_BACK)
    found = db.session.execute(select(*(query.scalar_subquery() for query in (*changes, too_old)))).one()
    moments: list[datetime | None] = list(found)
    last_dropped = moments.pop()
    dropped_at = last_dropped + LOOKS_BACK if last_dropped else None
    return max(moment for moment in (*moments, dropped_at, person.created_at) if moment)


def _event(row: _Row) -> FeedEvent:
    session = row.session
    return FeedEvent(
        uid=session.calendar_object.uid,
        sequence=session.calendar_object.sequence,
        dtstamp=row.changed_at,  # not now: an unchanged feed must be the same bytes (ETag)
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        timezone=session.timezone,
        summary=session.title,
        description=session.description,
        location=", ".join(part for part in (session.place, session.address) if part),
        url=session.online_url or f"{settings().base_url}/sessions/{session.id}",
        status=_status(session, row.rsvp),
        recurrence_id=session.recurrence_id,
    )


def _status(session: ScheduledSession, rsvp: Rsvp | None) -> EventStatus:
    if session.state is SessionState.CANCELLED:
        return EventStatus.CANCELLED
    return EventStatus.CONFIRMED if rsvp is None or rsvp.seat is Seat.SEATED else EventStatus.TENTATIVE


def address_of(person: Person) -> str:
    """The secret address of this person's calendar; "" until one is made."""
    return f"{settings().base_url}/feed/{person.feed_token}.ics" if person.feed_token else ""


def renew(person: Person) -> None:
    """The calendar has a new address, and none of its older ones works."""
    person.feed_token = secrets.token_urlsafe(24)
    db.session.flush()


def person_of(secret: str) -> Person | None:
    """Whose calendar this address is; nobody's when it was renewed or the person is not active."""
    return db.session.scalar(select(Person).where(Person.feed_token == secret, Person.active)) if secret else None
