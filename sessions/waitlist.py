"""Seats and the waiting list: never one seat too many, never one empty while somebody waits.

Every function here expects the session row to be locked by `scheduling.lock` in the open transaction: lock first, then count.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from database import db, know, known
from sessions.models import Rsvp, ScheduledSession, Seat
from sessions.series import groups

_HERE = select(func.count()).select_from(Rsvp).where(Rsvp.session_id == bindparam("session"))
_TAKEN = _HERE.where(Rsvp.seat == Seat.SEATED)
_AHEAD = _HERE.where(Rsvp.seat == Seat.WAITING, Rsvp.waiting_number <= bindparam("number"))


@dataclass(frozen=True, slots=True)
class Room:
    """Seats taken, and how many there are; `capacity` None: as many as come."""

    taken: int
    capacity: int | None


def take_or_queue(session: ScheduledSession, rsvp: Rsvp, *, now: datetime) -> None:
    """The person has a seat, or the next place in line. Who has either keeps it.

    Once the session has begun nobody is called from the line any more, and a free seat is for whoever stands at the door.
    """
    if rsvp.seat is Seat.SEATED:
        return
    group = groups.of(session)
    if group is not None:
        groups.settle(group, rsvp, now=now)
        return
    if has_free_seat(session) and (now >= session.starts_at or not _somebody_waits(session)):
        rsvp.seat, rsvp.waiting_number = Seat.SEATED, None
        _count(session.id, 1)
        return
    if rsvp.seat is Seat.WAITING:
        return
    session.last_waiting_number += 1
    rsvp.seat, rsvp.waiting_number = Seat.WAITING, session.last_waiting_number


def give_up(rsvp: Rsvp) -> bool:
    """The person has neither seat nor place in line. Returns whether a seat became free by it.

    In a series that keeps its group a date missed is nobody else's: the seat is that of the group.
    """
    freed = rsvp.seat is Seat.SEATED
    rsvp.seat, rsvp.waiting_number = Seat.NONE, None
    _count(rsvp.session_id, -1 if freed else 0)
    return freed


def fill_seats(session: ScheduledSession, *, now: datetime) -> list[Rsvp]:
    """Whoever waits longest has each free seat; returns them in that order. After the start nobody is called any more."""
    if now >= session.starts_at or session.last_waiting_number == 0:  # nobody ever had to wait
        return []
    waiting = select(Rsvp).where(Rsvp.session_id == session.id, Rsvp.seat == Seat.WAITING).order_by(Rsvp.waiting_number)
    free = free_seats(session)
    if free is not None:
        if free <= 0:
            return []
        waiting = waiting.limit(free)
    called = list(db.session.scalars(waiting))
    for rsvp in called:
        rsvp.seat, rsvp.waiting_number = Seat.SEATED, None
    _count(session.id, len(called))
    db.session.flush()
    return called


def has_free_seat(session: ScheduledSession) -> bool:
    free = free_seats(session)
    return free is None or free > 0


def free_seats(session: ScheduledSession) -> int | None:
    """How many seats are free; None when there is no limit."""
    return None if session.capacity is None else session.capacity - seats_taken(session.id)


def seats_taken(session_id: int) -> int:
    counted: int | None = known(("seats taken", session_id))
    if counted is not None:
        return counted
    db.session.flush()
    return db.session.scalar(_TAKEN, {"session": session_id}) or 0


def count_seats(session_ids: Collection[int]) -> None:
    """For many answers to these locked sessions in one transaction the seats are counted once, and from then on here."""
    query = select(Rsvp.session_id, func.count()).where(Rsvp.session_id.in_(session_ids), Rsvp.seat == Seat.SEATED)
    found = dict(db.session.execute(query.group_by(Rsvp.session_id)).all())
    know({("seats taken", id_): found.get(id_, 0) for id_ in session_ids})


def _count(session_id: int, more: int) -> None:
    counted = known(("seats taken", session_id))
    if counted is not None:
        know({("seats taken", session_id): counted + more})


def _somebody_waits(session: ScheduledSession) -> bool:
    if session.last_waiting_number == 0:
        return False  # nobody ever had to
    query = select(Rsvp.id).where(Rsvp.session_id == session.id, Rsvp.seat == Seat.WAITING).limit(1)
    return db.session.scalar(query) is not None


def place_in_line(rsvp: Rsvp) -> int | None:
    """1 for the first in line; None for whoever does not wait."""
    if rsvp.waiting_number is None:
        return None
    db.session.flush()
    return db.session.scalar(_AHEAD, {"session": rsvp.session_id, "number": rsvp.waiting_number}) or 0


def room(session: ScheduledSession) -> Room:
    """How full it is, for pages: of a series that keeps its group, the group's seats. Locks nothing."""
    group = groups.of(session)
    if group is not None:
        return Room(groups.seats_taken(group.id), group.group_capacity)
    return Room(seats_taken(session.id), session.capacity)


def places_in_line(session_id: int) -> dict[int, int]:
    """The place of everybody who waits, by person id."""
    query = select(Rsvp.person_id).where(Rsvp.session_id == session_id, Rsvp.seat == Seat.WAITING).order_by(Rsvp.waiting_number)
    return {person_id: place for place, person_id in enumerate(db.session.scalars(query), start=1)}
