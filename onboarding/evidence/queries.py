"""Reads for the pages of evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from database import db
from networks.models import Group
from onboarding.evidence.models import FigureSource, MeasuredGroup, TouchedGroup
from onboarding.evidence.participation.queries import Indicator
from onboarding.goals.models import Goal, GoalLink, GoalState
from onboarding.stories.models import Story
from people.models import Person
from sessions.models import ScheduledSession, SessionState
from sessions.rounds.models import Round, RoundState

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Unnamed:
    """How many things name no goal. They are things, no people."""

    sessions: int
    rounds: int
    groups: int
    stories: int


def goals() -> Sequence[Goal]:
    """Those under way first, then those that are closed, then those that wait; the newest first."""
    order = [GoalState.UNDER_WAY, GoalState.CLOSED, GoalState.QUEUED]
    found = db.session.scalars(select(Goal).order_by(Goal.id.desc()).limit(LONGEST)).all()
    return sorted(found, key=lambda goal: order.index(goal.state))


def looked_after(person: Person) -> Sequence[Goal]:
    """Goals under way that this person owns; all of them for who looks after goals."""
    query = select(Goal).where(Goal.state == GoalState.UNDER_WAY)
    if not person.may_manage:
        query = query.where(Goal.owner_id == person.id)
    return db.session.scalars(query.order_by(Goal.id).limit(LONGEST)).all()


def unnamed() -> Unnamed:
    """What serves no goal."""
    sessions = select(func.count()).select_from(ScheduledSession).where(
        ScheduledSession.state == SessionState.PUBLISHED,
        ScheduledSession.id.not_in(_linked(GoalLink.session_id)),
        ScheduledSession.series_id.is_(None) | ScheduledSession.series_id.not_in(_linked(GoalLink.series_id)),
    )  # fmt: skip
    rounds = select(func.count()).select_from(Round).where(
        Round.state.not_in((RoundState.DRAFT, RoundState.CANCELLED)), Round.id.not_in(_linked(GoalLink.round_id))
    )  # fmt: skip
    groups = select(func.count()).select_from(Group).where(Group.closed_at.is_(None), Group.id.not_in(_linked(GoalLink.group_id)))
    stories = select(func.count()).select_from(Story).where(
        Story.published_at.is_not(None), Story.taken_off_at.is_(None), Story.id.not_in(_linked(GoalLink.story_id))
    )  # fmt: skip
    return Unnamed(*[db.session.scalar(query) or 0 for query in (sessions, rounds, groups, stories)])


def source(goal: Goal) -> Indicator | None:
    """By which figure of the platform's statistics it is measured."""
    found = db.session.get(FigureSource, goal.id)
    return Indicator(found.indicator) if found is not None else None


def touched(goal: Goal) -> set[tuple[int, int]]:
    """Events with the groups that they touched."""
    query = select(TouchedGroup.event_id, TouchedGroup.group_id).join(MeasuredGroup, MeasuredGroup.id == TouchedGroup.group_id)
    return {(event, group) for event, group in db.session.execute(query.where(MeasuredGroup.goal_id == goal.id))}


def _linked(column: InstrumentedAttribute[int | None]) -> Select[int | None]:
    return select(column).where(column.is_not(None))
