"""Whether a person's calendar says something else than Foyer after an answer, and when the message leaves that puts it right."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from database import db, know, known
from rows import write_rows
from sessions import notices, records
from sessions.models import Answer, AnswerRecord, Invitation, Rsvp, ScheduledSession, Seat, Via

MOST_REPLIES_ANSWERED = 5  # an hour, for one person and session
_TOGETHER = "answers that are told together"


@dataclass(frozen=True, slots=True)
class Untold:
    """An answer that stands, and neither it nor its record is written. `tells`: the person's calendar says something else."""

    rsvp: Rsvp
    record: dict[str, Any]
    tells: bool


@contextmanager
def together() -> Iterator[None]:
    """Answers that are given inside are written, recorded and told at its end, in a few statements for all of them.

    For those that `side_by_side.have_at_hand` found: nobody gets a seat or loses one by them, and none of them waits.
    """
    untold: list[Untold] = []
    know({_TOGETHER: untold})
    yield
    know({_TOGETHER: None})
    if untold:
        write_rows([one.rsvp for one in untold])
        numbers = records.write_all([one.record for one in untold])
        telling = [one for one in untold if one.tells]
        notices.answered([(one.rsvp, f"answer:{numbers[one.rsvp.id]}", one.record["at"]) for one in telling])


def put_off(answer: Untold) -> bool:
    """Whether this one is written and told with others."""
    untold: list[Untold] | None = known(_TOGETHER)
    if untold is not None:
        untold.append(answer)
    return untold is not None


def needs_telling(rsvp: Rsvp, before: tuple[Answer, Seat], *, via: Via, pressed_at: datetime | None = None) -> bool:
    """Whether the person's calendar says something else than Foyer. A reply by calendar with a seat has said it already.

    An event that stands in the calendar as waiting has to lose that mark, unless it was declined there. And what left for the calendar
    after the person had pressed there (`pressed_at`, DTSTAMP) has put the old answer back.
    """
    if is_overtaken(rsvp.invitation, pressed_at):
        return True
    if via is not Via.CALENDAR:
        return before != (rsvp.answer, rsvp.seat)
    left_the_line = before[1] is Seat.WAITING and rsvp.answer is not Answer.DECLINED
    return rsvp.seat is Seat.WAITING or left_the_line


def is_overtaken(invitation: Invitation, pressed_at: datetime | None) -> bool:
    """Whether a message of ours left for this calendar later than the person pressed there. DTSTAMP has whole seconds."""
    left_at = invitation.left_at
    return pressed_at is not None and left_at is not None and pressed_at < left_at.replace(microsecond=0)


def tell_the_person(session: ScheduledSession, rsvp: Rsvp, seat_before: Seat, record_id: int, *, via: Via, now: datetime) -> None:
    """The calendar gets the true state. STATUS is TENTATIVE for who waits: a change of STATUS takes a new SEQUENCE (RFC 5546 section 2.1.4)."""
    waits = rsvp.seat is Seat.WAITING
    if waits != (seat_before is Seat.WAITING):
        session.calendar_object.sequence += 1
        db.session.flush()
    why = "waiting" if waits else "answered"
    occasion = f"answer:{record_id}"
    notices.seated(session, [rsvp], occasion=occasion, why=why, now=now, due_at=due_at(rsvp, via, now=now), is_new=True)


def due_at(rsvp: Rsvp, via: Via, *, now: datetime) -> datetime | None:
    """When the message leaves that an answer causes; None: at once.

    A calendar that answers by itself would answer that message too, and so on for ever: past a few an hour they wait until the hour
    is over, and newer ones take their place. None is left out: a person who pressed often has to be told as well.
    """
    if via is not Via.CALENDAR:
        return None
    hour = timedelta(hours=1)
    recent = select(AnswerRecord.at).where(
        AnswerRecord.rsvp_id == rsvp.id, AnswerRecord.via == Via.CALENDAR, AnswerRecord.at > now - hour
    )
    nth = db.session.scalar(
        recent.order_by(AnswerRecord.at.desc(), AnswerRecord.id.desc()).offset(MOST_REPLIES_ANSWERED).limit(1)
    )
    if nth is None:
        return None
    waits_until = notices.waits_until(rsvp.invitation)  # or pressing on would put it off for ever
    return min(nth + hour, waits_until) if waits_until else nth + hour
