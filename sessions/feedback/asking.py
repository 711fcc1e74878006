"""Some hours after a date everybody who came is asked how it was, and offered one next step: a nudge like any other."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from database import db
from mail import outbox
from people import nudges
from people.models import Person
from people.quiet_hours import after_quiet_hours
from sessions import attendance
from sessions.feedback import questions
from sessions.feedback.models import Feedback, FeedbackState
from sessions.models import Host, Invitation, Rsvp, ScheduledSession, Seat, SessionState

AFTERWARDS = "sessions.afterwards"
ASKS_AFTER = timedelta(hours=3)  # ticks made without network have arrived by then
TOO_LATE_AFTER = timedelta(days=2)  # nobody is asked about last month because a worker stood still
LONGEST_DATE = timedelta(days=14)
OPEN_DAYS = timedelta(days=7)
BATCH = 20


def post_due(*, now: datetime) -> int:
    """Everybody who came to a date that is over has a mail on its way; returns how many mails. Idempotent: once a date."""
    ended = ScheduledSession.ends_at <= now - ASKS_AFTER, ScheduledSession.ends_at > now - TOO_LATE_AFTER
    asked = exists().where(Feedback.session_id == ScheduledSession.id, Feedback.state != FeedbackState.PLANNED)
    query = (
        select(ScheduledSession)
        .where(ScheduledSession.state == SessionState.PUBLISHED, ScheduledSession.starts_at > now - LONGEST_DATE)
        .where(*ended, ~asked)
        .order_by(ScheduledSession.starts_at, ScheduledSession.id)
        .limit(BATCH)
        .with_for_update(of=ScheduledSession, skip_locked=True)
    )
    return sum(_ask(session, now=now) for session in db.session.scalars(query).unique().all())


def _ask(session: ScheduledSession, *, now: datetime) -> int:
    people = _who_came(session, now=now)
    worth_it = questions.worth_asking(session, len(people))
    feedback = questions.keep(session, questions.feedback_of(session.id), worth_it or questions.of(session))
    feedback.state = FeedbackState.ASKING if worth_it else FeedbackState.CLOSED
    feedback.closes_on, feedback.asked = (now + OPEN_DAYS).date(), len(people) if worth_it else 0
    outbox.post_many([_post(session, person, now=now) for person in people], now=now)
    for person in people:
        nudges.record(person.id, AFTERWARDS, now=now)
    db.session.flush()
    return len(people)


def _who_came(session: ScheduledSession, *, now: datetime) -> Sequence[Person]:
    """Who came, but for its hosts and who wants no nudges; where nobody ticked, whoever had a seat."""
    seated = (
        select(Rsvp.person_id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .where(Rsvp.session_id == session.id, Rsvp.seat == Seat.SEATED, Invitation.withdrawn_at.is_(None))
    )
    came = attendance.here(session.id) if attendance.is_kept(session.id) else seated
    hosting = select(Host.person_id).where(Host.session_id == session.id)
    query = select(Person).where(Person.id.in_(came), Person.id.not_in(hosting), nudges.allowed(now))
    return db.session.scalars(query.order_by(Person.id)).all()


def _post(session: ScheduledSession, person: Person, *, now: datetime) -> outbox.Post:
    """Without a topic: nobody but its reader knows of it, for it says who came."""
    return outbox.Post(
        kind=AFTERWARDS,
        topic="",
        stream=f"{AFTERWARDS}:{session.id}:person:{person.id}",
        person_id=person.id,
        recipient=person.email,
        key=f"{AFTERWARDS}:{session.id}:{person.id}",
        payload={"session_id": session.id},
        due_at=after_quiet_hours(now, person),
    )
