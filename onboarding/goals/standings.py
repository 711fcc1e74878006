"""Goals and programmes, their rows held, and who may change them. Everybody reads them; owners and community managers write."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from config import settings
from database import db
from onboarding.goals.errors import GoalClosed, GoalMissing
from onboarding.goals.models import Goal, GoalRecord, Part, Plan, Programme, Step
from people.models import Person


def programme(programme_id: int) -> Programme:
    """The programme. Raises GoalMissing."""
    found = db.session.get(Programme, programme_id)
    if found is None:
        raise GoalMissing("There is no such programme.")
    return found


def goal(goal_id: int) -> Goal:
    """The goal. Raises GoalMissing."""
    found = db.session.get(Goal, goal_id)
    if found is None:
        raise GoalMissing("There is no such goal.")
    return found


def lock_programme(programme_id: int) -> Programme:
    """The programme as it is now, its row held. Raises GoalMissing."""
    query = select(Programme).where(Programme.id == programme_id).with_for_update(of=Programme)
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise GoalMissing("There is no such programme.")
    return found


def lock(goal_id: int) -> Goal:
    """The goal as it is now, its row and its programme's held. Raises GoalMissing."""
    programme_id = db.session.scalar(select(Goal.programme_id).where(Goal.id == goal_id))
    if programme_id is None:
        raise GoalMissing("There is no such goal.")
    lock_programme(programme_id)
    query = select(Goal).where(Goal.id == goal_id).with_for_update(of=Goal)
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise GoalMissing("There is no such goal.")
    return found


def lock_open(goal_id: int) -> Goal:
    """The same, for one that has no last sentence yet. Raises GoalMissing, GoalClosed."""
    found = lock(goal_id)
    if found.is_closed:
        raise GoalClosed("This goal is closed. Open it again first.")
    return found


def may_write_plan(plan: Plan, person: Person) -> bool:
    """Whether this person writes the plan, and measures of it."""
    return person.may_manage or plan.owner_id == person.id


def may_write(goal: Goal, person: Person) -> bool:
    """Whether this person measures the goal, changes and closes it: its owner, who owns the plan it belongs to, community managers."""
    if person.may_manage or goal.owner_id == person.id:
        return True
    return goal.part is not Part.PROCESS and goal.programme.plan(goal.part).owner_id == person.id


def keep(goal: Goal, step: Step, *, by: Person, now: datetime, before: dict[str, Any] | None = None) -> None:
    """What happened stands in the goal's history."""
    db.session.add(GoalRecord(goal_id=goal.id, step=step, before=before or {}, by_id=by.id, at=now))


def day_of(now: datetime) -> date:
    """The day it is for the company."""
    return now.astimezone(ZoneInfo(settings().timezone)).date()
