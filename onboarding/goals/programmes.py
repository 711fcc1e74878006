"""Programmes: one is made with its two plans, and starts with one pressing process that is measured. Without it, it does not."""

from datetime import datetime

from sqlalchemy import select

from database import db
from onboarding.goals import goals, standings
from onboarding.goals.errors import GoalInvalid, NotStarted
from onboarding.goals.models import Goal, GoalState, Part, Plan, Programme, ProgrammeStart
from people.models import Person
from people.plain_text import can_be_seen, one_line

LONGEST_NAME, LONGEST_TEXT = 200, 5_000


def make(name: str, why: str, *, by: Person, now: datetime) -> Programme:
    """There is a programme that has not started, with a plan for the culture and one for the platform. Raises GoalInvalid."""
    programme = Programme(made_by_id=by.id, made_at=now)
    _apply(programme, name, why)
    db.session.add(programme)
    db.session.flush()
    db.session.add_all(Plan(programme_id=programme.id, kind=kind) for kind in (Part.CULTURE, Part.PLATFORM))
    db.session.flush()
    db.session.refresh(programme)
    return programme


def change(programme_id: int, name: str, why: str) -> Programme:
    """It is called and explained like this. Raises GoalMissing, GoalInvalid."""
    programme = standings.lock_programme(programme_id)
    _apply(programme, name, why)
    db.session.flush()
    return programme


def write_plan(plan: Plan, words: str) -> None:
    """What this plan sets out to do. Raises GoalInvalid."""
    if len(words.strip()) > LONGEST_TEXT:
        raise GoalInvalid("Too long: at most %(longest)s characters.", field="words", longest=LONGEST_TEXT)
    plan.words = words.strip()
    db.session.flush()


def start(programme_id: int, goal_id: int, *, by: Person, now: datetime) -> Programme:
    """The programme has started with this goal, which is under way.

    Raises NotStarted when it has started already, the goal is none of its processes, or lacks an owner, a baseline with how it was
    measured, a target or a date; GoalMissing.
    """
    programme, goal = standings.lock_programme(programme_id), standings.lock(goal_id)
    if programme.has_started:
        raise NotStarted("This programme has started already.")
    if goal.programme_id != programme.id or goal.part is not Part.PROCESS:
        raise NotStarted(
            "A programme starts with a process that becomes better for many, not with a measure of one of its plans."
        )
    goals.take_up(goal.id, by=by, now=now, first=True)
    db.session.add(ProgrammeStart(programme_id=programme.id, goal_id=goal.id, started_at=now, started_by_id=by.id))
    db.session.flush()
    db.session.refresh(programme)
    return programme


def discard(programme_id: int) -> None:
    """It is gone with its goals and plans, before it has started. Raises GoalMissing, NotStarted."""
    programme = standings.lock_programme(programme_id)
    if programme.has_started:
        raise NotStarted("This programme has started. Close its goals instead: what was learned stays.")
    if db.session.scalar(select(Goal.id).where(Goal.programme_id == programme.id, Goal.state != GoalState.QUEUED).limit(1)):
        raise NotStarted("A measure of this programme is under way. Close it instead: what was learned stays.")
    db.session.delete(programme)
    db.session.flush()


def _apply(programme: Programme, name: str, why: str) -> None:
    programme.name, programme.why = one_line(name), why.strip()
    if not can_be_seen(programme.name):
        raise GoalInvalid("A programme needs a name.", field="name")
    for field, longest in (("name", LONGEST_NAME), ("why", LONGEST_TEXT)):
        if len(getattr(programme, field)) > longest:
            raise GoalInvalid("Too long: at most %(longest)s characters.", field=field, longest=longest)
