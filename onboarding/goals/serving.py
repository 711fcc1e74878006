"""What serves which goal: a session, a series, a round, a group, thanks, a story. Chosen by who plans it; nothing has to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    bindparam,
    case,
    cast,
    delete,
    null,
    or_,
    select,
    union_all,
)

from database import db
from onboarding.goals import standings
from onboarding.goals.errors import GoalClosed
from onboarding.goals.models import Goal, GoalLink, GoalState
from people.models import Person
from people.serving import Thing
from ready import Ready
from rows import Columns, read
from sessions.models import ScheduledSession
from sessions.rounds.models import RoundGroup

COLUMNS: dict[Thing, Any] = {
    Thing.SESSION: GoalLink.session_id,
    Thing.SERIES: GoalLink.series_id,
    Thing.ROUND: GoalLink.round_id,
    Thing.GROUP: GoalLink.group_id,
    Thing.THANKS: GoalLink.thanks_id,
    Thing.STORY: GoalLink.story_id,
}
_GOAL = Columns(Goal)
_IS_OFFERED = Goal.state != GoalState.CLOSED
_OFFERED = Ready(select(*_GOAL.columns).where(_IS_OFFERED))
BELONGS = (Thing.SESSION, Thing.SERIES, Thing.GROUP)  # to a series, to a round: what says nothing itself serves what that serves


@dataclass(frozen=True, slots=True)
class Word:
    """What a thing serves. `itself`: it says so, rather than what it belongs to. `above`: what that says, whether it counts or not."""

    goal: Goal | None
    itself: bool
    above: Goal | None


def serve(thing: Thing, number: int, goal_id: int | None, *, by: Person, now: datetime) -> None:
    """The thing serves this goal; without one it says nothing itself. The later word counts. Raises GoalMissing, GoalClosed."""
    column = COLUMNS[thing]
    if goal_id is not None:
        goal = standings.lock(goal_id)
        if goal.is_closed and goal_of(thing, number) != goal:
            raise GoalClosed("This goal is closed. Open it again first.")
    db.session.execute(delete(GoalLink).where(column == number))
    if goal_id is not None:
        db.session.add(GoalLink(goal_id=goal_id, by_id=by.id, at=now, **{column.key: number}))
    db.session.flush()


def serve_none(thing: Thing, number: int, *, by: Person, now: datetime) -> None:
    """The thing serves no goal, whatever what it belongs to says."""
    serve(thing, number, None, by=by, now=now)
    if thing in BELONGS:
        db.session.add(GoalLink(by_id=by.id, at=now, **{COLUMNS[thing].key: number}))
        db.session.flush()


def leave(thing: Thing, number: int, goal: Goal, *, by: Person, now: datetime) -> None:
    """The thing does not serve this goal, by its own word or by another's. What served another one, or none, is as it was."""
    if goal_of(thing, number) != goal:
        return
    serve(thing, number, None, by=by, now=now)
    if goal_of(thing, number) == goal:
        serve_none(thing, number, by=by, now=now)


def goal_of(thing: Thing, number: int) -> Goal | None:
    """The goal that it serves, as it says itself or else as what it belongs to says. One query."""
    return word_of(thing, number).goal


def word_of(thing: Thing, number: int) -> Word:
    """What it serves, and who says so. One query.

    A date belongs to its series; a series and a group of people that were published by a round of training groups belong to that round.
    """
    return _word(read(_words(thing), {"number": number}))


def word_and_offered(thing: Thing, number: int) -> tuple[Word, list[Goal]]:
    """`word_of` and `offered`. One query."""
    rows = read(_words_and_offered(thing), {"number": number})
    goals = [_GOAL.loaded(columns) for place, _goal_id, *columns in rows if place is None]
    return _word([row for row in rows if row[0] is not None]), _in_order(goals)


def _word(rows: Sequence[Sequence[Any]]) -> Word:
    found = {place: None if goal_id is None else _GOAL.loaded(columns) for place, goal_id, *columns in rows}
    above = next((found[place] for place in sorted(found) if place > 0), None)
    return Word(found.get(0, above), 0 in found, above)


@cache
def _words(thing: Thing) -> Ready:
    """Built once for each kind of thing: every page of a session asks it."""
    return Ready(_nearest(thing))


@cache
def _words_and_offered(thing: Thing) -> Ready:
    """The same, and without a place those that are offered."""
    offered = select(cast(null(), Integer), Goal.id.label("offered"), *_GOAL.columns).where(_IS_OFFERED)
    return Ready(union_all(_nearest(thing), offered))


def _nearest(thing: Thing) -> Select[*tuple[Any, ...]]:
    says = _says(thing, bindparam("number"))
    nearest = case(*((said, place) for place, said in enumerate(says)))
    return (
        select(nearest, GoalLink.goal_id, *_GOAL.columns)
        .select_from(GoalLink)
        .outerjoin(Goal, Goal.id == GoalLink.goal_id)
        .where(or_(*says))
    )


def _says(thing: Thing, number: BindParameter[int]) -> list[ColumnElement[bool]]:
    """Whose word counts for this thing, the nearest first."""
    says = [COLUMNS[thing] == number]
    if thing is Thing.SESSION:
        series_id = select(ScheduledSession.series_id).where(ScheduledSession.id == number).scalar_subquery()
        says += [GoalLink.series_id == series_id, GoalLink.round_id == _round(RoundGroup.series_id == series_id)]
    elif thing is Thing.SERIES:
        says.append(GoalLink.round_id == _round(RoundGroup.series_id == number))
    elif thing is Thing.GROUP:
        says.append(GoalLink.round_id == _round(RoundGroup.formed_group_id == number))
    return says


def _round(published: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(RoundGroup.round_id).where(published).limit(1).scalar_subquery()


def speaking_dates() -> Select[int | None]:
    """The numbers of dates that say themselves what they serve, or that they serve nothing: their series says nothing of them."""
    return select(GoalLink.session_id).where(GoalLink.session_id.is_not(None))


def goals_of(thing: Thing, numbers: Collection[int]) -> Mapping[int, Goal]:
    """The goal that each of these names itself, by their numbers. One query."""
    column = COLUMNS[thing]
    query = select(column, Goal).join(Goal, Goal.id == GoalLink.goal_id).where(column.in_(numbers))
    return dict(db.session.execute(query).tuples().all())


def offered() -> list[Goal]:
    """The goals that something new can serve: those under way first, then those that wait."""
    return _in_order([_GOAL.loaded(row) for row in read(_OFFERED)])


def _in_order(goals: Iterable[Goal]) -> list[Goal]:
    return sorted(goals, key=lambda goal: (not goal.is_under_way, goal.programme_id, goal.part, goal.id))
