"""Scheduling: draft, publish, change, cancel, duplicate. SEQUENCE counts here (RFC 5546 section 2.1.4)."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import cast

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager, lazyload

from config import settings
from database import db, know, known
from people.models import Person
from sessions import changes, notices, waitlist
from sessions.details import SessionDetails, checked, details_of
from sessions.errors import CapacityTaken, DetailsInvalid, EditConflict, SessionMissing, WrongState
from sessions.kits import uses
from sessions.models import (
    Answer,
    CalendarObject,
    Host,
    Invitation,
    Rsvp,
    ScheduledSession,
    Seat,
    SessionState,
    Via,
)
from sessions.series import groups

# FROM the calendar object: its row is locked first, by who locks one date as by who locks all of them.
_LOCKING = (
    select(ScheduledSession)
    .select_from(CalendarObject)
    .join(ScheduledSession, ScheduledSession.calendar_object_id == CalendarObject.id)
    .options(lazyload(ScheduledSession.hosts), contains_eager(ScheduledSession.calendar_object))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_LOCKING_ONE = _LOCKING.where(ScheduledSession.id == bindparam("session"))
_LOCKING_DATES = _LOCKING.where(ScheduledSession.calendar_object_id.in_(bindparam("objects", expanding=True))).order_by(
    ScheduledSession.calendar_object_id, ScheduledSession.id
)


def lock(session_id: int) -> ScheduledSession:
    """The session as it is now, its row and its calendar object's held until the transaction ends. Raises SessionMissing."""
    if locked := known(("locked session", session_id)):
        return cast("ScheduledSession", locked)
    session: ScheduledSession | None = db.session.scalar(_LOCKING_ONE, {"session": session_id})
    if session is None and db.session.get(ScheduledSession, session_id) is not None:
        # While we waited it went to another calendar object: PostgreSQL then finds the row that it has locked outside the join.
        session = db.session.scalar(_LOCKING_ONE, {"session": session_id})
    if session is None:
        raise SessionMissing("There is no such session.")
    return session


def lock_dates(calendar_object_ids: Collection[int]) -> list[ScheduledSession]:
    """Every date of these calendar objects, locked as by `lock`, in an order that is everybody's."""
    found = list(db.session.scalars(_LOCKING_DATES, {"objects": list(calendar_object_ids)}))
    know({("locked session", session.id): session for session in found})
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """Where a date belongs. `calendar_object` and `recurrence_id` (aware UTC) are those of a series; a course gives each date its own.

    `part` is which part of a course's programme it is.
    """

    series_id: int
    calendar_object: CalendarObject | None = None
    recurrence_id: datetime | None = None
    part: int | None = None


def dates_of(session: ScheduledSession) -> list[ScheduledSession]:
    """The session and every other date of its UID, locked; in order of the rhythm."""
    if session.recurrence_id is None:
        return [session]
    return sorted(lock_dates([session.calendar_object_id]), key=lambda date: (date.recurrence_id or date.starts_at, date.id))


def draft(details: SessionDetails, *, by: Person, now: datetime, belongs: Belonging | None = None) -> ScheduledSession:
    """A new session exists that nobody has been told about. Raises DetailsInvalid."""
    details = checked(details)
    calendar_object = (belongs and belongs.calendar_object) or new_calendar_object(now=now)
    session = ScheduledSession(calendar_object=calendar_object, created_by_id=by.id, created_at=now)
    if belongs:
        session.series_id, session.recurrence_id, session.part = belongs.series_id, belongs.recurrence_id, belongs.part
    write(session, details)
    db.session.add(session)
    db.session.flush()
    return session


def new_calendar_object(*, now: datetime) -> CalendarObject:
    """A UID that no calendar knows yet."""
    return CalendarObject(uid=f"{secrets.token_hex(16)}@{settings().mail_domain}", created_at=now)


def publish(session_id: int, *, by: Person, now: datetime) -> ScheduledSession:  # noqa: ARG001
    """The session stands in the calendar and everybody on its list is invited. Raises WrongState."""
    session = lock(session_id)
    if session.recurrence_id is not None:
        raise WrongState("This date belongs to a series. Publish the series: its dates come together.")
    if session.part is not None:
        raise WrongState("This date belongs to a course. Publish the course: its parts come together.")
    guard_publication(session, now=now)
    session.state, session.published_at = SessionState.PUBLISHED, now
    db.session.flush()
    notices.invited(session, current_invitations(session), now=now)
    return session


def guard_publication(session: ScheduledSession, *, now: datetime) -> None:
    """Raises WrongState for what is no draft any more, or nobody could come to."""
    if session.state is not SessionState.DRAFT:
        raise WrongState("This session has been published already." if session.is_published else "This session was cancelled.")
    if session.starts_at <= now:
        raise WrongState("This session lies in the past. Choose a new date first.")
    if session.answers_until <= now:
        raise WrongState("The date to answer has passed: nobody could say yes. Choose a later one first.")


def change(
    session_id: int,
    details: SessionDetails,
    *,
    by: Person,  # noqa: ARG001
    now: datetime,
    edit_number: int | None = None,
) -> ScheduledSession:
    """The session is as `details` says, and everybody whom that concerns is told once.

    A new time or place asks everybody again: a yes becomes open but keeps its seat, a maybe stays, a no stays. A raised capacity
    seats the longest-waiting. Raises DetailsInvalid, CapacityTaken, WrongState (cancelled, or over), and EditConflict when
    `edit_number` is given and somebody else changed it since.
    """
    session = lock(session_id)
    details = checked(details)
    guard_open(session, now=now)
    if edit_number is not None and edit_number != session.edit_number:
        raise EditConflict("Somebody else changed this session while you were editing. Look at it again and repeat your change.")
    planned = changes.plan(details_of(session), details, now=now)
    if not planned.fields:
        return session
    _guard_capacity(session, details.capacity)
    _guard_question(session, details, planned, now=now)
    _guard_part(session, details)
    write(session, details)
    session.edit_number += 1
    session.revised_at = now
    if session.is_published:
        _tell_of_change(session, planned, now=now)
    db.session.flush()
    return session


def _tell_of_change(session: ScheduledSession, planned: changes.Change, *, now: datetime) -> None:
    if planned.bumps_sequence:
        session.calendar_object.sequence += 1
    if planned.asks_again:
        session.asked_sequence, session.asked_at = session.calendar_object.sequence, now
        changes.ask_again([session.id], now=now)
    db.session.flush()
    if planned.tells:
        declined_too = planned.bumps_sequence  # what stands in their calendar must not go stale either
        invited = current_invitations(session, declined=declined_too)
        notices.updated(session, invited, planned.fields, moved_from=planned.moved_from, now=now)
    if planned.fields & changes.SEATS:
        promote(session, now=now, changed=planned.fields)


def guard_open(session: ScheduledSession, *, now: datetime) -> None:
    """Only what lies ahead is planned. Raises WrongState for what was cancelled, or published and is over."""
    if session.state is SessionState.CANCELLED:
        raise WrongState("This session was cancelled. Duplicate it to plan it anew.")
    if session.is_published and session.is_over(now):
        raise WrongState("This session is over.")


def add_seat(session_id: int, *, by: Person, now: datetime) -> ScheduledSession:
    """One seat more; whoever waits longest has it. Raises WrongState when seats are not limited."""
    session = lock(session_id)
    if session.capacity is None:
        raise WrongState("This session has room for everybody.")
    return change(session_id, replace(details_of(session), capacity=session.capacity + 1), by=by, now=now)


def promote(session: ScheduledSession, *, now: datetime, changed: Iterable[str] = ()) -> list[Rsvp]:
    """Whoever waits longest has the free seats and is told, in the calendar and by mail. The row must be locked.

    `changed` are the fields whose change freed the seats: the one message that leaves says both.
    """
    called = waitlist.fill_seats(session, now=now)
    if called:
        session.calendar_object.sequence += 1  # their event turns from TENTATIVE to CONFIRMED
        for rsvp in called:
            changes.keep_record(rsvp, (rsvp.answer, Seat.WAITING), via=Via.SYSTEM, now=now)
        db.session.flush()
        occasion = f"promoted:{session.calendar_object.sequence}"
        notices.seated(session, called, occasion=occasion, why="promoted", changed=changed, now=now)
    return called


def cancel(session_id: int, *, reason: str, by: Person, now: datetime) -> ScheduledSession:  # noqa: ARG001
    """The session does not take place; everybody who was told of it is told why. Raises WrongState."""
    session = lock(session_id)
    if session.state is SessionState.CANCELLED:
        raise WrongState("This session was cancelled already.")
    if session.is_over(now) and session.is_published:
        raise WrongState("This session is over.")
    was_published = session.is_published
    session.state, session.cancelled_at, session.cancel_reason = SessionState.CANCELLED, now, reason.strip()
    if was_published:
        session.calendar_object.sequence += 1
        db.session.flush()
        notices.cancelled(session, current_invitations(session), now=now)
    groups.after_cancellation(session, now=now)
    db.session.flush()
    return session


def discard(session_id: int, *, by: Person) -> None:  # noqa: ARG001
    """The draft is gone; nobody had been told. Raises WrongState for anything but a draft."""
    session = lock(session_id)
    if session.state is not SessionState.DRAFT:
        raise WrongState("Only a draft can be thrown away. Cancel the session instead.")
    if session.recurrence_id is not None:
        raise WrongState("This date belongs to a series. Throw the series away, and plan it without this date.")
    calendar_object = session.calendar_object
    db.session.delete(session)
    db.session.flush()
    db.session.delete(calendar_object)
    db.session.flush()


def duplicate(session_id: int, *, by: Person, now: datetime) -> ScheduledSession:
    """A draft with the same details exists, one week later (moved on until it lies ahead); nobody is invited to it yet.

    Of a date of a series or course it is a session of its own.
    """
    original = db.session.get(ScheduledSession, session_id)
    if original is None:
        raise SessionMissing("There is no such session.")
    details, zone = details_of(original), original.zone
    weeks = changes.weeks_until_ahead(details.starts_at, zone, now=now)
    starts_at = changes.later(details.starts_at, zone, weeks=weeks)
    until = changes.later(details.rsvp_until, zone, weeks=weeks) if details.rsvp_until else None
    host_ids = tuple(host.person_id for host in original.hosts if host.person.active) or (by.id,)
    group = groups.of(original)  # whose seats are not counted at the date
    details = replace(details, capacity=group.group_capacity) if group is not None else details
    moved = replace(details, starts_at=starts_at, ends_at=starts_at + (details.ends_at - details.starts_at), rsvp_until=until)
    copy = draft(replace(moved, host_ids=host_ids), by=by, now=now)
    uses.follow(copy, original)
    return copy


def current_invitations(session: ScheduledSession, *, declined: bool = True) -> list[Invitation]:
    """Everybody invited now who is still here, in order of invitation; without those who declined if asked."""
    query = (
        select(Invitation)
        .join(Rsvp, Rsvp.invitation_id == Invitation.id)
        .join(Person, Person.id == Invitation.person_id)
        .where(Rsvp.session_id == session.id, Invitation.withdrawn_at.is_(None), Person.active)
        .order_by(Invitation.id)
    )
    if not declined:
        query = query.where(Rsvp.answer != Answer.DECLINED)
    return list(db.session.scalars(query))


def plan_change(session: ScheduledSession, details: SessionDetails, *, now: datetime) -> changes.Change:
    """What saving `details` would change and whom it would concern; changes nothing. Raises what `change` would raise for them."""
    details = checked(details)
    planned = changes.plan(details_of(session), details, now=now)
    _guard_capacity(session, details.capacity)
    _guard_question(session, details, planned, now=now)
    _guard_part(session, details)
    return planned


def write(session: ScheduledSession, details: SessionDetails) -> None:
    """The session is as these details say; nobody is told. For rules that tell of several dates at once."""
    for name, value in asdict(details).items():
        if name != "host_ids":
            setattr(session, name, value)
    if tuple(host.person_id for host in session.hosts) != details.host_ids:
        session.hosts = []
        db.session.flush()  # their order is that of their ids: who becomes first needs a row before the others
        session.hosts = [Host(person_id=person_id) for person_id in details.host_ids]


def _guard_capacity(session: ScheduledSession, capacity: int | None) -> None:
    if capacity is None or (session.capacity is not None and capacity >= session.capacity):
        return
    taken = waitlist.seats_taken(session.id)
    if capacity < taken:
        raise CapacityTaken("%(taken)s seats are taken already. Nobody loses a seat: choose %(taken)s or more.", taken=taken)


def _guard_question(session: ScheduledSession, details: SessionDetails, planned: changes.Change, *, now: datetime) -> None:
    """Nobody is asked what they could not answer any more."""
    if not session.is_published:
        return
    if details.starts_at <= now and "starts_at" in planned.fields:
        raise DetailsInvalid("starts_at", "This start lies in the past.")
    if planned.asks_again and details.rsvp_until is not None and details.rsvp_until <= now:
        raise DetailsInvalid(
            "rsvp_until", "Everybody is asked again, and the date to answer has passed. Choose a later one, or none."
        )


def _guard_part(session: ScheduledSession, details: SessionDetails) -> None:
    """A part of a course is not moved onto another one."""
    moved = (details.starts_at, details.ends_at) != (session.starts_at, session.ends_at)
    if moved and session.part is not None and session.series_id is not None:
        guard_parts(session.series_id, details.starts_at, details.ends_at, but_not=session.id)


def guard_parts(course_id: int, starts_at: datetime, ends_at: datetime, *, but_not: int | None = None) -> None:
    """Raises DetailsInvalid at `starts_at` when a part of this course is at that time: nobody could come to both."""
    query = select(ScheduledSession.part).where(ScheduledSession.series_id == course_id, ScheduledSession.id != (but_not or 0))
    query = query.where(ScheduledSession.state != SessionState.CANCELLED)
    other = db.session.scalar(query.where(ScheduledSession.starts_at < ends_at, ScheduledSession.ends_at > starts_at).limit(1))
    if other is not None:
        raise DetailsInvalid("starts_at", "Part %(number)s of this course is at that time.", number=other)
