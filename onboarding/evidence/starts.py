"""When what serves a goal began: the day that parts before from after, settled before any figure is looked at."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from database import db
from networks.models import Group
from onboarding.goals import serving, standings
from onboarding.goals.models import Goal, GoalLink
from sessions.models import ScheduledSession, SessionState
from sessions.rounds.models import RoundGroup


@dataclass(frozen=True, slots=True)
class Served:
    """What serves a goal. `things`: how many; `starts_on`: the day of the first of them that has begun, in the company's zone."""

    things: int = 0
    starts_on: date | None = None


def served(goal_ids: Collection[int], *, now: datetime) -> dict[int, Served]:
    """Of each goal. Sessions and series count by their first date (of a series, one that says nothing itself), rounds by that of their groups,
    groups by the day they were made. Thanks and stories come after, and start nothing. A constant number of queries.
    """
    query = select(Goal.id, GoalLink).join(GoalLink, GoalLink.goal_id == Goal.id).where(Goal.id.in_(goal_ids))
    named = db.session.execute(query).all()
    links = [link for _goal_id, link in named]
    sessions = _first_dates(ScheduledSession.id, [one.session_id for one in links])
    series = _first_dates(ScheduledSession.series_id, [one.series_id for one in links])
    rounds = rounds_begin([one.round_id for one in links])
    groups = _groups([one.group_id for one in links])
    days: dict[int, list[datetime]] = {goal_id: [] for goal_id in goal_ids}
    counts = dict.fromkeys(goal_ids, 0)
    for goal_id, one in named:
        found = sessions.get(one.session_id) or series.get(one.series_id) or rounds.get(one.round_id) or groups.get(one.group_id)
        counts[goal_id] += 1
        if found is not None and found <= now:
            days[goal_id].append(found)
    return {
        goal_id: Served(counts[goal_id], standings.day_of(min(days[goal_id])) if days[goal_id] else None) for goal_id in goal_ids
    }


def _first_dates(column: InstrumentedAttribute[Any], numbers: Iterable[int | None]) -> dict[int | None, datetime]:
    known = {number for number in numbers if number is not None}
    if not known:
        return {}
    first = func.min(ScheduledSession.starts_at)
    query = select(column, first).where(column.in_(known), ScheduledSession.state == SessionState.PUBLISHED)
    if column is ScheduledSession.series_id:
        query = query.where(ScheduledSession.id.not_in(serving.speaking_dates()))
    return dict(db.session.execute(query.group_by(column)).tuples().all())


def rounds_begin(numbers: Iterable[int | None]) -> dict[int | None, datetime]:
    """When the first group of each of these rounds meets first."""
    known = {number for number in numbers if number is not None}
    if not known:
        return {}
    query = (
        select(RoundGroup.round_id, func.min(ScheduledSession.starts_at))
        .join(ScheduledSession, ScheduledSession.series_id == RoundGroup.series_id)
        .where(RoundGroup.round_id.in_(known), ScheduledSession.state == SessionState.PUBLISHED)
    )
    return dict(db.session.execute(query.group_by(RoundGroup.round_id)).tuples().all())


def _groups(numbers: Iterable[int | None]) -> dict[int | None, datetime]:
    known = {number for number in numbers if number is not None}
    if not known:
        return {}
    query = select(Group.id, Group.created_at).where(Group.id.in_(known))
    return dict(db.session.execute(query).tuples().all())
