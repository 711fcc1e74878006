"""Who leaves the organisation, and who comes back: an empty chair is nobody's, and the calendar is put right on return."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select

from database import db
from people.models import Person
from sessions import changes, notices, scheduling, waitlist
from sessions.models import Answer, Rsvp, ScheduledSession, Seat, SessionState, Via


def give_up_seats(person: Person, *, now: datetime) -> None:
    """No session ahead keeps a seat or a place in line for this person; whoever waits longest has the seat. Other answers stand.

    Every session is locked in turn, also those without a seat: an answer may be under way.
    """
    for session, rsvp in _ahead(person, now):
        if rsvp.is_withdrawn or rsvp.seat is Seat.NONE:
            continue
        before = (rsvp.answer, rsvp.seat)
        freed = waitlist.give_up(rsvp)
        rsvp.answer, rsvp.answered_at, rsvp.via = Answer.NEEDS_ACTION, None, None
        rsvp.reply_sequence, rsvp.reply_dtstamp = None, None
        changes.keep_record(rsvp, before, via=Via.SYSTEM, now=now)
        db.session.flush()
        if freed and session.is_published:
            scheduling.promote(session, now=now)


def put_calendar_right(person: Person, *, now: datetime) -> None:
    """The calendar of somebody who is back hears what it missed; of what they declined only that it changed."""
    for session, rsvp in _ahead(person, now):
        if rsvp.is_withdrawn:
            if session.is_published and _missed(rsvp, rsvp.invitation.withdrawn_at):
                notices.withdrawn(session, rsvp.invitation, now=now)
        elif session.state is SessionState.CANCELLED:
            if _missed(rsvp, session.cancelled_at):
                notices.cancelled(session, [rsvp.invitation], now=now)
        elif session.is_published and not _is_settled_no(session, rsvp):
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
