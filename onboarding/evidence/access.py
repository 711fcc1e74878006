"""Who does what with evidence. Every colleague reads it; whoever writes at a goal measures its groups and asks for interviews."""

from sqlalchemy import select

from database import db
from onboarding.evidence.errors import EvidenceMissing
from onboarding.evidence.models import MeasuredGroup
from onboarding.goals import standings
from onboarding.goals.access import goal_written_by
from onboarding.goals.models import Goal
from people.models import Person


def may_report(person: Person) -> bool:
    """Whether this person makes reports and shares them: community managers, and who owns a goal."""
    return person.may_manage or db.session.scalar(select(Goal.id).where(Goal.owner_id == person.id).limit(1)) is not None


def guard_reports(person: Person) -> None:
    """Raises EvidenceMissing for who makes none."""
    if not may_report(person):
        raise EvidenceMissing("Reports are made by community managers and by owners of goals.")


def group_written_by(person: Person, group_id: int) -> MeasuredGroup:
    """The group, if this person writes at its goal. Raises EvidenceMissing, GoalMissing."""
    found = db.session.get(MeasuredGroup, group_id)
    if found is None:
        raise EvidenceMissing("There is no such group.")
    goal_written_by(person, found.goal_id)
    return found


def may_write(goal: Goal, person: Person) -> bool:
    """Whether this person measures at the goal now."""
    return not goal.is_closed and standings.may_write(goal, person)
