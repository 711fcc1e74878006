"""What a change of a session means for the people invited: decided here, told by `notices`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import and_, case, func, insert, literal, or_, select, update

from database import db
from sessions.models import Answer, AnswerRecord, Invitation, Outcome, Rsvp, ScheduledSession, Seat, Via

if TYPE_CHECKING:
    from sessions.scheduling import SessionDetails

ASKS_AGAIN = frozenset({"starts_at", "ends_at", "place"})
BUMPS = ASKS_AGAIN | {"address", "online_url", "timezone"}
TELLS = BUMPS | {"title", "description"}


@dataclass(frozen=True, slots=True)
class Change:
    """Which fields change, and what follows: a new SEQUENCE, asking again, a message."""

    fields: frozenset[str]

    @property
    def asks_again(self) -> bool:
        return bool(self.fields & ASKS_AGAIN)

    @property
    def bumps_sequence(self) -> bool:
        return bool(self.fields & BUMPS)

    @property
    def tells(self) -> bool:
        return bool(self.fields & TELLS)


@dataclass(frozen=True, slots=True)
class Told:
    """One line of 'who will be told what'. group: seated, waiting, maybe, unanswered, declined; what: asked-again, told, nothing."""

    group: str
    count: int
    what: str


def plan(before: "SessionDetails", after: "SessionDetails") -> Change:
    """The fields that differ. Pure."""
    names = type(after).__dataclass_fields__
    return Change(frozenset(name for name in names if getattr(before, name) != getattr(after, name)))


def told_by(session: ScheduledSession, change: Change) -> list[Told]:
    """Who would be told what if the change were saved, groups without people left out. One query."""
    group = case(
        (Rsvp.seat == Seat.SEATED, "seated"),
        (Rsvp.seat == Seat.WAITING, "waiting"),
        (Rsvp.answer == Answer.TENTATIVE, "maybe"),
        (Rsvp.answer == Answer.DECLINED, "declined"),
        else_="unanswered",
    )
    query = (
        select(group, func.count())
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .where(Rsvp.session_id == session.id, Invitation.withdrawn_at.is_(None))
        .group_by(group)
    )
    counts: dict[str, int] = dict(db.session.execute(query).all())
    order = ("seated", "waiting", "maybe", "unanswered", "declined")
    return [Told(name, counts[name], _what(name, change)) for name in order if name in counts]


def _what(group: str, change: Change) -> str:
    if not change.tells or (group == "declined" and not change.bumps_sequence):
        return "nothing"
    return "asked-again" if change.asks_again and group in {"seated", "unanswered"} else "told"


def ask_again(session: ScheduledSession, *, now: datetime) -> None:
    """Every yes with a seat is open again and keeps its seat; reminders start anew. The change stands in everybody's history."""
    kept = and_(Rsvp.session_id == session.id, Rsvp.answer == Answer.ACCEPTED, Rsvp.seat == Seat.SEATED)
    columns = ("rsvp_id", "session_id", "at", "via", "outcome", "answer", "answer_before", "seat", "seat_before", "comment")
    history = select(
        Rsvp.id,
        Rsvp.session_id,
        literal(now, AnswerRecord.at.type),
        literal(Via.SYSTEM, AnswerRecord.via.type),
        literal(Outcome.APPLIED, AnswerRecord.outcome.type),
        literal(Answer.NEEDS_ACTION, AnswerRecord.answer.type),
        literal(Answer.ACCEPTED, AnswerRecord.answer_before.type),
        literal(Seat.SEATED, AnswerRecord.seat.type),
        literal(Seat.SEATED, AnswerRecord.seat_before.type),
        literal(""),
    ).where(kept)
    db.session.execute(insert(AnswerRecord).from_select(columns, history))
    db.session.execute(update(Rsvp).where(kept).values(answer=Answer.NEEDS_ACTION))
    told_before = or_(Rsvp.reminded_at.is_not(None), Rsvp.nudged_at.is_not(None))
    db.session.execute(update(Rsvp).where(Rsvp.session_id == session.id, told_before).values(reminded_at=None, nudged_at=None))


def keep_record_of_promotion(rsvp: Rsvp, *, now: datetime) -> None:
    """The history says when a seat came free for this person."""
    record = AnswerRecord(
        rsvp_id=rsvp.id,
        session_id=rsvp.session_id,
        at=now,
        via=Via.SYSTEM,
        outcome=Outcome.APPLIED,
        answer=rsvp.answer,
        answer_before=rsvp.answer,
        seat=Seat.SEATED,
        seat_before=Seat.WAITING,
    )
    db.session.add(record)


def shifted_by_weeks(starts_at: datetime, zone: ZoneInfo, *, now: datetime) -> datetime:
    """The same wall-clock time a week later, or so many weeks later that it lies ahead."""
    local = starts_at.astimezone(zone).replace(tzinfo=None)
    weeks = 1
    while (local + timedelta(weeks=weeks)).replace(tzinfo=zone) <= now:
        weeks += 1
    return (local + timedelta(weeks=weeks)).replace(tzinfo=zone).astimezone(UTC)


def count_people(told: Iterable[Told]) -> int:
    """How many people a change is told to."""
    return sum(line.count for line in told if line.what != "nothing")
