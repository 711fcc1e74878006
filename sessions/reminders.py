"""Reminders for those who come, at most one gentle nudge for those who have not said. Quiet hours are the person's own."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from config import settings
from database import db
from people import nudges, quiet_hours
from people.models import Person
from sessions import notices
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, SessionState
from sessions.series.models import Series

BATCH = 500
SETTLING_IN = timedelta(hours=24)  # nobody is nudged the day they were invited
after_quiet_hours, zone_of = quiet_hours.after_quiet_hours, quiet_hours.zone_of  # of people, who have them whatever is sent


def post_due(*, now: datetime) -> int:
    """Every reminder and nudge that is due is on its way; returns how many. Idempotent: each is marked in the same transaction."""
    return _post_reminders(now=now) + _post_nudges(now=now)


def _post_reminders(*, now: datetime) -> int:
    query = (
        _open_rsvps(now)
        .where(ScheduledSession.starts_at <= now + timedelta(hours=settings().reminder_hours))
        .where(Rsvp.seat == Seat.SEATED, Rsvp.reminded_at.is_(None), Person.wants_reminders)
        .limit(BATCH)
    )
    posted = 0
    for rsvp in db.session.scalars(query):
        due_at = after_quiet_hours(now, rsvp.person)
        rsvp.reminded_at = now
        if due_at < rsvp.session.starts_at:
            occasion = f"{rsvp.session.starts_at.isoformat()}:{rsvp.session.asked_sequence}"  # moved away and back is news again
            notices.aside(notices.REMINDER, rsvp, occasion=occasion, now=now, due_at=due_at)
            posted += 1
    db.session.flush()
    return posted


def _post_nudges(*, now: datetime) -> int:
    until = func.coalesce(ScheduledSession.rsvp_until, ScheduledSession.starts_at)
    undecided = or_(Rsvp.answer == Answer.TENTATIVE, Rsvp.answer == Answer.NEEDS_ACTION)
    query = (
        _open_rsvps(now)
        .where(until > now, until <= now + timedelta(hours=settings().nudge_hours))
        .where(undecided, Rsvp.seat == Seat.NONE, Rsvp.nudged_at.is_(None), nudges.allowed(now))
        .where(Invitation.invited_at <= now - SETTLING_IN, ~_nudged_in_series())
        .limit(BATCH)
    )
    asked: dict[int, int] = {}  # within this run a person may stand in several sessions
    posted = 0
    for rsvp in db.session.scalars(query):
        if asked.get(rsvp.person_id, 0):
            continue  # one a run: the next run counts this one
        asked[rsvp.person_id] = 1
        rsvp.nudged_at = now
        due_at = after_quiet_hours(now, rsvp.person)
        if due_at < rsvp.session.answers_until:
            notices.aside(notices.NUDGE, rsvp, occasion=rsvp.session.answers_until.isoformat(), now=now, due_at=due_at)
            nudges.record(rsvp.person_id, notices.NUDGE, now=now)
            posted += 1
    db.session.flush()
    return posted


def _nudged_in_series() -> ColumnElement[bool]:
    """Whether this person was nudged about another date of the same series or course: once is enough for all of it.

    Also where it went on under another UID: to people it is the same, so all that go back to one beginning count as one.
    """
    first = select(Series.id.label("series_id"), Series.id.label("first_id")).where(Series.continues_id.is_(None))
    whole = first.cte("whole_series", recursive=True)
    later = select(Series.id, whole.c.first_id).join(whole, Series.continues_id == whole.c.series_id)
    whole = whole.union_all(later)
    here, there, other, date = whole.alias("here"), whole.alias("there"), aliased(Rsvp), aliased(ScheduledSession)
    query = (
        select(other.id)
        .join(date, date.id == other.session_id)
        .join(there, there.c.series_id == date.series_id)
        .join(here, here.c.first_id == there.c.first_id)
        .where(here.c.series_id == ScheduledSession.series_id, other.person_id == Rsvp.person_id, other.nudged_at.is_not(None))
    )
    return exists(query.correlate(Rsvp, ScheduledSession))


def may_remind(rsvp: Rsvp, *, now: datetime) -> bool:
    """Whether a reminder is true and wanted now: held against it again when it leaves."""
    session, person = rsvp.session, rsvp.person
    near = now < session.starts_at <= now + timedelta(hours=settings().reminder_hours)
    return near and rsvp.seat is Seat.SEATED and person.wants_reminders and person.active


def may_nudge(rsvp: Rsvp, *, now: datetime) -> bool:
    """The same of a nudge."""
    session, person = rsvp.session, rsvp.person
    near = now < session.answers_until <= now + timedelta(hours=settings().nudge_hours)
    undecided = rsvp.answer in {Answer.NEEDS_ACTION, Answer.TENTATIVE} and rsvp.seat is Seat.NONE
    return near and undecided and nudges.is_welcome(person, now=now)


def nudge_at(rsvp: Rsvp, *, now: datetime) -> datetime | None:
    """When this person would be asked once more while undecided; None when they have been, do not want to, or it is too late.

    Of a date of a series or course it is not said: they are asked once for all of it, about the date that comes first then.
    """
    if rsvp.nudged_at is not None or not rsvp.person.wants_nudges or rsvp.session.series_id is not None:
        return None
    moment = rsvp.session.answers_until - timedelta(hours=settings().nudge_hours)
    leaves_at = after_quiet_hours(max(moment, rsvp.invitation.invited_at + SETTLING_IN), rsvp.person)
    is_possible = now < leaves_at < rsvp.session.answers_until and nudges.is_welcome(rsvp.person, now=leaves_at)
    return leaves_at if is_possible else None


def _open_rsvps(now: datetime) -> Select[Rsvp]:
    return (
        select(Rsvp)
        .join(Rsvp.session)
        .join(Rsvp.invitation)
        .join(Rsvp.person)
        .options(contains_eager(Rsvp.session), contains_eager(Rsvp.invitation), contains_eager(Rsvp.person))
        .where(ScheduledSession.state == SessionState.PUBLISHED, ScheduledSession.starts_at > now)
        .where(Invitation.withdrawn_at.is_(None), Person.active)
        .order_by(ScheduledSession.starts_at, Rsvp.id)
        .with_for_update(of=Rsvp, skip_locked=True)  # whose answer is just being written is looked at in the next run
    )
