"""Calendars to subscribe to and single events to download: RFC 5545 objects with METHOD:PUBLISH, without ATTENDEE."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager

from calendars.invitations import EventStatus, FeedEvent, published
from config import settings
from database import db
from people.models import Person
from sessions.models import Answer, Host, Invitation, Rsvp, ScheduledSession, Seat, SessionState

LOOKS_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar as bytes, and when anything in it last changed (for Last-Modified)."""

    body: bytes
    changed_at: datetime


def personal_feed(person: Person, *, now: datetime) -> Feed:
    """What this person is invited to or hosts, three months back and everything ahead; without what they declined."""
    rows: list[tuple[ScheduledSession, Rsvp | None]] = [
        (session, rsvp) for session, rsvp in db.session.execute(_invited(person, now)).unique()
    ]
    seen = {session.id for session, _rsvp in rows}
    hosted = db.session.scalars(_hosted(person, now)).unique()
    rows += [(session, None) for session in hosted if session.id not in seen]
    rows.sort(key=lambda row: (row[0].starts_at, row[0].id))
    return _feed(rows, name=settings().company_name or "Foyer", person=person)


def session_feed(session: ScheduledSession, rsvp: Rsvp | None) -> Feed:
    """One session as a file to download."""
    return _feed([(session, rsvp)], name=session.title, person=None)


def _invited(person: Person, now: datetime) -> Select[ScheduledSession, Rsvp]:
    return (
        select(ScheduledSession, Rsvp)
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


def _feed(rows: Sequence[tuple[ScheduledSession, Rsvp | None]], *, name: str, person: Person | None) -> Feed:
    changes = [_changed_at(session, rsvp) for session, rsvp in rows]
    if person is not None:
        changes.append(person.created_at)
    events = [_event(session, rsvp, changed_at) for (session, rsvp), changed_at in zip(rows, changes, strict=False)]
    return Feed(published(events, name=name), max(changes))


def _event(session: ScheduledSession, rsvp: Rsvp | None, changed_at: datetime) -> FeedEvent:
    return FeedEvent(
        uid=session.calendar_object.uid,
        sequence=session.calendar_object.sequence,
        dtstamp=changed_at,  # not now: an unchanged feed must be the same bytes (ETag)
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        timezone=session.timezone,
        summary=session.title,
        description=session.description,
        location=", ".join(part for part in (session.place, session.address) if part),
        url=session.online_url or f"{settings().base_url}/sessions/{session.id}",
        status=_status(session, rsvp),
        recurrence_id=session.recurrence_id,
    )


def _status(session: ScheduledSession, rsvp: Rsvp | None) -> EventStatus:
    if session.state is SessionState.CANCELLED:
        return EventStatus.CANCELLED
    return EventStatus.CONFIRMED if rsvp is None or rsvp.seat is Seat.SEATED else EventStatus.TENTATIVE


def _changed_at(session: ScheduledSession, rsvp: Rsvp | None) -> datetime:
    moments = [session.created_at, session.published_at, session.revised_at, session.cancelled_at]
    moments += [rsvp.answered_at, rsvp.invitation.invited_at] if rsvp else []
    return max(moment for moment in moments if moment)


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
