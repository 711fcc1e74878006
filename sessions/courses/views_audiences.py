"""What a course invites and follows: groups and filters, to every part ahead. The pages themselves are those of `sessions.living`."""

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from people.current import me
from security import hosts
from sessions.courses import access
from sessions.courses.views import back_to, blueprint
from sessions.living import targets, views_shared
from sessions.living.views_shared import Place
from sessions.models import SessionState
from sessions.series.models import Series


@blueprint.get("/courses/<int:course_id>/audiences")
@hosts
def audiences_page(course_id: int) -> str | Response:
    """Which groups and filters are invited; with one more to look at, its people."""
    course = access.course_hosted_by(me(), course_id)
    if course.state is SessionState.CANCELLED:
        return back_to(course, _("This course was cancelled."))
    return views_shared.audiences_page(_place(course))


@blueprint.post("/courses/<int:course_id>/audiences")
@hosts
def open_audience(course_id: int) -> Response:
    """A group or a filter is invited, and followed."""
    return views_shared.open_audience(_place(access.course_hosted_by(me(), course_id)))


@blueprint.get("/courses/<int:course_id>/audiences/<int:audience_id>/closure")
@hosts
def audience_closure_page(course_id: int, audience_id: int) -> str:
    """What becomes of those who are invited?"""
    return views_shared.audience_closure_page(_place(access.course_hosted_by(me(), course_id)), audience_id)


@blueprint.post("/courses/<int:course_id>/audiences/<int:audience_id>/closure")
@hosts
def close_audience(course_id: int, audience_id: int) -> Response:
    """It is not followed any more."""
    return views_shared.close_audience(_place(access.course_hosted_by(me(), course_id)), audience_id)


@blueprint.post("/courses/<int:course_id>/audiences/<int:audience_id>/names")
@hosts
def rename_in_audience(course_id: int, audience_id: int) -> Response:
    """A department that nobody works in any more is called something else now."""
    return views_shared.rename_in_audience(_place(access.course_hosted_by(me(), course_id)), audience_id)


@blueprint.post("/courses/<int:course_id>/audiences/<int:audience_id>/moves")
@hosts
def answer_move(course_id: int, audience_id: int) -> Response:
    """Several people work in another department now: that is its new name, or they have moved."""
    return views_shared.answer_move(_place(access.course_hosted_by(me(), course_id)), audience_id)


def _place(course: Series) -> Place:
    return Place(
        kind="course",
        target=targets.of_course(course),
        title=course.title,
        timezone=course.timezone,
        is_published=course.is_published,
        back=url_for("courses.people_page", course_id=course.id),
        endpoints="courses",
        arguments={"course_id": course.id},
    )
