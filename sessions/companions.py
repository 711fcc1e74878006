"""Two who come together to a session: both have a seat, or both wait until there are two."""

from datetime import datetime

from sessions import rsvps, scheduling, waitlist
from sessions.errors import WrongState
from sessions.models import Answer, Rsvp, ScheduledSession, Seat, Via
from sessions.series import groups
from sessions.standings import invited


def come_together(session_id: int, one_id: int, other_id: int, *, now: datetime) -> tuple[Rsvp, Rsvp]:
    """Both say yes, under one lock. Both have a seat, or wait side by side and are called when two seats are free.

    Each has to have asked for it or agreed. Whoever has a seat keeps it. Raises SessionError: NotInvited, TooLate, or WrongState where
    one has a seat and there is none for the other, or the seats are those of a group.
    """
    session = scheduling.lock(session_id)
    one, other = invited(session, one_id), invited(session, other_id)
    if groups.of(session) is not None:
        raise WrongState("Here the same people come each time, and each answers for themselves.")
    _guard_seats(session, one, other)
    _bind(one, other)
    for rsvp in (one, other):
        if rsvp.answer is not Answer.ACCEPTED:
            rsvps.record_answer(session_id, rsvp.person_id, Answer.ACCEPTED, via=Via.WEB, now=now)
    scheduling.promote(session, now=now)
    return one, other


def _guard_seats(session: ScheduledSession, one: Rsvp, other: Rsvp) -> None:
    seated = [rsvp for rsvp in (one, other) if rsvp.seat is Seat.SEATED]
    if len(seated) == 1 and not waitlist.has_free_seat(session):
        raise WrongState("%(name)s has a seat, and there is no second one. Nothing was changed.", name=seated[0].person.name)


def _bind(one: Rsvp, other: Rsvp) -> None:
    for rsvp, beside in ((one, other), (other, one)):
        before = waitlist.companion_of(rsvp)
        if before is not None and before.id != beside.id:
            before.comes_with_id = None
    one.comes_with_id, other.comes_with_id = other.id, one.id
