"""Reads for the pages of goals."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from database import db
from onboarding.goals.models import (
    Goal,
    GoalEvent,
    GoalLink,
    GoalRecord,
    GoalState,
    Measurement,
    MeasurementRecord,
    Part,
    Plan,
    Programme,
)
from people.models import Person

LINES_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Board:
    """A programme with its goals. `queue` in the order in which they stand; `measures` of its two plans; `closed` newest first."""

    programme: Programme
    under_way: Goal | None = None
    queue: Sequence[Goal] = ()
    closed: Sequence[Goal] = ()
    measures: dict[Part, list[Goal]] = field(default_factory=dict)


def boards() -> list[Board]:
    """Every programme, the newest first. A constant number of queries."""
    programmes = db.session.scalars(select(Programme).order_by(Programme.id.desc())).all()
    goals = _goals(select(Goal))
    return [_board(one, [goal for goal in goals if goal.programme_id == one.id]) for one in programmes]


def board(programme: Programme) -> Board:
    """One programme."""
    return _board(programme, _goals(select(Goal).where(Goal.programme_id == programme.id)))


def _goals(query: Select[Goal]) -> list[Goal]:
    return list(db.session.scalars(query.options(joinedload(Goal.owner)).order_by(Goal.id)))


def _board(programme: Programme, goals: Sequence[Goal]) -> Board:
    processes = [goal for goal in goals if goal.part is Part.PROCESS]
    closed = [goal for goal in processes if goal.is_closed]
    return Board(
        programme,
        under_way=next((goal for goal in processes if goal.is_under_way), None),
        queue=in_order([goal for goal in processes if goal.state is GoalState.QUEUED]),
        closed=sorted(closed, key=lambda goal: (goal.closed_at, goal.id), reverse=True),
        measures={kind: [goal for goal in goals if goal.part is kind] for kind in (Part.CULTURE, Part.PLATFORM)},
    )


def in_order(queue: Sequence[Goal]) -> list[Goal]:
    """How the queue stands: by the number of askers that is shown, where one is; then who came first."""
    return sorted(queue, key=lambda goal: (-(goal.asks_shown or 0), goal.id))


def latest(goal_ids: Sequence[int]) -> dict[int, Measurement]:
    """The last measurement of each goal."""
    query = select(Measurement).where(Measurement.goal_id.in_(goal_ids)).order_by(Measurement.on)
    return {one.goal_id: one for one in db.session.scalars(query)}


def listed() -> Select[Goal]:
    """Every goal, by number: for the API."""
    return select(Goal).options(joinedload(Goal.owner)).order_by(Goal.id)


def measured(goal: Goal) -> Select[Measurement]:
    """Its measurements by day: for the API."""
    return select(Measurement).where(Measurement.goal_id == goal.id).order_by(Measurement.on)


def events(goal: Goal) -> list[GoalEvent]:
    """What was written down by hand, by day."""
    return list(db.session.scalars(select(GoalEvent).where(GoalEvent.goal_id == goal.id).order_by(GoalEvent.on, GoalEvent.id)))


def links(goal: Goal) -> list[GoalLink]:
    """What serves it."""
    return list(db.session.scalars(select(GoalLink).where(GoalLink.goal_id == goal.id).order_by(GoalLink.id)))


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the history of a goal: what happened to it, or to a measurement of it."""

    at: datetime
    by: Person | None
    of_goal: GoalRecord | None = None
    of_measurement: MeasurementRecord | None = None
    was: float | None = None  # what stood there for the day before
    stands: bool = False  # whether it is what stands there now


def history(goal: Goal) -> list[Change]:
    """Everything, the newest first."""
    records = db.session.scalars(
        select(GoalRecord).where(GoalRecord.goal_id == goal.id).order_by(GoalRecord.id).options(joinedload(GoalRecord.by))
    ).all()
    found = [Change(one.at, one.by, of_goal=one) for one in records] + _measured(goal)
    return sorted(found, key=lambda change: change.at, reverse=True)[:LINES_SHOWN]


def _measured(goal: Goal) -> list[Change]:
    query = select(MeasurementRecord).where(MeasurementRecord.goal_id == goal.id).order_by(MeasurementRecord.id)
    records = db.session.scalars(query.options(joinedload(MeasurementRecord.by))).all()
    last = {one.on: one.id for one in records}
    was: dict[date, float | None] = {}
    found = []
    for one in records:
        change = Change(one.at, one.by, of_measurement=one, was=was.get(one.on), stands=last[one.on] == one.id)
        was[one.on] = one.value
        found.append(change)
    return found


def asked_of(person: Person) -> tuple[list[Goal], list[Plan]]:
    """What this person is asked to own."""
    goals = db.session.scalars(select(Goal).where(Goal.heir_id == person.id).order_by(Goal.id)).all()
    plans = db.session.scalars(select(Plan).where(Plan.heir_id == person.id).options(joinedload(Plan.programme))).all()
    return list(goals), list(plans)


def goals_of(person: Person) -> list[Goal]:
    """What this person owns, is asked to own, or put down."""
    mine = or_(Goal.owner_id == person.id, Goal.heir_id == person.id, Goal.made_by_id == person.id)
    return list(db.session.scalars(select(Goal).where(mine).order_by(Goal.id)))


def plans_of(person: Person) -> list[Plan]:
    """The plans that this person owns or is asked to own."""
    mine = or_(Plan.owner_id == person.id, Plan.heir_id == person.id)
    return list(db.session.scalars(select(Plan).where(mine).options(joinedload(Plan.programme)).order_by(Plan.id)))


def measured_by(person: Person) -> list[tuple[MeasurementRecord, Goal]]:
    """What this person entered, corrected or took back."""
    query = select(MeasurementRecord, Goal).join(Goal, Goal.id == MeasurementRecord.goal_id)
    found = db.session.execute(query.where(MeasurementRecord.by_id == person.id).order_by(MeasurementRecord.id))
    return [(record, goal) for record, goal in found]
