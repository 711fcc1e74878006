"""What was measured: one value for each day, with the history of how it came to stand there."""

import math
from datetime import date, datetime

from sqlalchemy import select

from database import db
from onboarding.goals import standings
from onboarding.goals.errors import GoalInvalid, NotPossible
from onboarding.goals.goals import LARGEST
from onboarding.goals.models import Goal, Measurement, MeasurementRecord, Source
from people.models import Person
from people.plain_text import one_line

LONGEST_NOTE = 300
EARLIEST = date(2000, 1, 1)


def enter(
    goal_id: int,
    on: date,
    value: float,
    *,
    by: Person | None,
    now: datetime,
    note: str = "",
    source: Source = Source.HAND,
    source_number: int | None = None,
) -> bool:
    """The measurement of this day is `value`; True: there was none before. What stood there is kept as history.

    For `Source.SURVEY`, `source_number` says of which and `by` may be None; the caller has made sure that enough people answered. What
    was computed is not written over by hand. Raises GoalMissing, GoalClosed, GoalInvalid naming the field, NotPossible.
    """
    goal, found = standings.lock_open(goal_id), of_day(goal_id, on)
    note = guard(on, value, note, today=standings.day_of(now))
    if found is not None and found.source is Source.SURVEY and source is not Source.SURVEY:
        raise NotPossible("This measurement is computed from a survey. Take it back first, if it is wrong.")
    if found is not None and (found.value, found.note) == (value, note):
        return False
    is_new = found is None
    if found is None:
        found = Measurement(goal_id=goal.id, on=on)
        db.session.add(found)
    found.value, found.note, found.source, found.source_number = value, note, source, source_number
    _keep(found, value, by=by, now=now)
    return is_new


def take_back(goal_id: int, on: date, *, by: Person, now: datetime) -> None:
    """There is no measurement of this day any more; its history stays. Raises GoalMissing, GoalClosed, NotPossible."""
    standings.lock_open(goal_id)
    found = of_day(goal_id, on)
    if found is None:
        raise NotPossible("There is no measurement of that day any more.")
    _keep(found, None, by=by, now=now)
    db.session.delete(found)
    db.session.flush()


def put_back(goal_id: int, record_id: int, *, by: Person, now: datetime) -> None:
    """What this line of the history says is true again: its value, or that there is none. Raises as the two above."""
    record = db.session.get(MeasurementRecord, record_id)
    if record is None or record.goal_id != goal_id:
        raise NotPossible("There is no such line in the history.")
    if record.value is None:
        take_back(goal_id, record.on, by=by, now=now)
        return
    source, number = record.source, record.source_number
    found = of_day(goal_id, record.on)
    if found is not None and found.source is Source.SURVEY:
        take_back(goal_id, record.on, by=by, now=now)
    enter(goal_id, record.on, record.value, by=by, now=now, note=record.note, source=source, source_number=number)


def guard(on: date, value: float, note: str, *, today: date) -> str:
    """The note, tidied. Raises GoalInvalid naming the field for what cannot have been measured."""
    if not EARLIEST <= on <= today:
        raise GoalInvalid(
            "Nothing is measured ahead of its day." if on > today else "That is too long ago to be meant.", field="on"
        )
    if not (math.isfinite(value) and abs(value) <= LARGEST):
        raise GoalInvalid("This number is too large to be meant.", field="value")
    note = one_line(note)
    if len(note) > LONGEST_NOTE:
        raise GoalInvalid("Too long: at most %(longest)s characters.", field="note", longest=LONGEST_NOTE)
    return note


def of_day(goal_id: int, on: date) -> Measurement | None:
    """What stands there for a day."""
    return db.session.scalar(select(Measurement).where(Measurement.goal_id == goal_id, Measurement.on == on))


def series(goal: Goal) -> list[Measurement]:
    """Every measurement, by day."""
    return list(db.session.scalars(select(Measurement).where(Measurement.goal_id == goal.id).order_by(Measurement.on)))


def _keep(found: Measurement, value: float | None, *, by: Person | None, now: datetime) -> None:
    db.session.flush()
    db.session.add(
        MeasurementRecord(
            goal_id=found.goal_id,
            on=found.on,
            value=value,
            note=found.note,
            source=found.source,
            source_number=found.source_number,
            by_id=by.id if by else None,
            at=now,
        )
    )
    db.session.flush()
