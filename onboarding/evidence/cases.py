"""What is known about goals, as the ladder takes it: the whole goal's own figures, and those of its groups. A constant number of queries."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import fmean

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from database import db
from onboarding.evidence import helped, starts
from onboarding.evidence.claims import Case, Claim, Rung, Standing, ladder, strongest
from onboarding.evidence.helped import Reported
from onboarding.evidence.models import FigureSource, MeasuredGroup, Side, TouchedGroup
from onboarding.evidence.participation import queries as participation
from onboarding.evidence.participation.models import Kind
from onboarding.evidence.participation.queries import Indicator
from onboarding.evidence.starts import Served
from onboarding.evidence.weeks import Event, Group, Week
from onboarding.goals import standings
from onboarding.goals.models import Goal, GoalEvent, GoalLink, Measurement
from people.privacy import FLOOR
from sessions.rounds.models import Round

A_TENTH = 0.1  # of the way from baseline to target: the smallest change worth speaking of
WHOLE = ""  # the name of the group that is the whole goal


@dataclass(frozen=True, slots=True)
class Sight:
    """All that stands behind the sentences about a goal. `case`: the one whose claim is the strongest; `rungs`: every rung of the ladder."""

    goal: Goal
    case: Case
    claim: Claim
    rungs: Mapping[Rung, Standing]
    served: Served
    reported: Reported | None
    events: Sequence[GoalEvent]
    titles: Mapping[
        str, tuple[Side, str]
    ]  # of groups that come from rounds: what they have to do with it, and the title of the round

    @property
    def is_by_group(self) -> bool:
        """Whether it is measured group by group, and not as a whole."""
        return any(group.name != WHOLE for group in self.case.groups)

    @property
    def starts_on(self) -> date | None:
        """The day that parts before from after."""
        return min((group.starts_on for group in self.case.groups if group.starts_on is not None), default=None)


def sights(goals: Sequence[Goal], *, now: datetime) -> list[Sight]:
    """Of each of these goals, in their order."""
    ids = [goal.id for goal in goals]
    served, asked, wholes = starts.served(ids, now=now), helped.reported(ids), _wholes(ids)
    groups, events, touched = _groups(ids), _events(ids), _touched(ids)
    platform, titles = _platform(ids)
    found = []
    for goal in goals:
        said = asked.get(goal.id)
        whole = Case(
            unit=goal.unit,
            better=goal.direction,
            groups=[Group(WHOLE, wholes[goal.id], served[goal.id].starts_on)] if goal.id in wholes else [],
            helped=said.helped if said else None,
            matters=_matters(goal),
        )
        parts = replace(
            whole, groups=groups.get(goal.id) or platform.get(goal.id, []), events=_told(events.get(goal.id, []), touched)
        )
        case = _stronger(whole, parts)
        found.append(Sight(goal, case, strongest(case), ladder(case), served[goal.id], said, events.get(goal.id, []), titles))
    return found


def _stronger(whole: Case, parts: Case) -> Case:
    """By how good the evidence is, never by which way it points: the groups, unless the whole allows a higher rung."""
    if not parts.groups:
        return whole
    return whole if strongest(whole).rung > strongest(parts).rung else parts


def _matters(goal: Goal) -> float:
    return abs(goal.target - goal.baseline) * A_TENTH if goal.target is not None and goal.baseline is not None else 0.0


def _wholes(goal_ids: Collection[int]) -> dict[int, list[Week]]:
    """The goal's own measurements, by week. They are figures of a process and no number of people stands behind them; those computed of
    people were so of five or more.
    """
    found: dict[int, dict[date, list[float]]] = {}
    query = select(Measurement).where(Measurement.goal_id.in_(goal_ids)).order_by(Measurement.on)
    for one in db.session.scalars(query):
        found.setdefault(one.goal_id, {}).setdefault(one.on - timedelta(days=one.on.weekday()), []).append(one.value)
    return {goal_id: [Week(on, fmean(values), FLOOR) for on, values in weeks.items()] for goal_id, weeks in found.items()}


def _groups(goal_ids: Collection[int]) -> dict[int, list[Group]]:
    query = select(MeasuredGroup).where(MeasuredGroup.goal_id.in_(goal_ids)).options(selectinload(MeasuredGroup.weeks))
    rows = db.session.scalars(query.order_by(MeasuredGroup.id)).all()
    days = _days(rows)
    found: dict[int, list[Group]] = {}
    for row in rows:
        weeks = tuple(Week(week.on, week.value, week.people) for week in row.weeks)
        waits = row.side is Side.WAITS and days[row.id] is None
        found.setdefault(row.goal_id, []).append(Group(row.name, weeks, days[row.id], waits))
    return found


def _platform(goal_ids: Collection[int]) -> tuple[dict[int, list[Group]], dict[str, tuple[Side, str]]]:
    """Of goals that are measured by the platform's statistics: who took part in the rounds that serve them, and who waits."""
    sources = db.session.scalars(select(FigureSource).where(FigureSource.goal_id.in_(goal_ids))).all()
    if not sources:
        return {}, {}
    rounds = select(Goal.id, Round.id, Round.title).join(GoalLink, GoalLink.goal_id == Goal.id)
    rounds = rounds.join(Round, Round.id == GoalLink.round_id).where(Goal.id.in_(goal_ids))
    serving: dict[int, dict[str, tuple[Side, str]]] = {}
    for goal_id, number, title in db.session.execute(rounds):
        named = {f"{Kind.TOOK_PART} {number}": (Side.STARTED, title), f"{Kind.WAITING} {number}": (Side.WAITS, title)}
        serving.setdefault(goal_id, {}).update(named)
    shown = {
        indicator: participation.round_groups(Indicator(indicator)) for indicator in {source.indicator for source in sources}
    }
    found = {
        source.goal_id: [group for group in shown[source.indicator] if group.name in serving.get(source.goal_id, {})]
        for source in sources
    }
    return found, {name: title for names in serving.values() for name, title in names.items()}


def starts_of(goal_id: int) -> dict[int, date | None]:
    """When each group of a goal starts, by its number."""
    return _days(db.session.scalars(select(MeasuredGroup).where(MeasuredGroup.goal_id == goal_id)).all())


def _days(rows: Iterable[MeasuredGroup]) -> dict[int, date | None]:
    every = list(rows)
    begun = starts.rounds_begin([row.round_id for row in every if row.side is Side.STARTED])
    firsts = {row.id: begun.get(row.round_id) if row.side is Side.STARTED else None for row in every}
    days = {number: standings.day_of(first) if first is not None else None for number, first in firsts.items()}
    return {row.id: row.starts_on or days[row.id] for row in every}


def _events(goal_ids: Collection[int]) -> dict[int, list[GoalEvent]]:
    found: dict[int, list[GoalEvent]] = {}
    query = select(GoalEvent).where(GoalEvent.goal_id.in_(goal_ids)).order_by(GoalEvent.on, GoalEvent.id)
    for one in db.session.scalars(query):
        found.setdefault(one.goal_id, []).append(one)
    return found


def _touched(goal_ids: Collection[int]) -> dict[int, set[str]]:
    """The names of the groups that an event touched, of events of which it was said."""
    query = select(TouchedGroup.event_id, MeasuredGroup.name).join(MeasuredGroup, MeasuredGroup.id == TouchedGroup.group_id)
    found: dict[int, set[str]] = {}
    for event_id, name in db.session.execute(query.where(MeasuredGroup.goal_id.in_(goal_ids))):
        found.setdefault(event_id, set()).add(name)
    return found


def _told(events: Iterable[GoalEvent], touched: Mapping[int, set[str]]) -> list[Event]:
    return [Event(one.on, frozenset(touched[one.id])) for one in events if one.id in touched]
