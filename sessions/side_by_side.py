"""Answers that concern nobody but who gives them: they go side by side, where all others wait for each other at the session's row.

Nobody counts seats for them: the session takes as many as come, or the answer takes no seat and gives none back. What they lock keeps
out whoever changes the session, and a second answer of the same person.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, FromClause, Integer, and_, bindparam, case, exists, false, or_, select, true
from sqlalchemy.orm.attributes import set_committed_value

from database import db, know, known
from people.models import Person
from ready import Ready, ReadyForMany
from rows import Columns, parts
from sessions.models import Answer, CalendarObject, Delegation, Invitation, Rsvp, ScheduledSession, Seat

_AT_HAND_KEY = "answer at hand"
_HERE = (ScheduledSession.id == bindparam("session"), Rsvp.person_id == bindparam("person"))
_TAKES_ALL = ScheduledSession.capacity.is_(None) & (ScheduledSession.last_waiting_number == 0)
_CONCERNS_ONE = (ScheduledSession.series_id.is_(None), Rsvp.comes_with_id.is_(None))
_COUNTS_NO_SEATS = or_(
    _TAKES_ALL,
    (Rsvp.seat == Seat.NONE) & ~bindparam("says_yes", type_=Boolean),
)
# SQLAlchemy writes one FOR ... per statement, PostgreSQL takes more: the session for all who only read it, the answer for us alone.
_LOCK = Ready(
    select(Rsvp.id)
    .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
    .where(*_HERE, *_CONCERNS_ONE, _COUNTS_NO_SEATS)
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
_ANSWERS = (
    select(*_RSVP.columns, *_SESSION.columns, *_OBJECT.columns, *_INVITATION.columns, *_PERSON.columns, _DELEGATES)
    .join(Rsvp.session)
    .join(ScheduledSession.calendar_object)
    .join(Rsvp.invitation)
    .join(Rsvp.person)
)
_AT_HAND = Ready(_ANSWERS.where(*_HERE))
_PAIR = {"session": Integer(), "person": Integer()}


def _is_given(pair: FromClause) -> tuple[ColumnElement[bool], ...]:
    """What is asked of it stands in a CASE: PostgreSQL, which takes nearly nothing for null, began with that and went through all rows."""
    is_fit = case((and_(*_CONCERNS_ONE, _TAKES_ALL), true()), else_=false())
    return Rsvp.session_id == pair.c.session, Rsvp.person_id == pair.c.person, is_fit


# Whoever is held up by a change of their session waits for it alone.
_LOCK_MANY = ReadyForMany(
    lambda pair: (
        select(Rsvp.id)
        .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
        .where(*_is_given(pair))
        .order_by(Rsvp.session_id, Rsvp.id)
        .with_for_update(read=True, of=ScheduledSession, skip_locked=True)
        .suffix_with("FOR UPDATE OF rsvps SKIP LOCKED", dialect="postgresql")
    ),
    **_PAIR,
)
_THESE = ReadyForMany(lambda answer: _ANSWERS.where(Rsvp.id == answer.c.id, ~_DELEGATES), id=Integer())
_ALL_AT_HAND = ReadyForMany(lambda pair: _ANSWERS.where(*_is_given(pair), ~_DELEGATES), **_PAIR)


def at_hand(session_id: int, person_id: int, answer: Answer) -> tuple[ScheduledSession, Rsvp] | None:
    """The session and this person's answer as they are now, locked for an answer like this one, in two statements at most.

    None where the whole session has to be locked first (`scheduling.lock`), and where there is nothing of both.
    """
    if known(("locked session", session_id)):
        return None
    if found := known((_AT_HAND_KEY, session_id, person_id)):
        return found  # type: ignore[no-any-return]
    db.session.flush()  # what is read takes the place of what stood in the objects
    asked = {"session": session_id, "person": person_id}
    only_one_writes = db.engine.dialect.name == "sqlite"
    if not only_one_writes and not _is_locked({**asked, "says_yes": answer is Answer.ACCEPTED}):
        return None
    found = _AT_HAND.first(asked)
    if found is None:
        return None
    session, rsvp, delegates = _from_row(found)
    if delegates and not only_one_writes:
        return None
    if not delegates:
        know({("delegations of", rsvp.id): ()})
    return session, rsvp


def have_at_hand(pairs: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """Of these pairs of session and person those whose answers can be written together, and are locked: `at_hand` gives them.

    To sessions that take as many as come, of people with whom nobody else comes and who sent nobody. Two statements at most.
    """
    db.session.flush()
    found: set[tuple[int, int]] = set()
    for row in _locked(pairs):
        session, rsvp, _delegates = _from_row(row)
        know({(_AT_HAND_KEY, session.id, rsvp.person_id): (session, rsvp), ("delegations of", rsvp.id): ()})
        found.add((session.id, rsvp.person_id))
    return found


def _locked(pairs: Collection[tuple[int, int]]) -> Sequence[Any]:
    given = [{"session": session_id, "person": person_id} for session_id, person_id in sorted(pairs)]
    if db.engine.dialect.name == "sqlite":  # only one writes
        return _ALL_AT_HAND.all(given)
    locked = _LOCK_MANY.all(given)
    return _THESE.all([{"id": rsvp_id} for (rsvp_id,) in locked]) if locked else ()


def _from_row(row: Sequence[Any]) -> tuple[ScheduledSession, Rsvp, bool]:
    rsvp, session, calendar_object, invitation, person, delegates = parts(row, _RSVP, _SESSION, _OBJECT, _INVITATION, _PERSON)
    set_committed_value(session, "calendar_object", calendar_object)
    for name, value in (("session", session), ("invitation", invitation), ("person", person)):
        set_committed_value(rsvp, name, value)
    set_committed_value(invitation, "person", person)
    set_committed_value(invitation, "calendar_object", calendar_object)
    return session, rsvp, delegates


def _is_locked(asked: dict[str, object]) -> bool:
    return bool(_LOCK.all(asked))
