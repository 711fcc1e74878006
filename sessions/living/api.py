"""What a session, series or course invites and follows, by API: read, added, switched off."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from flask import Response, abort, url_for
from pydantic import Field
from spectree import Response as Answers

from database import transaction
from networks.access import place_of
from networks.models import Group
from openapi import Closed, Shape, Text, blueprint, errors, left_out, problem, spec
from people.current import me
from people.directory import Filter
from security import bearer
from sessions import access
from sessions.courses import access as course_access
from sessions.living import audiences, filters, queries, targets
from sessions.living.models import LivingAudience
from sessions.living.targets import Target


class AudienceBody(Closed):
    """A group by its `id`, or a filter: within one list any of the values, between lists all of them."""

    group: int | None = left_out()
    departments: list[Text] = Field(default_factory=list)
    functions: list[Text] = Field(default_factory=list)
    locations: list[Text] = Field(default_factory=list)
    languages: list[Text] = Field(default_factory=list, description="`en`, `nl`")


class AudienceShape(Shape):
    """Who is followed. Of a group that does not exist for you `group` is null and `name` empty; of a filter `name` is empty, too.

    `invited`: how many are invited on its account; of a group that you do not look after in fives, null where that says nothing.
    `ending`: it was switched off, and its people are being told.
    """

    id: int
    group: int | None
    name: str
    departments: list[str]
    functions: list[str]
    locations: list[str]
    languages: list[str]
    invited: int | None
    since: str
    ending: bool


class AudiencesShape(Shape):
    """All of them: the groups by name, then the filters."""

    items: list[AudienceShape]


class OpenedShape(Shape):
    """The audience, how many were asked now, and how many were left as they are."""

    audience: AudienceShape
    invited: int
    already_invited: int


class Those(StrEnum):
    """What becomes of those who are invited on its account alone."""

    STAY = "stay"
    WITHDRAWN = "withdrawn"


class ThoseQuery(Shape):
    """Left out, they stay invited, as by hand."""

    those: Those = Those.STAY


@blueprint.get("/sessions/<int:session_id>/audiences")
@spec.validate(resp=Answers(HTTP_200=AudiencesShape, **errors(404)), tags=["audiences"])
@bearer
def list_audiences(session_id: int) -> dict[str, Any]:
    """What the session, or its series, invites and follows."""
    return _listed(_of_session(session_id))


@blueprint.post("/sessions/<int:session_id>/audiences")
@spec.validate(resp=Answers(HTTP_201=OpenedShape, **errors(404, 409, 422)), tags=["audiences"])
@bearer
def add_audience(session_id: int, json: AudienceBody) -> tuple[dict[str, Any], int, dict[str, str]]:
    """A group or a filter is invited, and followed: to a date of a series means to the series."""
    opened = _opened(_of_session(session_id), json)
    return opened, 201, {"Location": url_for("api.list_audiences", session_id=session_id)}


@blueprint.delete("/sessions/<int:session_id>/audiences/<int:audience_id>")
@spec.validate(query=ThoseQuery, resp=Answers("HTTP_204", **errors(404, 409, 422)), tags=["audiences"])
@bearer
def remove_audience(session_id: int, audience_id: int, query: ThoseQuery) -> Response:
    """It is followed no more; `those` says what becomes of who is invited on its account alone."""
    return _removed(_of_session(session_id), audience_id, query.those)


@blueprint.get("/courses/<int:course_id>/audiences")
@spec.validate(resp=Answers(HTTP_200=AudiencesShape, **errors(404)), tags=["audiences"])
@bearer
def list_course_audiences(course_id: int) -> dict[str, Any]:
    """What the course invites and follows."""
    return _listed(_of_course(course_id))


@blueprint.post("/courses/<int:course_id>/audiences")
@spec.validate(resp=Answers(HTTP_201=OpenedShape, **errors(404, 409, 422)), tags=["audiences"])
@bearer
def add_course_audience(course_id: int, json: AudienceBody) -> tuple[dict[str, Any], int, dict[str, str]]:
    """A group or a filter is invited to every part ahead, and followed."""
    return _opened(_of_course(course_id), json), 201, {"Location": url_for("api.list_course_audiences", course_id=course_id)}


@blueprint.delete("/courses/<int:course_id>/audiences/<int:audience_id>")
@spec.validate(query=ThoseQuery, resp=Answers("HTTP_204", **errors(404, 409, 422)), tags=["audiences"])
@bearer
def remove_course_audience(course_id: int, audience_id: int, query: ThoseQuery) -> Response:
    """It is followed no more; `those` says what becomes of who is invited on its account alone."""
    return _removed(_of_course(course_id), audience_id, query.those)


def _of_session(session_id: int) -> Target:
    return targets.of_session(access.session_hosted_by(me(), session_id))


def _of_course(course_id: int) -> Target:
    return targets.of_course(course_access.course_hosted_by(me(), course_id))


def _listed(target: Target) -> dict[str, Any]:
    living = queries.audiences_at(target)
    names, counts = queries.names_of(living, me()), queries.counts_of(living, me())
    return {"items": [_shape(one, names.get(one.id, ""), counts[one.id]) for one in living]}


def _opened(target: Target, body: AudienceBody) -> dict[str, Any]:
    source = _source(body)
    with transaction():
        known = {one.id for one in queries.audiences_at(target)}
        invited = audiences.open_at(target, source, by=me(), now=datetime.now(UTC))
        living = [one for one in queries.audiences_at(target) if one.id not in known]
        names, counts = queries.names_of(living, me()), queries.counts_of(living, me())
        shapes = [_shape(one, names.get(one.id, ""), counts[one.id]) for one in living]
    return {"audience": shapes[0], "invited": invited.invited, "already_invited": invited.already_invited}


def _source(body: AudienceBody) -> Group | Filter:
    chosen = Filter(
        departments=tuple(body.departments),
        functions=tuple(body.functions),
        locations=tuple(body.locations),
        languages=tuple(body.languages),
    )
    if body.group is None:
        return chosen
    if filters.values_of(chosen):
        fault = {"field": "group", "message": "Name a group, or a filter, not both."}
        abort(problem(422, "Not valid", fault["message"], code="not-valid", errors=[fault]))
    place = place_of(me(), body.group, now=datetime.now(UTC)) if 0 < body.group < 2**31 else None
    if place is None or not place.sees_people:
        fault = {"field": "group", "message": "There is no such group, or it does not show its people to you."}
        abort(problem(422, "Not valid", fault["message"], code="unknown-group", errors=[fault]))
    return place.group


def _removed(target: Target, audience_id: int, those: Those) -> Response:
    with transaction():
        withdraws = those is Those.WITHDRAWN
        audiences.switch_off_at(target, audience_id, withdraws=withdraws, by=me(), now=datetime.now(UTC))
    return Response(status=204)


def _shape(audience: LivingAudience, name: str, count: int | None) -> dict[str, Any]:
    chosen = filters.filter_of(audience)
    return {
        "id": audience.id,
        "group": audience.group_id if name else None,
        "name": name,
        **{field: list(getattr(chosen, field)) for field in filters.LISTS.values()},
        "invited": count,
        "since": audience.created_at.isoformat(),
        "ending": audience.ending_at is not None,
    }
