"""Where one can do what would allow the next rung: for whom it is allowed to."""

from flask import url_for

from onboarding.evidence.claims import Remedy
from onboarding.goals import standings
from onboarding.goals.models import Goal
from people.models import Person

OF_MANAGERS = {
    Remedy.ASK_WHETHER_IT_HELPED: "surveys.new",
    Remedy.KEEP_A_WAITING_LIST: "rounds.index",
    Remedy.ANOTHER_ROUND: "rounds.index",
}
OF_THE_GOAL = {Remedy.START: "serves", Remedy.WAIT: "series-title", Remedy.MEASURE_EARLIER: "series-title"}
OF_GROUPS = {Remedy.MEASURE_OTHERS, Remedy.LARGER_GROUPS}


def where(remedy: Remedy, goal: Goal, reader: Person, *, by_group: bool) -> str:
    """The address of the page; "" where this reader cannot do it."""
    if remedy in OF_MANAGERS:
        return url_for(OF_MANAGERS[remedy]) if reader.may_manage else ""
    if goal.is_closed or not standings.may_write(goal, reader):
        return ""
    if remedy in OF_GROUPS or by_group:
        return url_for("evidence.groups", goal_id=goal.id)
    if remedy is Remedy.MEASURE_FINER:
        return url_for("goals.edit", goal_id=goal.id)
    return url_for("goals.goal", goal_id=goal.id, _anchor=OF_THE_GOAL.get(remedy))
