"""What a session or series invites and follows: groups and filters. The pages themselves stand in `views_shared.py`."""

from datetime import UTC, datetime

from flask import url_for
from werkzeug.wrappers import Response

from database import db
from people.current import me
from security import hosts
from sessions import access
from sessions.living import targets, views_shared
from sessions.living.views_shared import Place
from sessions.models import ScheduledSession
from sessions.series import access as series_access
from sessions.series import plans
from sessions.series.models import Series
from sessions.views import back_if_closed, blueprint


@blueprint.get("/sessions/<int:session_id>/audiences")
@hosts
def audiences_page(session_id: int) -> str | Response:
    """Which groups and filters are invited; with one more to look at, its people."""
    session = access.session_hosted_by(me(), session_id)
    if back := back_if_closed(session, now=datetime.now(UTC)):
        return back
    return views_shared.audiences_page(_place(session))


@blueprint.post("/sessions/<int:session_id>/audiences")
@hosts
def open_audience(session_id: int) -> Response:
    """A group or a filter is invited, and followed."""
    return views_shared.open_audience(_place(access.session_hosted_by(me(), session_id)))


@blueprint.get("/sessions/<int:session_id>/audiences/<int:audience_id>/closure")
@hosts
def audience_closure_page(session_id: int, audience_id: int) -> str:
    """What becomes of those who are invited?"""
    return views_shared.audience_closure_page(_place(access.session_hosted_by(me(), session_id)), audience_id)


@blueprint.post("/sessions/<int:session_id>/audiences/<int:audience_id>/closure")
@hosts
def close_audience(session_id: int, audience_id: int) -> Response:
    """It is not followed any more."""
    return views_shared.close_audience(_place(access.session_hosted_by(me(), session_id)), audience_id)


@blueprint.post("/sessions/<int:session_id>/audiences/<int:audience_id>/names")
@hosts
def rename_in_audience(session_id: int, audience_id: int) -> Response:
    """A department that nobody works in any more is called something else now."""
    return views_shared.rename_in_audience(_place(access.session_hosted_by(me(), session_id)), audience_id)


@blueprint.post("/sessions/<int:session_id>/audiences/<int:audience_id>/moves")
@hosts
def answer_move(session_id: int, audience_id: int) -> Response:
    """Several people work in another department now: that is its new name, or they have moved."""
    return views_shared.answer_move(_place(access.session_hosted_by(me(), session_id)), audience_id)


def _place(session: ScheduledSession) -> Place:
    series, course = plans.of(session), _course_of(session)
    looks_after = course is not None and series_access.may_host(course, me())
    return Place(
        kind="series" if series else "session",
        target=targets.of_session(session),
        title=series.title if series else session.title,
        timezone=session.timezone,
        is_published=session.is_published,
        back=url_for("sessions.invite", session_id=session.id),
        endpoints="sessions",
        arguments={"session_id": session.id},
        course=course,
        course_path=url_for("courses.audiences_page", course_id=course.id) if course and looks_after else "",
    )


def _course_of(session: ScheduledSession) -> Series | None:
    found = db.session.get(Series, session.series_id) if session.series_id else None
    return found if found is not None and found.is_course else None
