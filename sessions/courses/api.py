"""Courses by API: made, published, called off, and who is in them; each part is a session like any other, and is answered there."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from flask import Response, url_for
from pydantic import Field
from spectree import Response as Answers
from sqlalchemy import select

from database import transaction
from openapi import Closed, Listed, PageQuery, Shape, Text, blueprint, errors, left_out, listed, spec
from paging import Page, paginate
from people.api_named import known_person, people_to_ask
from people.current import me
from security import bearer, bearer_manager
from sessions.api_details import described, local_instant, zone_of
from sessions.api_errors import people_of
from sessions.api_shapes import Cancellation, Described, InvitationsBody, InvitedShape, LocalTime, Minutes, local
from sessions.courses import access, members, places, plans, queries
from sessions.courses.plans import LEAST_PARTS, MOST_PARTS, CoursePlan, PartPlan
from sessions.details import SessionDetails
from sessions.errors import DetailsInvalid, SessionMissing
from sessions.models import ScheduledSession, SessionKind, SessionState
from sessions.series.models import Series, SeriesForm

HOUR = 60


class NewPart(Closed):
    """One part. `title` is what it is about; left out, it lasts an hour."""

    starts_at: LocalTime
    duration_minutes: Minutes | None = left_out()
    title: Text | None = left_out()


class NewCourse(Described):
    """A course needs a title and two parts at least. Left out: a training, hosted by whoever creates it; the rest is as for sessions."""

    title: Text
    parts: Annotated[
        list[NewPart], Field(min_length=LEAST_PARTS, max_length=MOST_PARTS, description="Numbered as they are sent.")
    ]
    minimum_parts: Annotated[int, Field(strict=True, gt=0, le=MOST_PARTS)] | None = left_out()
    parallel_to: Annotated[int, Field(strict=True, gt=0, lt=2**31)] | None = left_out(
        description="A course: this is the same on other dates, where its parts can be made up."
    )


class PartShape(Shape):
    """A part of a course; `id` is that of its session, `starts_at` is local to its `timezone`. More by `/sessions/{id}`."""

    number: int
    title: str
    id: int
    starts_at: str
    timezone: str
    state: SessionState


class CourseShape(Shape):
    """A course. `minimum_parts` (null: nothing is said) make it whole; `programme` is the same number in all its parallel groups."""

    id: int
    programme: int
    state: SessionState
    title: str
    kind: SessionKind
    description: str
    timezone: str
    place: str
    address: str
    online_url: str
    minimum_parts: int | None
    parts: list[PartShape]
    cancel_reason: str


@blueprint.get("/courses")
@spec.validate(query=PageQuery, resp=Answers(HTTP_200=Listed[CourseShape], **errors(403, 422)), tags=["courses"])
@bearer_manager
def list_courses(query: PageQuery) -> dict[str, Any]:
    """Every course, latest start first."""
    courses = select(Series).where(Series.form == SeriesForm.COURSE).order_by(Series.first_at.desc(), Series.id.desc())
    page: Page[Series] = paginate(courses, query.page, per_page=query.per_page)
    dates = queries.dates_of_each(page.items)
    return listed(page, [_shape(course, dates[course.id]) for course in page.items])


@blueprint.post("/courses")
@spec.validate(resp=Answers(HTTP_201=CourseShape, **errors(403, 422)), tags=["courses"])
@bearer_manager
def create_course(json: NewCourse) -> tuple[dict[str, Any], int, dict[str, str]]:
    """A draft with all its parts; nobody is told before it is published."""
    with transaction():
        course = plans.draft(_plan(json), by=me(), now=datetime.now(UTC), like=_like(json.parallel_to))
    return _shape_of(course), 201, {"Location": url_for("api.get_course", course_id=course.id)}


@blueprint.get("/courses/<int:course_id>")
@spec.validate(resp=Answers(HTTP_200=CourseShape, **errors(404)), tags=["courses"])
@bearer
def get_course(course_id: int) -> dict[str, Any]:
    """One course with its parts, for whoever is invited to it or looks after it."""
    return _shape_of(access.course_seen_by(me(), course_id))


@blueprint.post("/courses/<int:course_id>/parts")
@spec.validate(resp=Answers(HTTP_201=CourseShape, **errors(404, 409, 422)), tags=["courses"])
@bearer
def add_course_part(course_id: int, json: NewPart) -> tuple[dict[str, Any], int, dict[str, str]]:
    """One part more, like the last one; once the course is published, whoever is in it is invited to it too."""
    course = access.course_hosted_by(me(), course_id)
    with transaction():
        part = plans.add_part(course_id, _part(json, 0, course.timezone), by=me(), now=datetime.now(UTC))
    return _shape_of(course), 201, {"Location": url_for("api.get_session", session_id=part.id)}


@blueprint.post("/courses/<int:course_id>/publication")
@spec.validate(resp=Answers(HTTP_200=CourseShape, **errors(404, 409)), tags=["courses"])
@bearer
def publish_course(course_id: int) -> dict[str, Any]:
    """All parts stand in the calendar and the invitations to each of them leave."""
    access.course_hosted_by(me(), course_id)
    with transaction():
        course = plans.publish(course_id, by=me(), now=datetime.now(UTC))
    return _shape_of(course)


@blueprint.post("/courses/<int:course_id>/cancellation")
@spec.validate(resp=Answers(HTTP_200=CourseShape, **errors(404, 409, 422)), tags=["courses"])
@bearer
def cancel_course(course_id: int, json: Cancellation) -> dict[str, Any]:
    """The parts ahead are off; whoever was told of them is told why."""
    access.course_hosted_by(me(), course_id)
    with transaction():
        course = plans.cancel(course_id, reason=json.reason, by=me(), now=datetime.now(UTC))
    return _shape_of(course)


@blueprint.post("/courses/<int:course_id>/invitations")
@spec.validate(resp=Answers(HTTP_200=InvitedShape, **errors(404, 409, 422)), tags=["courses"])
@bearer
def invite_to_course(course_id: int, json: InvitationsBody) -> dict[str, int]:
    """Everybody named is invited to every part ahead, once; 422 and nobody when an address or a department is unknown."""
    access.course_hosted_by(me(), course_id)
    with transaction():
        ids = [person.id for person in people_to_ask(json.people, field="people")]
        invited = members.invite(course_id, [*ids, *people_of(json.departments)], by=me(), now=datetime.now(UTC))
    return {"invited": invited.invited, "already_invited": invited.already_invited}


@blueprint.delete("/courses/<int:course_id>/invitations/<path:email>")
@spec.validate(resp=Answers("HTTP_204", **errors(404)), tags=["courses"])
@bearer
def withdraw_from_course(course_id: int, email: str) -> Response:
    """This person is in the course no more: each part ahead leaves their calendar."""
    access.course_hosted_by(me(), course_id)
    with transaction():
        members.withdraw(course_id, known_person(email).id, by=me(), now=datetime.now(UTC))
    return Response(status=204)


def _plan(body: NewCourse) -> CoursePlan:
    zone = zone_of(body)
    parts = tuple(_part(part, number, zone) for number, part in enumerate(body.parts, start=1))
    start = SessionDetails(title="", starts_at=parts[0].starts_at, ends_at=parts[0].ends_at, timezone=zone, host_ids=(me().id,))
    return CoursePlan(common=described(start, body), parts=parts, minimum_dates=body.minimum_parts)


def _part(body: NewPart, number: int, zone: str) -> PartPlan:
    starts_at = local_instant(body.starts_at, zone, "parts" if number else "starts_at")
    ends_at = starts_at + timedelta(minutes=body.duration_minutes or HOUR)
    return PartPlan(number=number, starts_at=starts_at, ends_at=ends_at, title=body.title or "")


def _like(course_id: int | None) -> Series | None:
    try:
        return access.course_hosted_by(me(), course_id) if course_id is not None else None
    except SessionMissing as error:
        raise DetailsInvalid("parallel_to", "There is no such course, or you do not look after it.") from error


def _shape_of(course: Series) -> dict[str, Any]:
    return _shape(course, queries.dates_of(course))


def _shape(course: Series, dates: Sequence[ScheduledSession]) -> dict[str, Any]:
    plain = ("id", "title", "description", "timezone", "place", "address", "online_url", "cancel_reason")
    return {
        **{name: getattr(course, name) for name in plain},
        "programme": places.programme_of(course),
        "state": course.state.value,
        "kind": course.kind.value,
        "minimum_parts": course.minimum_dates,
        "parts": [_part_shape(course, session) for session in dates],
    }


def _part_shape(course: Series, session: ScheduledSession) -> dict[str, Any]:
    return {
        "number": session.part,
        "title": places.title_of(course, session),
        "id": session.id,
        "starts_at": local(session.starts_at, session.zone),
        "timezone": session.timezone,
        "state": session.state.value,
    }
