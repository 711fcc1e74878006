"""What a change of a session means for the people invited: decided here, told by `notices`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, case, func, insert, literal, select, update

from database import db
from people.models import Person
from sessions.models import Answer, AnswerRecord, Invitation, Outcome, Rsvp, ScheduledSession, Seat, Via

if TYPE_CHECKING:
    from sessions.details import SessionDetails

MOVES = frozenset({"starts_at", "ends_at"})
ASKS_AGAIN = MOVES | {"place"}
BUMPS = ASKS_AGAIN | {"address", "online_url", "timezone"}
TELLS = BUMPS | {"title", "description", "first_host"}
GROUPS = ("seated", "called", "waiting", "maybe", "unanswered", "declined")
NAMES_SHOWN = 100
SEATS = frozenset({"capacity", "starts_at"})  # a session that had begun called nobody from its waiting list
_GROUP = case(
    (Rsvp.seat == Seat.SEATED, "seated"),
    (Rsvp.seat == Seat.WAITING, "waiting"),
    (Rsvp.answer == Answer.TENTATIVE, "maybe"),
    (Rsvp.answer == Answer.DECLINED, "declined"),
    else_="unanswered",
)


@dataclass(frozen=True, slots=True)
class Change:
    """Which fields change, and what follows: a new SEQUENCE, asking again, a message.

    `begun`: nobody can answer any more. `moved_from`: start and end as they were, of what moves.
    """

    fields: frozenset[str]
    begun: bool = False
    moved_from: tuple[datetime, datetime] | None = None

    @property
    def asks_again(self) -> bool:
        return bool(self.fields & ASKS_AGAIN) and not self.begun

    @property
    def bumps_sequence(self) -> bool:
        return bool(self.fields & BUMPS)

    @property
    def tells(self) -> bool:
        return bool(self.fields & TELLS)


@dataclass(frozen=True, slots=True)
class Told:
    """One line of 'who will be told what'.

    group: seated, called (from the waiting list), waiting, maybe, unanswered, declined; what: asked-again, seated, told, nothing.
    """

    group: str
    count: int
    what: str


def plan(before: "SessionDetails", after: "SessionDetails", *, now: datetime) -> Change:
    """The fields that differ, and `first_host` when another person signs. Pure."""
    names = type(after).__dataclass_fields__
    fields = {name for name in names if getattr(before, name) != getattr(after, name)}
    if before.host_ids[:1] != after.host_ids[:1]:
        fields.add("first_host")  # stands in the calendar: "With Bo"
    moved_from = (before.starts_at, before.ends_at) if fields & MOVES else None
    return Change(frozenset(fields), begun=after.starts_at <= now, moved_from=moved_from)


def told_by(session: ScheduledSession, change: Change, *, capacity: int | None) -> list[Told]:
    """Who would be told what if the change were saved, groups without people left out; `capacity` is the new one. One query."""
    query = _concerned(session, _GROUP, func.count()).group_by(_GROUP)
    counts: dict[str, int] = dict(db.session.execute(query).all())
    if change.fields & SEATS and not change.begun:
        counts["called"] = _called(counts.get("seated", 0), counts.get("waiting", 0), capacity)
        counts["waiting"] = counts.get("waiting", 0) - counts["called"]
    return [Told(name, counts[name], what_of(name, change)) for name in GROUPS if counts.get(name)]


def names_of(session: ScheduledSession, told: Iterable[Told]) -> list[tuple[str, str]]:
    """Name and group of the first hundred people of these lines, in their order. One query."""
    query = _concerned(session, Person.name, _GROUP).order_by(Rsvp.waiting_number, Person.name, Person.id)
    called = next((line.count for line in told if line.group == "called"), 0)
    in_line = 0
    found = []
    for name, group in db.session.execute(query):
        in_line += group == "waiting"
        found.append((name, "called" if group == "waiting" and in_line <= called else group))
    return sorted(found, key=lambda row: GROUPS.index(row[1]))[:NAMES_SHOWN]


def _concerned(session: ScheduledSession, *columns: Any) -> Select[Any]:
    """Everybody invited who is still here."""
    query = select(*columns).join(Invitation, Invitation.id == Rsvp.invitation_id).join(Person, Person.id == Rsvp.person_id)
    return query.where(Rsvp.session_id == session.id, Invitation.withdrawn_at.is_(None), Person.active)


def _called(seated: int, waiting: int, capacity: int | None) -> int:
    return waiting if capacity is None else min(waiting, max(0, capacity - seated))


def what_of(group: str, change: Change) -> str:
    """What this change is to people of this group."""
    if group == "called":
        return "seated"
    if not change.tells or (group == "declined" and not change.bumps_sequence):
        return "nothing"
    return "asked-again" if change.asks_again and group in {"seated", "unanswered"} else "told"


def ask_again(session_ids: Sequence[int], *, now: datetime) -> None:
    """At these sessions every yes with a seat is open again and keeps its seat; reminders start anew, nudges do not: there is one a session.

    The change stands in everybody's history.
    """
    kept = and_(Rsvp.session_id.in_(session_ids), Rsvp.answer == Answer.ACCEPTED, Rsvp.seat == Seat.SEATED)
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
    reminded = and_(Rsvp.session_id.in_(session_ids), Rsvp.reminded_at.is_not(None))
    db.session.execute(update(Rsvp).where(reminded).values(reminded_at=None))


def keep_record(rsvp: Rsvp, before: tuple[Answer, Seat], *, via: Via, now: datetime, by: Person | None = None) -> None:
    """The history says what became of this answer and seat without an answer: a seat came free, an invitation was withdrawn."""
    record = AnswerRecord(
        rsvp_id=rsvp.id,
        session_id=rsvp.session_id,
        at=now,
        via=via,
        outcome=Outcome.APPLIED,
        answer=rsvp.answer,
        answer_before=before[0],
        seat=rsvp.seat,
        seat_before=before[1],
        recorded_by_id=by.id if by else None,
    )
    db.session.add(record)


def weeks_until_ahead(starts_at: datetime, zone: ZoneInfo, *, now: datetime) -> int:
    """One, or as many weeks as it takes until the same wall-clock time lies ahead."""
    weeks = 1
    while later(starts_at, zone, weeks=weeks) <= now:
        weeks += 1
    return weeks


def later(at: datetime, zone: ZoneInfo, *, weeks: int) -> datetime:
    """The same wall-clock time some weeks later, whatever the clocks did in between."""
    local = at.astimezone(zone).replace(tzinfo=None) + timedelta(weeks=weeks)
    return local.replace(tzinfo=zone).astimezone(UTC)


def count_people(told: Iterable[Told]) -> int:
    """How many people a change is told to."""
    return sum(line.count for line in told if line.what != "nothing")
