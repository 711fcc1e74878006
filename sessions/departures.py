"""Who leaves the organisation, and who comes back: an empty chair is nobody's, and the calendar is put right on return."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from database import db
from people.models import Person
from sessions import changes, delegations, notices, scheduling, waitlist
from sessions.delegations import Returned
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, SessionState, Via
from sessions.series import groups, plans, returning, single_dates
from sessions.series import notices as series_notices


def give_up_seats(person: Person, *, now: datetime) -> None:
    """No session ahead keeps a seat or a place in line for this person; whoever waits longest has the seat. Other answers stand.

    Who came in somebody's place gives it back to them, as with a no: they think that a colleague comes. Every session is locked in turn, also those without a seat: an answer may be under way.
    """
    returned: list[Returned] = []
    for session, rsvp in _ahead(person, now):
        if rsvp.is_withdrawn:
            continue
        before = (rsvp.answer, rsvp.seat)
        if session.is_published:
            returned += delegations.follow(session, rsvp, Answer.DECLINED, now=now)
        if before[1] is Seat.NONE:
            continue
        freed = waitlist.give_up(rsvp)
        rsvp.answer, rsvp.answered_at, rsvp.via = Answer.NEEDS_ACTION, None, None
        rsvp.reply_sequence, rsvp.reply_dtstamp, rsvp.stands_alone = None, None, False
        changes.keep_record(rsvp, before, via=Via.SYSTEM, now=now)
        db.session.flush()
        if freed and session.is_published:
            scheduling.promote(session, now=now)
    for series_id in _series_ahead(person, now):
        groups.give_up(series_id, person.id, now=now)
    returning.tell(returned, now=now)


def put_calendar_right(person: Person, *, now: datetime) -> None:
    """The calendar of somebody who is back hears what it missed; of what they declined only that it changed. Of a series once, all of it."""
    in_series: dict[int, Invitation] = {}
    for session, rsvp in _ahead(person, now):
        due, series = _is_due(session, rsvp), plans.of(session)
        if due and series is not None and not single_dates.has_only_single_dates(series, rsvp.invitation):
            in_series[series.id] = rsvp.invitation
        elif due:
            _tell(session, rsvp, now=now)
    for series_id, invitation in in_series.items():
        series, _dates = plans.lock(series_id)
        why = "withdrawn" if invitation.withdrawn_at else "refreshed"
        series_notices.told(series, [invitation], why=why, occasion=f"back:{now.isoformat()}", now=now)


def _is_due(session: ScheduledSession, rsvp: Rsvp) -> bool:
    """Whether this calendar has something to hear."""
    if rsvp.is_withdrawn:
        return session.is_published and _missed(rsvp, rsvp.invitation.withdrawn_at)
    if session.state is SessionState.CANCELLED:
        return _missed(rsvp, session.cancelled_at)
    return session.is_published and not _is_settled_no(session, rsvp)


def _tell(session: ScheduledSession, rsvp: Rsvp, *, now: datetime) -> None:
    if rsvp.is_withdrawn:
        notices.withdrawn(session, rsvp.invitation, now=now)
    elif session.state is SessionState.CANCELLED:
        notices.cancelled(session, [rsvp.invitation], now=now)
    else:
        notices.seated(session, [rsvp], occasion=f"back:{now.isoformat()}", why="refreshed", now=now)


def _is_settled_no(session: ScheduledSession, rsvp: Rsvp) -> bool:
    """Whether this person declined, their calendar knows, and nothing changed since."""
    said_elsewhere = rsvp.answered_at if rsvp.via is not Via.CALENDAR else None
    return rsvp.answer is Answer.DECLINED and not _missed(rsvp, session.revised_at) and not _missed(rsvp, said_elsewhere)


def _missed(rsvp: Rsvp, at: datetime | None) -> bool:
    """Whether this calendar was told of the session, and not of what happened then."""
    told_at = rsvp.invitation.told_at
    return told_at is not None and at is not None and told_at < at


def _ahead(person: Person, now: datetime) -> Iterator[tuple[ScheduledSession, Rsvp]]:
    """Each session that is not over and this person's invitation to it, locked; in order of id, so that no two wait for each other."""
    query = (
        select(Rsvp.session_id)
        .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
        .where(Rsvp.person_id == person.id, ScheduledSession.ends_at > now)
        .order_by(Rsvp.session_id)
    )
    for session_id in list(db.session.scalars(query)):
        session = scheduling.lock(session_id)
        one = select(Rsvp).where(Rsvp.session_id == session_id, Rsvp.person_id == person.id)
        rsvp = db.session.scalar(one.execution_options(populate_existing=True))
        if rsvp is not None:
            yield session, rsvp


def _series_ahead(person: Person, now: datetime) -> list[int]:
    """The series that this person has a date of that is not over."""
    query = (
        select(ScheduledSession.series_id)
        .join(Rsvp, Rsvp.session_id == ScheduledSession.id)
        .where(Rsvp.person_id == person.id, ScheduledSession.ends_at > now, ScheduledSession.recurrence_id.is_not(None))
        .distinct()
    )
    return sorted(series_id for series_id in db.session.scalars(query) if series_id is not None)
