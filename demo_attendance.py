"""At the door of the demo company: at the dates of the past weeks all but one were there, and the host closed the check-in."""

from datetime import datetime, timedelta

from sqlalchemy import select

from database import db, transaction
from sessions import attendance, checkin
from sessions.attendance import Tick
from sessions.models import Rsvp, ScheduledSession, Seat, SessionState

PAST = timedelta(days=30)
LATE = timedelta(minutes=5)


def fill(*, now: datetime) -> None:
    """Whoever had a seat came, but for one."""
    past = select(ScheduledSession).where(
        ScheduledSession.state == SessionState.PUBLISHED, ScheduledSession.ends_at < now, ScheduledSession.ends_at > now - PAST
    )
    for session in db.session.scalars(past.order_by(ScheduledSession.ends_at, ScheduledSession.id)).unique().all():
        seated = select(Rsvp.person_id).where(Rsvp.session_id == session.id, Rsvp.seat == Seat.SEATED).order_by(Rsvp.id)
        came = db.session.scalars(seated).all()[:-1]
        if not came or not session.hosts:
            continue
        host, at = session.hosts[0].person, session.starts_at + LATE
        with transaction():
            attendance.tick(session.id, [Tick(person_id, True, at) for person_id in came], by=host, now=at)
        with transaction():
            checkin.close(session.id, by=host, now=session.ends_at)
