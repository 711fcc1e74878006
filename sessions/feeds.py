"""Calendars to subscribe to and single events to download: RFC 5545 objects with METHOD:PUBLISH, without ATTENDEE."""

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlalchemy import Exists, Select, exists, func, select
from sqlalchemy.orm import aliased, contains_eager, lazyload

from calendars.invitations import FeedEvent, published
from config import settings
from database import db
from people.models import Person
from sessions.feeds_events import FeedRow, event, events
from sessions.models import AnswerRecord, Host, Invitation, Rsvp, ScheduledSession, SessionState
from sessions.series.models import Series

LOOKS_BACK = timedelta(days=90)
Read = Callable[[Person, datetime], Iterable[FeedEvent]]
_parts: dict[str, Read] = {}
_SETTLED_AT = select(func.max(AnswerRecord.at)).where(AnswerRecord.rsvp_id == Rsvp.id).scalar_subquery()


def register_part(name: str, read: Read) -> None:
    """A person's own calendar also has what `read` gives for them at this moment. Nobody is named in it."""
    _parts[name] = read


def personal_feed(person: Person, *, now: datetime) -> bytes:
    """What this person is invited to or hosts, three months back and everything ahead; without what they declined.

    A series that reaches into this time is there from its beginning. What packages above add comes last.
    """
    rows = {session.id: FeedRow(session, rsvp, at) for session, rsvp, at in db.session.execute(_invited(person, now)).unique()}
    for session in db.session.scalars(_hosted(person, now)).unique():
        known = rows.get(session.id)
        if known is None or (known.is_declined and not known.is_off):
            rows[session.id] = FeedRow(session)
    more = [one for read in _parts.values() for one in read(person, now)]
    return published([*events(rows.values()), *more], name=settings().company_name or "Foyer")


def series_feed(series: Series, person: Person, *, hosts: bool) -> bytes:
    """One series as this person has it; who looks after it (`hosts`) has all its dates."""
    mine = (
        select(Rsvp, _SETTLED_AT)
        .join(Rsvp.session)
        .join(Rsvp.invitation)
        .options(contains_eager(Rsvp.session).lazyload(ScheduledSession.hosts), contains_eager(Rsvp.invitation))
        .where(ScheduledSession.series_id == series.id, Rsvp.person_id == person.id, Invitation.withdrawn_at.is_(None))
    )
    answers = {rsvp.session_id: (rsvp, settled_at) for rsvp, settled_at in db.session.execute(mine)}
    dates = select(ScheduledSession).options(lazyload(ScheduledSession.hosts)).where(ScheduledSession.series_id == series.id)
    if series.published_at is not None:
        dates = dates.where(ScheduledSession.published_at.is_not(None))
    rows = [FeedRow(one, *answers.get(one.id, ())) for one in db.session.scalars(dates) if hosts or one.id in answers]
    return published(events(rows), name=series.title)


def session_feed(session: ScheduledSession, rsvp: Rsvp | None) -> bytes:
    """One session as a file to download."""
    settled_at = db.session.scalar(select(func.max(AnswerRecord.at)).where(AnswerRecord.rsvp_id == rsvp.id)) if rsvp else None
    return published([event(FeedRow(session, rsvp, settled_at))], name=session.title)


def recent(now: datetime) -> Exists:
    """Whether any date of the session's UID is still to be seen: a series stays whole while it goes on."""
    other = aliased(ScheduledSession)
    return exists().where(other.calendar_object_id == ScheduledSession.calendar_object_id, other.ends_at > now - LOOKS_BACK)


def _invited(person: Person, now: datetime) -> Select[ScheduledSession, Rsvp, datetime | None]:
    return (
        select(ScheduledSession, Rsvp, _SETTLED_AT)
        .join(Rsvp, Rsvp.session_id == ScheduledSession.id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .options(contains_eager(Rsvp.invitation), lazyload(ScheduledSession.hosts))
        .where(Rsvp.person_id == person.id, Invitation.withdrawn_at.is_(None))
        .where(ScheduledSession.published_at.is_not(None), recent(now))
    )


def _hosted(person: Person, now: datetime) -> Select[ScheduledSession]:
    return (
        select(ScheduledSession)
        .join(Host, Host.session_id == ScheduledSession.id)
        .options(lazyload(ScheduledSession.hosts))
        .where(Host.person_id == person.id, ScheduledSession.state != SessionState.DRAFT, recent(now))
    )


def address_of(person: Person) -> str:
    """The secret address of this person's calendar; "" until one is made."""
    return f"{settings().base_url}/feed/{person.feed_token}.ics" if person.feed_token else ""


def series_address_of(series: Series, person: Person) -> str:
    """The secret address of one series as this person has it; "" until they have one of their own. It ends with that one."""
    return f"{settings().base_url}/feed/{person.feed_token}/series/{series.id}.ics" if person.feed_token else ""


def renew(person: Person) -> None:
    """The calendar has a new address, and none of its older ones works."""
    person.feed_token = secrets.token_urlsafe(24)
    db.session.flush()


def person_of(secret: str) -> Person | None:
    """Whose calendar this address is; nobody's when it was renewed or the person is not active."""
    return db.session.scalar(select(Person).where(Person.feed_token == secret, Person.active)) if secret else None
