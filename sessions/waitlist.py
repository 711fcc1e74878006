"""Seats and the waiting list: never one seat too many, never one empty while somebody waits.

Every function here expects the session row to be locked by `scheduling.lock` in the open transaction: lock first, then count.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from database import connection, db, know, known
from sessions.models import Rsvp, ScheduledSession, Seat
from sessions.series import groups

_HERE = select(func.count()).select_from(Rsvp).where(Rsvp.session_id == bindparam("session"))
TAKEN = _HERE.where(Rsvp.seat == Seat.SEATED)
_TAKEN_IN = (
    select(Rsvp.session_id, func.count())
    .where(Rsvp.session_id.in_(bindparam("sessions", expanding=True)), Rsvp.seat == Seat.SEATED)
    .group_by(Rsvp.session_id)
)
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
    if _has_free_seats(session, _seats_needed(rsvp)) and (now >= session.starts_at or not _somebody_waits(session)):
        rsvp.seat, rsvp.waiting_number = Seat.SEATED, None
        _count(session.id, 1)
        return
    if rsvp.seat is Seat.WAITING:
        return
    session.last_waiting_number += 1
    rsvp.seat, rsvp.waiting_number = Seat.WAITING, session.last_waiting_number


def give_up(rsvp: Rsvp) -> bool:
    """The person has neither seat nor place in line. Returns whether a seat became free by it, or one fits whoever waited with them.

    In a series that keeps its group a date missed is nobody else's: the seat is that of the group.
    """
    freed = rsvp.seat is Seat.SEATED
    rsvp.seat, rsvp.waiting_number = Seat.NONE, None
    _count(rsvp.session_id, -1 if freed else 0)
    return _part(rsvp) or freed


def _part(rsvp: Rsvp) -> bool:
    """They come together with nobody any more. Returns whether the other one waits, and may have a single seat now."""
    other = companion_of(rsvp)
    if other is None:
        return False
    rsvp.comes_with_id = other.comes_with_id = None
    return other.seat is Seat.WAITING


def companion_of(rsvp: Rsvp) -> Rsvp | None:
    """With whom this person has a seat or waits, if they come together with somebody. No query for those who do not."""
    return db.session.get(Rsvp, rsvp.comes_with_id) if rsvp.comes_with_id is not None else None


def _seats_needed(rsvp: Rsvp) -> int:
    """Two, for who comes with somebody who has none yet: both have one or both wait."""
    other = companion_of(rsvp)
    return 1 if other is None or other.seat is Seat.SEATED else 2


def fill_seats(session: ScheduledSession, *, now: datetime) -> list[Rsvp]:
    """Whoever waits longest has each free seat; returns them in that order. After the start nobody is called any more."""
    if now >= session.starts_at or session.last_waiting_number == 0:  # nobody ever had to wait
        return []
    free = free_seats(session)
    called = _called(session, free)
    for rsvp in called:
        rsvp.seat, rsvp.waiting_number = Seat.SEATED, None
    _count(session.id, len(called))
    db.session.flush()
    return called


def _called(session: ScheduledSession, free: int | None) -> list[Rsvp]:
    """Who has these free seats. Two who come together are called when it is the later one's turn, and passed over for a single seat."""
    waiting = select(Rsvp).where(Rsvp.session_id == session.id, Rsvp.seat == Seat.WAITING).order_by(Rsvp.waiting_number)
    if free is None:
        return list(db.session.scalars(waiting))
    if free <= 0:
        return []
    first = list(db.session.scalars(waiting.limit(free)))
    if all(rsvp.comes_with_id is None for rsvp in first):
        return first
    called: list[Rsvp] = []
    seen: dict[int, Rsvp] = {}
    for rsvp in db.session.scalars(waiting):
        seen[rsvp.id] = rsvp
        together = _called_with(rsvp, seen)
        if len(called) + len(together) <= free:
            called += together
    return called


def _called_with(rsvp: Rsvp, seen: Mapping[int, Rsvp]) -> list[Rsvp]:
    """Whose turn it is when the line has come to this one: nobody's, while the one who waits with them stands further back."""
    other = companion_of(rsvp)
    if other is None or other.seat is not Seat.WAITING:
        return [rsvp]
    return [other, rsvp] if other.id in seen else []


def has_free_seat(session: ScheduledSession) -> bool:
    free = free_seats(session)
    return free is None or free > 0


def _has_free_seats(session: ScheduledSession, count: int) -> bool:
    free = free_seats(session)
    return free is None or free >= count


def free_seats(session: ScheduledSession) -> int | None:
    """How many seats are free; None when there is no limit."""
    return None if session.capacity is None else session.capacity - seats_taken(session.id)


def seats_taken(session_id: int) -> int:
    counted: int | None = known(("seats taken", session_id))
    if counted is not None:
        return counted
    db.session.flush()
    return connection().scalar(TAKEN, {"session": session_id}) or 0


def count_seats(session_ids: Collection[int]) -> None:
    """For many answers to these locked sessions in one transaction the seats are counted once, and from then on here."""
    found = dict(db.session.execute(_TAKEN_IN, {"sessions": list(session_ids)}).all())
    know({("seats taken", id_): found.get(id_, 0) for id_ in session_ids})


def _count(session_id: int, more: int) -> None:
    counted = known(("seats taken", session_id))
    if counted is not None:
        know({("seats taken", session_id): counted + more})


def _somebody_waits(session: ScheduledSession) -> bool:
    if session.last_waiting_number == 0:
        return False  # nobody ever had to
    # Two who wait for two seats keep nobody from a single one.
    query = select(Rsvp.id).where(Rsvp.session_id == session.id, Rsvp.seat == Seat.WAITING, Rsvp.comes_with_id.is_(None)).limit(1)
    return db.session.scalar(query) is not None


def place_in_line(rsvp: Rsvp) -> int | None:
    """1 for the first in line; None for whoever does not wait."""
    if rsvp.waiting_number is None:
        return None
    db.session.flush()
    return connection().scalar(_AHEAD, {"session": rsvp.session_id, "number": rsvp.waiting_number}) or 0


def room(session: ScheduledSession, taken: int | None = None) -> Room:
    """How full it is, for pages: of a series that keeps its group, the group's seats. Locks nothing. `taken`: seats, if they were counted."""
    group = groups.of(session)
    if group is not None:
        return Room(groups.seats_taken(group.id), group.group_capacity)
    return Room(seats_taken(session.id) if taken is None else taken, session.capacity)


def places_in_line(session_id: int) -> dict[int, int]:
    """The place of everybody who waits, by person id."""
    query = select(Rsvp.person_id).where(Rsvp.session_id == session_id, Rsvp.seat == Seat.WAITING).order_by(Rsvp.waiting_number)
    return {person_id: place for place, person_id in enumerate(db.session.scalars(query), start=1)}
