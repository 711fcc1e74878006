"""Which date a message from a calendar is about: UID, then RECURRENCE-ID as an instant, however the client writes it.

Google sends UTC, Exchange zones of its own names, others the wall-clock time alone or just the day.
"""

from datetime import date, datetime

from sqlalchemy import select

from calendars.replies import ReplyEvent
from database import db, known
from sessions.models import Invitation, ScheduledSession, SessionState
from sessions.series.models import FormerDate


def session_meant(invitation: Invitation, event: ReplyEvent, *, now: datetime) -> ScheduledSession | None:
    """The date the message is about; of one about a whole series the next date. None: it is about something else."""
    if event.uid != invitation.calendar_object.uid:
        return None
    object_id = invitation.calendar_object_id
    dates: list[ScheduledSession] = known(("dates", object_id)) or list(
        db.session.scalars(select(ScheduledSession).where(ScheduledSession.calendar_object_id == object_id))
    )
    single = [session for session in dates if session.recurrence_id is None]
    if single:
        return single[0] if not event.is_date or event.recurrence_id in {None, single[0].starts_at} else None
    if not event.is_date:
        return _next(dates, now)
    if event.recurrence_wall is not None:  # a day, or a time in no zone we know: as an instant it may be another date's
        return next((session for session in dates if _same_wall(session, event.recurrence_wall)), None)
    at = event.recurrence_id
    return next((session for session in dates if session.recurrence_id == at), None) or _formerly(object_id, at)


def is_about_all(event: ReplyEvent, session: ScheduledSession) -> bool:
    """Whether this message speaks of the whole series of this date."""
    return session.recurrence_id is not None and not event.is_date


def _next(dates: list[ScheduledSession], now: datetime) -> ScheduledSession | None:
    live = [session for session in dates if session.state is SessionState.PUBLISHED]
    ordered = sorted(live or dates, key=lambda session: (session.ends_at <= now, session.starts_at))
    return ordered[0] if ordered else None


def _same_wall(session: ScheduledSession, wall: date) -> bool:
    if session.recurrence_id is None:
        return False
    local = session.recurrence_id.astimezone(session.zone).replace(tzinfo=None)
    return local == wall if isinstance(wall, datetime) else local.date() == wall


def _formerly(object_id: int, recurrence_id: datetime | None) -> ScheduledSession | None:
    """The date that stood there when the answer was under way: it moved on with its series."""
    query = (
        select(ScheduledSession)
        .join(FormerDate, FormerDate.session_id == ScheduledSession.id)
        .where(FormerDate.calendar_object_id == object_id, FormerDate.recurrence_id == recurrence_id)
    )
    return db.session.scalar(query) if recurrence_id is not None else None
