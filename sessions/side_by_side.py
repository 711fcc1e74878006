"""Answers that concern nobody but who gives them: they go side by side, where all others wait for each other at the session's row.

Nobody counts seats for them: the session takes as many as come, or the answer takes no seat and gives none back. What they lock keeps
out whoever changes the session, and a second answer of the same person.
"""

from sqlalchemy import Boolean, bindparam, exists, or_, select
from sqlalchemy.orm.attributes import set_committed_value

from database import connection, db, know, known
from people.models import Person
from rows import Columns, parts
from sessions.models import Answer, CalendarObject, Delegation, Invitation, Rsvp, ScheduledSession, Seat

_HERE = (ScheduledSession.id == bindparam("session"), Rsvp.person_id == bindparam("person"))
_COUNTS_NO_SEATS = or_(
    ScheduledSession.capacity.is_(None) & (ScheduledSession.last_waiting_number == 0),
    (Rsvp.seat == Seat.NONE) & ~bindparam("says_yes", type_=Boolean),
)
# SQLAlchemy writes one FOR ... per statement, PostgreSQL takes more: the session for all who only read it, the answer for us alone.
_LOCK = (
    select(Rsvp.id)
    .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
    .where(*_HERE, ScheduledSession.series_id.is_(None), Rsvp.comes_with_id.is_(None), _COUNTS_NO_SEATS)
    .with_for_update(read=True, of=ScheduledSession)
    .suffix_with("FOR UPDATE OF rsvps", dialect="postgresql")
)
_DELEGATES = exists().where(
    Delegation.ended_at.is_(None), or_(Delegation.delegator_rsvp_id == Rsvp.id, Delegation.delegate_rsvp_id == Rsvp.id)
)
_RSVP = Columns(Rsvp)
_SESSION = Columns(
    ScheduledSession,
    *("id", "calendar_object_id", "recurrence_id", "series_id", "state", "starts_at", "ends_at", "rsvp_until"),
    *("capacity", "last_waiting_number", "asked_sequence", "asked_at"),
)
_OBJECT = Columns(CalendarObject, "id", "sequence")
_INVITATION = Columns(
    Invitation,
    *("id", "calendar_object_id", "person_id", "invited_at", "withdrawn_at", "told_sequence", "told_at", "left_at"),
)
_PERSON = Columns(  # what a message needs, and words about the next one
    Person,
    *("id", "email", "active", "language", "timezone", "wants_nudges", "nudges_paused_until"),
    *("quiet_from_hour", "quiet_until_hour"),
)
_AT_HAND = (
    select(*_RSVP.columns, *_SESSION.columns, *_OBJECT.columns, *_INVITATION.columns, *_PERSON.columns, _DELEGATES)
    .join(Rsvp.session)
    .join(ScheduledSession.calendar_object)
    .join(Rsvp.invitation)
    .join(Rsvp.person)
    .where(*_HERE)
)


def at_hand(session_id: int, person_id: int, answer: Answer) -> tuple[ScheduledSession, Rsvp] | None:
    """The session and this person's answer as they are now, locked for an answer like this one, in two statements at most.

    None where the whole session has to be locked first (`scheduling.lock`), and where there is nothing of both.
    """
    if known(("locked session", session_id)):
        return None
    db.session.flush()  # what is read takes the place of what stood in the objects
    asked = {"session": session_id, "person": person_id}
    only_one_writes = db.engine.dialect.name == "sqlite"
    if not only_one_writes and not _is_locked({**asked, "says_yes": answer is Answer.ACCEPTED}):
        return None
    found = connection().execute(_AT_HAND, asked).one_or_none()
    if found is None:
        return None
    rsvp, session, calendar_object, invitation, person, delegates = parts(found, _RSVP, _SESSION, _OBJECT, _INVITATION, _PERSON)
    if delegates and not only_one_writes:
        return None
    set_committed_value(session, "calendar_object", calendar_object)
    for name, value in (("session", session), ("invitation", invitation), ("person", person)):
        set_committed_value(rsvp, name, value)
    set_committed_value(invitation, "person", person)
    set_committed_value(invitation, "calendar_object", calendar_object)
    if not delegates:
        know({("delegations of", rsvp.id): ()})
    return session, rsvp


def _is_locked(asked: dict[str, object]) -> bool:
    return connection().scalar(_LOCK, asked) is not None
