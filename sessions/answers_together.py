"""Answers of several people in one transaction: as many statements for all of them as one takes alone.

Only those that concern nobody but who gives them, to sessions that take as many as come; the rule is `rsvps.record_answer` for each.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sessions import reminders, rsvps, side_by_side, telling
from sessions.errors import SessionError
from sessions.models import Answer, Seat, Via


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What `rsvps.record_answer` takes, of somebody who answers by themselves."""

    session_id: int
    person_id: int
    answer: Answer
    via: Via
    now: datetime
    comment: str | None = None
    shows_name: bool | None = None
    asked: int | None = None


_ASKED = tuple(field.name for field in fields(Given))


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of it. `place_in_line` is 1 for the first who waits; `asks_at`: when an undecided person is asked once more, if ever."""

    answer: Answer
    seat: Seat
    place_in_line: int | None
    asks_at: datetime | None


def record(given: Given) -> Noted:
    """In the caller's transaction. Raises as `rsvps.record_answer`."""
    recorded = rsvps.record_answer(**{name: getattr(given, name) for name in _ASKED})
    rsvp = recorded.rsvp
    asks_at = reminders.nudge_at(rsvp, now=given.now) if rsvp.answer is Answer.TENTATIVE else None
    return Noted(rsvp.answer, rsvp.seat, recorded.place_in_line, asks_at)


def record_all(givens: Sequence[Given]) -> list[Noted | SessionError | None]:
    """In the caller's transaction. None: nothing was done, this one has to be recorded alone, in another transaction."""
    at_hand = side_by_side.have_at_hand({(given.session_id, given.person_id) for given in givens})
    found: list[Noted | SessionError | None] = []
    with telling.together():
        for given in givens:
            which = given.session_id, given.person_id
            found.append(_or_error(given) if which in at_hand else None)
            at_hand.discard(which)  # a second answer of one person comes after the first
    return found


def _or_error(given: Given) -> Noted | SessionError:
    try:
        return record(given)
    except SessionError as error:  # raised before anything is changed
        return error
