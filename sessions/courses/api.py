"""Courses by API: what they are; each part is a session like any other, and is answered there."""

from typing import Any

from pydantic import BaseModel
from spectree import Response as Answers

from openapi import blueprint, errors, spec
from people.current import me
from security import bearer
from sessions.courses import access, places, queries
from sessions.models import ScheduledSession, SessionKind, SessionState
from sessions.series.models import Series


class PartShape(BaseModel):
    """A part of a course; `id` is that of its session, `starts_at` is local to its `timezone`. More by `/sessions/{id}`."""

    number: int
    title: str
    id: int
    starts_at: str
    timezone: str
    state: SessionState


class CourseShape(BaseModel):
    """A course. `minimum_parts` (null: nothing is said) make it whole; `programme` is the same number in all its parallel groups."""

    id: int
    programme: int
    state: SessionState
    title: str
    kind: SessionKind
    timezone: str
    minimum_parts: int | None
    parts: list[PartShape]


@blueprint.get("/courses/<int:course_id>")
@spec.validate(resp=Answers(HTTP_200=CourseShape, **errors(404)), tags=["courses"])
@bearer
def get_course(course_id: int) -> dict[str, Any]:
    """One course with its parts, for whoever is invited to it or looks after it."""
    course = access.course_seen_by(me(), course_id)
    return {
        "id": course.id,
        "programme": places.programme_of(course),
        "state": course.state.value,
        "title": course.title,
        "kind": course.kind.value,
        "timezone": course.timezone,
        "minimum_parts": course.minimum_dates,
        "parts": [_part(course, session) for session in queries.dates_of(course)],
    }


def _part(course: Series, session: ScheduledSession) -> dict[str, Any]:
    return {
        "number": session.part,
        "title": places.title_of(course, session),
        "id": session.id,
        "starts_at": session.starts_at.astimezone(session.zone).replace(tzinfo=None).isoformat(timespec="seconds"),
        "timezone": session.timezone,
        "state": session.state.value,
    }
