"""The check-in of one date: from when until when it takes ticks and codes, and its end.

Closed means: everybody who came is ticked. Only then is somebody missed; a host who ticks nobody says nothing about anybody.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from database import db
from people.models import Person
from sessions import scheduling
from sessions.errors import OnlyHosts, WrongState
from sessions.models import Invitation, Rsvp, ScheduledSession, Seat
from sessions.models_attendance import Attendance, CheckIn, Presence

TICKS_FROM = timedelta(hours=12)  # before it starts: who prepares the room has the list open
TICKS_UNTIL = timedelta(days=14)  # after its end: ticks made without network, and those made on paper
CODES_FROM = timedelta(hours=1)
CODES_UNTIL = timedelta(minutes=30)
MOST_GUESTS = 500


def takes_ticks(session: ScheduledSession, now: datetime) -> bool:
    """Whether hosts can say who is here."""
    return session.is_published and session.starts_at - TICKS_FROM <= now < session.ends_at + TICKS_UNTIL


def takes_codes(session: ScheduledSession, now: datetime) -> bool:
    """Whether people can say themselves that they are here."""
    return session.is_published and session.starts_at - CODES_FROM <= now < session.ends_at + CODES_UNTIL


def of(session: ScheduledSession) -> CheckIn | None:
    """What a host said about the check-in as a whole; None when nothing."""
    return db.session.get(CheckIn, session.id)


def is_closed(session_id: int) -> bool:
    """Whether everybody who came is ticked."""
    return db.session.scalar(select(CheckIn.closed_at).where(CheckIn.session_id == session_id)) is not None


def at_door(session_id: int, by: Person, *, now: datetime) -> ScheduledSession:
    """The session, locked, for a host of this very date. Raises OnlyHosts, WrongState outside the time for ticks."""
    session = scheduling.lock(session_id)
    if not session.is_hosted_by(by):
        raise OnlyHosts("Only the hosts of this date see who came.")
    if not takes_ticks(session, now):
        raise WrongState("People are checked in from twelve hours before a session until two weeks after it.")
    return session


def close(session_id: int, *, by: Person, now: datetime) -> CheckIn:
    """Everybody who came is ticked; who had a seat and is not is missed, but for hosts. Raises OnlyHosts, WrongState before the start.

    Late ticks still count. Who had their own attendance taken out is not missed.
    """
    session = at_door(session_id, by, now=now)
    if now < session.starts_at:
        raise WrongState("The check-in can be closed once the session has begun.")
    for person_id, row in _seated(session):
        if row is None:
            db.session.add(Attendance(session_id=session.id, person_id=person_id, presence=Presence.MISSED, at=now))
        elif row.presence is Presence.OPEN:
            row.presence = Presence.MISSED
    check_in = kept(session)
    check_in.closed_at = check_in.closed_at or now
    db.session.flush()
    return check_in


def reopen(session_id: int, *, by: Person, now: datetime) -> None:
    """Nobody is missed any more, until it is closed again. Raises OnlyHosts, WrongState."""
    session = at_door(session_id, by, now=now)
    db.session.execute(
        delete(Attendance).where(Attendance.session_id == session.id, Attendance.presence == Presence.MISSED),
        execution_options={"synchronize_session": "fetch"},
    )
    kept(session).closed_at = None
    db.session.flush()


def note_guests(session_id: int, number: int, *, by: Person, now: datetime) -> None:
    """So many people without an account are here; nothing is kept of who they are. Raises OnlyHosts, WrongState."""
    session = at_door(session_id, by, now=now)
    if not 0 <= number <= MOST_GUESTS:
        raise WrongState("Enter a number from 0 to %(most)s.", most=MOST_GUESTS)
    kept(session).guests = number
    db.session.flush()


def forget_erased(*, now: datetime) -> None:
    """Of dates that take no late ticks any more, nothing is left of what people had taken out, nor of ticks taken back."""
    past = select(ScheduledSession.id).where(ScheduledSession.ends_at <= now - TICKS_UNTIL)
    aside = Attendance.presence.in_((Presence.ERASED, Presence.OPEN))
    db.session.execute(delete(Attendance).where(aside, Attendance.session_id.in_(past)))


def kept(session: ScheduledSession) -> CheckIn:
    """The row about the check-in as a whole. The session must be locked."""
    check_in = of(session)
    if check_in is None:
        check_in = CheckIn(session_id=session.id, closed_at=None, guests=0)
        db.session.add(check_in)
    return check_in


def _seated(session: ScheduledSession) -> list[tuple[int, Attendance | None]]:
    """Who has a seat at it and does not host it, and what is known of each."""
    query = (
        select(Rsvp.person_id, Attendance)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .outerjoin(Attendance, (Attendance.session_id == Rsvp.session_id) & (Attendance.person_id == Rsvp.person_id))
        .where(Rsvp.session_id == session.id, Rsvp.seat == Seat.SEATED, Invitation.withdrawn_at.is_(None))
        .where(Rsvp.person_id.not_in([host.person_id for host in session.hosts]))
    )
    return [(person_id, row) for person_id, row in db.session.execute(query)]
