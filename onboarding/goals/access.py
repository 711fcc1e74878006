"""Who writes at a goal, and who says what a thing serves. Every colleague reads goals."""

from datetime import datetime

from champions.thanks.models import Thanks
from database import db
from networks import access as groups_seen
from networks.errors import GroupError
from onboarding.goals import standings, things_above
from onboarding.goals.errors import GoalMissing
from onboarding.goals.models import Goal, Part, Plan
from people.models import Person
from people.serving import Thing
from sessions import access as sessions_seen
from sessions.errors import SessionError
from sessions.rounds import access as rounds_seen
from sessions.series import access as series_seen
from sessions.series.models import Series


def goal_written_by(person: Person, goal_id: int) -> Goal:
    """The goal, if this person writes at it. Raises GoalMissing otherwise."""
    found = standings.goal(goal_id)
    if not standings.may_write(found, person):
        raise GoalMissing("There is no such goal, or you do not own it.")
    return found


def plan_written_by(person: Person, plan_id: int) -> Plan:
    """The plan, if this person writes it. Raises GoalMissing otherwise."""
    found = db.session.get(Plan, plan_id)
    if found is None or not standings.may_write_plan(found, person):
        raise GoalMissing("There is no such plan, or you do not own it.")
    return found


def guard_putting_down(person: Person, programme_id: int, part: Part) -> None:
    """Community managers put down goals; the owner of a plan puts down its measures. Raises GoalMissing otherwise."""
    programme = standings.programme(programme_id)
    if person.may_manage:
        return
    if part is Part.PROCESS or not standings.may_write_plan(programme.plan(part), person):
        raise GoalMissing("There is no such programme, or you do not look after it.")


def guard_planning(person: Person, thing: Thing, number: int, *, now: datetime) -> None:
    """Whoever plans a thing says what it serves. Raises GoalMissing for everybody else."""
    try:
        plans = _plans(person, thing, number, now)
    except (SessionError, GroupError) as error:
        raise GoalMissing("There is no such thing, or you do not plan it.") from error
    if not plans:
        raise GoalMissing("There is no such thing, or you do not plan it.")


def _plans(person: Person, thing: Thing, number: int, now: datetime) -> bool:
    """Raises what the rules of the thing raise for who may not."""
    if thing is Thing.SESSION:
        sessions_seen.session_hosted_by(person, number)
    elif thing is Thing.SERIES:
        series = db.session.get(Series, number)
        return series is not None and series_seen.may_host(series, person)
    elif thing is Thing.ROUND:
        rounds_seen.round_of(person, number)
    elif thing is Thing.GROUP:
        groups_seen.group_changed_by(person, number, now=now)
    elif thing is Thing.THANKS:
        thanks = db.session.get(Thanks, number)
        return thanks is not None and thanks.by_id == person.id
    else:
        return things_above.plans(person, thing, number)
    return True
