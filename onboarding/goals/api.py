"""Goals by API: read by everybody, measured by owners and community managers, by the same rules as the pages."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Response, abort, url_for
from pydantic import Field
from spectree import Response as Answers

from database import transaction
from onboarding.errors import OnboardingError
from onboarding.goals import access, measurements, queries, serving, standings
from onboarding.goals.errors import GoalClosed, GoalInvalid, GoalMissing
from onboarding.goals.models import Direction, Goal, GoalState, Measurement, Outcome, Part, Source
from openapi import Closed, Listed, PageQuery, Shape, Text, blueprint, errors, listed, problem, spec
from paging import Page, paginate
from people.current import me
from people.serving import Thing
from security import bearer

STATUS: dict[type[OnboardingError], tuple[int, str]] = {
    GoalMissing: (404, "Not found"),
    GoalClosed: (409, "Closed"),
    GoalInvalid: (422, "Not valid"),
}


class GoalShape(Shape):
    """A goal. Days as 2026-12-01; `owner` is an e-mail address, null where nobody has said that they answer for it."""

    id: int
    programme: int
    part: Part
    name: str
    unit: str
    direction: Direction
    baseline: float | None
    baseline_on: str | None
    baseline_how: str
    target: float | None
    due_on: str | None
    says_not: str
    state: GoalState
    outcome: Outcome | None
    last_sentence: str
    owner: str | None


class MeasurementShape(Shape):
    """What was measured on a day."""

    on: str
    value: float
    note: str
    source: Source


class MeasurementBody(Closed):
    """What was measured, in the unit of the goal."""

    value: float = Field(allow_inf_nan=False)
    note: Text = ""


@blueprint.get("/goals")
@spec.validate(query=PageQuery, resp=Answers(HTTP_200=Listed[GoalShape], **errors(422)), tags=["goals"])
@bearer
def list_goals(query: PageQuery) -> dict[str, Any]:
    """Every goal of every programme, and the measures of their plans."""
    page: Page[Goal] = paginate(queries.listed(), query.page, per_page=query.per_page)
    return listed(page, [_shape(goal) for goal in page.items])


@blueprint.get("/goals/<int:goal_id>")
@spec.validate(resp=Answers(HTTP_200=GoalShape, **errors(404)), tags=["goals"])
@bearer
def get_goal(goal_id: int) -> dict[str, Any]:
    """One goal."""
    return _shape(standings.goal(goal_id))


@blueprint.get("/goals/<int:goal_id>/measurements")
@spec.validate(query=PageQuery, resp=Answers(HTTP_200=Listed[MeasurementShape], **errors(404, 422)), tags=["goals"])
@bearer
def list_measurements(goal_id: int, query: PageQuery) -> dict[str, Any]:
    """What was measured, by day."""
    page: Page[Measurement] = paginate(queries.measured(standings.goal(goal_id)), query.page, per_page=query.per_page)
    return listed(page, [_measurement(one) for one in page.items])


@blueprint.put("/goals/<int:goal_id>/measurements/<day>")
@spec.validate(resp=Answers(HTTP_200=MeasurementShape, HTTP_201=MeasurementShape, **errors(404, 409, 422)), tags=["goals"])
@bearer
def put_measurement(goal_id: int, day: str, json: MeasurementBody) -> tuple[dict[str, Any], int, dict[str, str]]:
    """The measurement of this day: entered (201) or corrected (200). What stood there before is kept as history."""
    access.goal_written_by(me(), goal_id)
    on = _day(day)
    with transaction():
        is_new = measurements.enter(goal_id, on, json.value, by=me(), now=datetime.now(UTC), note=json.note, source=Source.API)
        found = measurements.of_day(goal_id, on)
        body = _measurement(found) if found is not None else {}
    headers = {"Location": url_for("api.list_measurements", goal_id=goal_id)} if is_new else {}
    return body, 201 if is_new else 200, headers


@blueprint.delete("/goals/<int:goal_id>/measurements/<day>")
@spec.validate(resp=Answers("HTTP_204", **errors(404, 409, 422)), tags=["goals"])
@bearer
def take_back_measurement(goal_id: int, day: str) -> Response:
    """There is no measurement of this day any more; its history stays."""
    access.goal_written_by(me(), goal_id)
    on = _day(day)
    if measurements.of_day(goal_id, on) is None:
        abort(problem(404, "Not found", "There is no measurement of that day.", code="goal-missing"))
    with transaction():
        measurements.take_back(goal_id, on, by=me(), now=datetime.now(UTC))
    return Response(status=204)


@blueprint.put("/goals/<int:goal_id>/served-by/<thing>/<int:number>")
@spec.validate(resp=Answers("HTTP_204", **errors(404, 409)), tags=["goals"])
@bearer
def put_served_by(goal_id: int, thing: str, number: int) -> Response:
    """For who plans it: this session, series, round or group, or these thanks, serve the goal, and no other one."""
    kind, now = _thing(thing), datetime.now(UTC)
    access.guard_planning(me(), kind, number, now=now)
    with transaction():
        serving.serve(kind, number, goal_id, by=me(), now=now)
    return Response(status=204)


@blueprint.delete("/goals/<int:goal_id>/served-by/<thing>/<int:number>")
@spec.validate(resp=Answers("HTTP_204", **errors(404)), tags=["goals"])
@bearer
def delete_served_by(goal_id: int, thing: str, number: int) -> Response:
    """For who plans it: it serves this goal no more, even if its series or round does. What served another one, or none, is as it was."""
    kind, now = _thing(thing), datetime.now(UTC)
    access.guard_planning(me(), kind, number, now=now)
    with transaction():
        serving.leave(kind, number, standings.goal(goal_id), by=me(), now=now)
    return Response(status=204)


@blueprint.delete("/goals/served-by/<thing>/<int:number>")
@spec.validate(resp=Answers("HTTP_204", **errors(404)), tags=["goals"])
@bearer
def delete_word(thing: str, number: int) -> Response:
    """For who plans it: it says nothing itself any more, neither a goal nor that it serves none. Its series or round counts, if it has one."""
    kind, now = _thing(thing), datetime.now(UTC)
    access.guard_planning(me(), kind, number, now=now)
    with transaction():
        serving.serve(kind, number, None, by=me(), now=now)
    return Response(status=204)


def _day(given: str) -> date:
    """Aborts with 422 for what is no day."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        fault = {"field": "day", "message": "Write the day as 2026-12-01."}
        abort(problem(422, "Not valid", fault["message"], code="not-valid", errors=[fault]))


def _thing(given: str) -> Thing:
    """Aborts with 404 for what serves nothing."""
    if given not in set(Thing):
        abort(problem(404, "Not found", "Only a session, series, round or group, or thanks, serve a goal.", code="goal-missing"))
    return Thing(given)


def of_onboarding_error(error: OnboardingError) -> Response:
    """The rule's own words, with a status."""
    status, title = STATUS.get(type(error), (409, "Not possible"))
    faults = [{"field": error.field, "message": error.message}] if error.field and status == 422 else None
    return problem(status, title, error.message, code=error.code, errors=faults)


blueprint.register_error_handler(OnboardingError, of_onboarding_error)


def _shape(goal: Goal) -> dict[str, Any]:
    chosen = ("part", "direction", "state")
    plain = ("id", "name", "unit", "baseline", "baseline_how", "target", "says_not", "last_sentence")
    return {
        "programme": goal.programme_id,
        **{name: getattr(goal, name) for name in plain},
        **{name: getattr(goal, name).value for name in chosen},
        "baseline_on": goal.baseline_on.isoformat() if goal.baseline_on else None,
        "due_on": goal.due_on.isoformat() if goal.due_on else None,
        "outcome": goal.outcome.value if goal.outcome else None,
        "owner": goal.owner_here.email if goal.owner_here else None,
    }


def _measurement(one: Measurement) -> dict[str, Any]:
    return {"on": one.on.isoformat(), "value": one.value, "note": one.note, "source": one.source.value}
