"""Goals: put down, changed, taken up, closed with an honest last sentence, opened again."""

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, select

from database import db
from onboarding.goals import owners, standings
from onboarding.goals.errors import GoalInvalid, NotPossible, NotStarted
from onboarding.goals.models import Direction, Goal, GoalState, Measurement, Outcome, Part, Step
from people.models import Person
from people.plain_text import can_be_seen, one_line

LONGEST_NAME, LONGEST_UNIT, LONGEST_TEXT = 200, 40, 5_000
LARGEST = 1e12
MOST_YEARS = timedelta(days=3660)


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is said of a goal. A goal may wait without numbers and dates; it is not worked on without."""

    name: str
    direction: Direction
    why: str = ""
    unit: str = ""
    baseline: float | None = None
    baseline_how: str = ""
    baseline_on: date | None = None
    target: float | None = None
    due_on: date | None = None
    says_not: str = ""


def put_down(programme_id: int, part: Part, details: Details, owner: Person | None, *, by: Person, now: datetime) -> Goal:
    """The goal waits: of a process in the queue of its programme, of a plan until it is taken up. Nothing else changes.

    `owner` owns it at once when it is `by`, and is asked by mail otherwise. Raises GoalMissing, GoalInvalid naming the field.
    """
    programme = standings.lock_programme(programme_id)
    checked_ = checked(details, today=standings.day_of(now))
    goal = Goal(programme_id=programme.id, part=part, state=GoalState.QUEUED, made_by_id=by.id, made_at=now, **asdict(checked_))
    db.session.add(goal)
    db.session.flush()
    standings.keep(goal, Step.MADE, by=by, now=now)
    if owner is not None:
        owners.name(goal, owner, by=by, now=now)
    db.session.flush()
    return goal


def change(goal_id: int, details: Details, *, by: Person, now: datetime) -> Goal:
    """The goal is as `details` says; what stood there before is kept and shown. Raises GoalMissing, GoalClosed, GoalInvalid."""
    goal = standings.lock_open(goal_id)
    given = asdict(checked(details, today=standings.day_of(now)))
    before = {field: getattr(goal, field) for field, value in given.items() if getattr(goal, field) != value}
    if not before:
        return goal
    lacks = [field for field, _value, _message in _needed(goal) if field in given and given[field] in {None, ""}]
    if goal.is_under_way and lacks:
        raise GoalInvalid("It is being worked on: this cannot be left empty.", field=lacks[0])
    for field, value in given.items():
        setattr(goal, field, value)
    standings.keep(goal, Step.CHANGED, by=by, now=now, before=_plain(before))
    db.session.flush()
    return goal


def _plain(before: dict[str, Any]) -> dict[str, Any]:
    """As it stands in JSON."""
    return {field: value.isoformat() if isinstance(value, date) else value for field, value in before.items()}


def missing(goal: Goal) -> list[str]:
    """What a goal lacks to be worked on: names of fields, in the order of the form. `owner` is one."""
    return [field for field, value, _message in _needed(goal) if value in {None, ""}]


def _needed(goal: Goal) -> Iterator[tuple[str, object, str]]:
    """Field, what stands there, and what is said when that is nothing."""
    yield "owner", goal.owner_here, "It has no owner yet: somebody has to say that they answer for it."
    yield "baseline", goal.baseline, "It has no baseline yet: measure first how it is now."
    yield "baseline_how", goal.baseline_how, "It does not say yet how the baseline was measured."
    yield "baseline_on", goal.baseline_on, "It does not say yet when the baseline was measured."
    yield "target", goal.target, "It has no target yet: how good is good enough?"
    yield "due_on", goal.due_on, "It has no date yet: by when?"


def take_up(goal_id: int, *, by: Person, now: datetime, first: bool = False) -> Goal:
    """The goal is under way. Of a programme's processes one is at a time, and the first one starts it (`programmes.start`).

    Raises GoalMissing, GoalClosed, NotStarted.
    """
    goal = standings.lock_open(goal_id)
    if goal.is_under_way:
        return goal
    if goal.part is Part.PROCESS and not first and not goal.programme.has_started:
        raise NotStarted("The programme has not started. Start it with this goal, or with another one.")
    _guard_complete(goal)
    if goal.part is Part.PROCESS and (other := under_way(goal.programme_id)):
        raise NotStarted("“%(name)s” is under way. One at a time: close it first.", name=other.name)
    goal.state, goal.taken_up_at = GoalState.UNDER_WAY, now
    standings.keep(goal, Step.TAKEN_UP, by=by, now=now)
    db.session.flush()
    return goal


def _guard_complete(goal: Goal) -> None:
    for field, value, message in _needed(goal):
        if value in {None, ""}:
            raise NotStarted(message, field=field)


def under_way(programme_id: int) -> Goal | None:
    """The process that the programme works on now."""
    query = select(Goal).where(Goal.programme_id == programme_id, Goal.part == Part.PROCESS)
    return db.session.scalar(query.where(Goal.state == GoalState.UNDER_WAY))


def close(goal_id: int, outcome: Outcome, sentence: str, *, by: Person, now: datetime) -> Goal:
    """The goal has its last sentence. What is said fits what was measured: `reached` needs a last measurement at the target,
    `not reached` one at least, and what was measured was not `not measured`. Raises GoalMissing, GoalClosed, NotPossible, GoalInvalid.
    """
    goal = standings.lock_open(goal_id)
    if not goal.is_under_way:
        raise NotPossible("Nobody has worked on it yet. Take it up, or withdraw it.")
    if not can_be_seen(sentence):
        raise GoalInvalid("Write the last sentence: what became of it, as it is.", field="sentence")
    if len(sentence.strip()) > LONGEST_TEXT:
        raise GoalInvalid("Too long: at most %(longest)s characters.", field="sentence", longest=LONGEST_TEXT)
    _guard_outcome(goal, outcome)
    goal.state, goal.outcome, goal.closed_at, goal.last_sentence = GoalState.CLOSED, outcome, now, sentence.strip()
    standings.keep(goal, Step.CLOSED, by=by, now=now)
    db.session.flush()
    return goal


def _guard_outcome(goal: Goal, outcome: Outcome) -> None:
    last = last_measured(goal)
    if last is None and outcome is not Outcome.NOT_MEASURED:
        raise GoalInvalid("Nothing was measured after the baseline. Say so, or enter what was measured.", field="outcome")
    if last is not None and outcome is Outcome.NOT_MEASURED:
        raise GoalInvalid("It was measured. Say whether it was reached.", field="outcome")
    if (
        outcome is Outcome.REACHED
        and last is not None
        and goal.target is not None
        and not goal.is_better(last.value, goal.target)
    ):
        raise GoalInvalid(
            "The last measurement is not at the target. Say that it was not reached, or measure again.", field="outcome"
        )


def last_measured(goal: Goal) -> Measurement | None:
    """The last measurement after the baseline."""
    query = select(Measurement).where(Measurement.goal_id == goal.id).order_by(Measurement.on.desc()).limit(1)
    return db.session.scalar(query.where(Measurement.on > goal.baseline_on) if goal.baseline_on else query)


def reopen(goal_id: int, *, by: Person, now: datetime) -> Goal:
    """It is worked on again; its last sentence stays in its history. Raises GoalMissing, NotPossible while another one is under way."""
    goal = standings.lock(goal_id)
    if not goal.is_closed:
        return goal
    if goal.part is Part.PROCESS and (other := under_way(goal.programme_id)):
        raise NotPossible("“%(name)s” is under way. One at a time: close it first.", name=other.name)
    before = {"outcome": goal.outcome.value if goal.outcome else "", "last_sentence": goal.last_sentence}
    goal.state, goal.outcome, goal.closed_at, goal.last_sentence = GoalState.UNDER_WAY, None, None, ""
    standings.keep(goal, Step.REOPENED, by=by, now=now, before=before)
    db.session.flush()
    return goal


def may_withdraw(goal: Goal) -> bool:
    """Whether it can go as if it had never been put down: nobody has worked on it, and nothing was measured."""
    measured = db.session.scalar(select(exists().where(Measurement.goal_id == goal.id)))
    return goal.state is GoalState.QUEUED and goal.taken_up_at is None and not measured


def withdraw(goal_id: int) -> None:
    """It is gone. Raises GoalMissing, NotPossible."""
    goal = standings.lock(goal_id)
    if not may_withdraw(goal):
        raise NotPossible("Somebody has worked on it or measured it. Close it instead: what was learned stays.")
    db.session.delete(goal)
    db.session.flush()


def checked(details: Details, *, today: date) -> Details:
    """The same, tidied. Raises GoalInvalid naming the field."""
    tidy = replace(
        details,
        name=one_line(details.name),
        unit=one_line(details.unit),
        why=details.why.strip(),
        baseline_how=details.baseline_how.strip(),
        says_not=details.says_not.strip(),
    )
    if not can_be_seen(tidy.name):
        raise GoalInvalid("A goal needs a name: what becomes better, in a few words.", field="name")
    lengths = {
        "name": LONGEST_NAME,
        "unit": LONGEST_UNIT,
        "why": LONGEST_TEXT,
        "baseline_how": LONGEST_TEXT,
        "says_not": LONGEST_TEXT,
    }
    for field, longest in lengths.items():
        if len(getattr(tidy, field)) > longest:
            raise GoalInvalid("Too long: at most %(longest)s characters.", field=field, longest=longest)
    _guard_numbers(tidy)
    _guard_days(tidy, today)
    return tidy


def _guard_numbers(details: Details) -> None:
    for field, value in (("baseline", details.baseline), ("target", details.target)):
        if value is not None and not (math.isfinite(value) and abs(value) <= LARGEST):
            raise GoalInvalid("This number is too large to be meant.", field=field)
    if details.baseline is None or details.target is None:
        return
    lower = details.direction is Direction.LOWER
    if details.target == details.baseline or (details.target < details.baseline) is not lower:
        raise GoalInvalid(
            "The target is to be lower than the baseline." if lower else "The target is to be higher than the baseline.",
            field="target",
        )


def _guard_days(details: Details, today: date) -> None:
    if details.baseline_on is not None and not today - MOST_YEARS <= details.baseline_on <= today:
        raise GoalInvalid("The baseline was measured on a day that is past, at most ten years ago.", field="baseline_on")
    if details.due_on is not None and not details.due_on <= today + MOST_YEARS:
        raise GoalInvalid("Choose a date within ten years.", field="due_on")
    if details.due_on is not None and details.baseline_on is not None and details.due_on <= details.baseline_on:
        raise GoalInvalid("The date lies after the day of the baseline.", field="due_on")
