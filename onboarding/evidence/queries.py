"""Reads for the pages of evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from database import db
from networks.models import Group
from onboarding.evidence.models import FigureSource, MeasuredGroup, TouchedGroup
from onboarding.evidence.participation.queries import Indicator
from onboarding.goals.models import Goal, GoalLink, GoalState, Part
from onboarding.stories.models import Story
from onboarding.surveys.models import Survey, SurveyState
from people.models import Person
from sessions.models import ScheduledSession, SessionState
from sessions.rounds.models import Round, RoundGroup, RoundState

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Unnamed:
    """How many things name no goal. They are things, no people."""

    sessions: int
    rounds: int
    groups: int
    stories: int
    surveys: int


def goals() -> Sequence[Goal]:
    """Those under way first, then those that are closed, then those that wait; of each the processes, then measures of plans, in the order
    in which they were put down. The newest ones, where there are more.
    """
    order = [GoalState.UNDER_WAY, GoalState.CLOSED, GoalState.QUEUED]
    found = db.session.scalars(select(Goal).order_by(Goal.id.desc()).limit(LONGEST)).all()
    return sorted(found, key=lambda goal: (order.index(goal.state), goal.part is not Part.PROCESS, goal.id))


def looked_after(person: Person) -> Sequence[Goal]:
    """Goals under way that this person owns; all of them for who looks after goals."""
    query = select(Goal).where(Goal.state == GoalState.UNDER_WAY)
    if not person.may_manage:
        query = query.where(Goal.owner_id == person.id)
    return db.session.scalars(query.order_by(Goal.id).limit(LONGEST)).all()


def unnamed() -> Unnamed:
    """What serves no goal: neither by its own word nor by that of what it belongs to."""
    of_session, of_series, of_round, of_group = (aliased(GoalLink) for _each in range(4))
    round_goal = select(of_round.goal_id).join(RoundGroup, RoundGroup.round_id == of_round.round_id).limit(1)
    by_round = round_goal.where(RoundGroup.series_id == ScheduledSession.series_id).correlate(ScheduledSession).scalar_subquery()
    says = case((of_session.id.is_not(None), of_session.goal_id), (of_series.id.is_not(None), of_series.goal_id), else_=by_round)
    sessions = (
        select(func.count(ScheduledSession.id))
        .outerjoin(of_session, of_session.session_id == ScheduledSession.id)
        .outerjoin(of_series, of_series.series_id == ScheduledSession.series_id)
        .where(ScheduledSession.state == SessionState.PUBLISHED, says.is_(None))
    )
    rounds = select(func.count()).select_from(Round).where(
        Round.state.not_in((RoundState.DRAFT, RoundState.CANCELLED)), Round.id.not_in(_linked(GoalLink.round_id))
    )  # fmt: skip
    by_round = round_goal.where(RoundGroup.formed_group_id == Group.id).correlate(Group).scalar_subquery()
    says = case((of_group.id.is_not(None), of_group.goal_id), else_=by_round)
    groups = (
        select(func.count(Group.id))
        .outerjoin(of_group, of_group.group_id == Group.id)
        .where(Group.closed_at.is_(None), says.is_(None))
    )
    stories = select(func.count()).select_from(Story).where(
        Story.published_at.is_not(None), Story.taken_off_at.is_(None), Story.id.not_in(_linked(GoalLink.story_id))
    )  # fmt: skip
    surveys = select(func.count()).select_from(Survey).where(Survey.state != SurveyState.DRAFT, Survey.goal_id.is_(None))
    return Unnamed(*[db.session.scalar(query) or 0 for query in (sessions, rounds, groups, stories, surveys)])


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
