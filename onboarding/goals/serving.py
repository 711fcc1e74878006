"""What serves which goal: a session, a series, a round, a group, thanks, a story. Chosen by who plans it; nothing has to."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select

from database import db
from onboarding.goals import standings
from onboarding.goals.errors import GoalClosed
from onboarding.goals.models import Goal, GoalLink, GoalState
from people.models import Person
from people.serving import Thing
from sessions.models import ScheduledSession

COLUMNS: dict[Thing, Any] = {
    Thing.SESSION: GoalLink.session_id,
    Thing.SERIES: GoalLink.series_id,
    Thing.ROUND: GoalLink.round_id,
    Thing.GROUP: GoalLink.group_id,
    Thing.THANKS: GoalLink.thanks_id,
    Thing.STORY: GoalLink.story_id,
}


def serve(thing: Thing, number: int, goal_id: int | None, *, by: Person, now: datetime) -> None:
    """The thing serves this goal, or none; the later word counts. Raises GoalMissing, GoalClosed."""
    column = COLUMNS[thing]
    if goal_id is not None:
        goal = standings.lock(goal_id)
        if goal.is_closed and goal_of(thing, number) != goal:
            raise GoalClosed("This goal is closed. Open it again first.")
    db.session.execute(delete(GoalLink).where(column == number))
    if goal_id is not None:
        db.session.add(GoalLink(goal_id=goal_id, by_id=by.id, at=now, **{column.key: number}))
    db.session.flush()


def goal_of(thing: Thing, number: int) -> Goal | None:
    """The goal that it serves. A date of a series serves what its series serves, unless it says something else. One query."""
    query = select(Goal).join(GoalLink, GoalLink.goal_id == Goal.id)
    if thing is not Thing.SESSION:
        return db.session.scalar(query.where(COLUMNS[thing] == number))
    series_id = select(ScheduledSession.series_id).where(ScheduledSession.id == number).scalar_subquery()
    either = or_(GoalLink.session_id == number, GoalLink.series_id == series_id)
    return db.session.scalar(query.where(either).order_by(GoalLink.session_id.is_(None)).limit(1))


def offered() -> list[Goal]:
    """The goals that something new can serve: those under way first, then those that wait."""
    query = select(Goal).where(Goal.state != GoalState.CLOSED)
    found = db.session.scalars(query.order_by(Goal.programme_id, Goal.part, Goal.id)).all()
    return sorted(found, key=lambda goal: not goal.is_under_way)
