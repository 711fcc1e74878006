"""Planning a course: draft, the same course on other dates, publish, one part more, cancel, throw away."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from config import settings
from database import transaction
from look import language
from people import naming, serving
from people.current import me
from security import hosts, manager
from sessions import queries_roster
from sessions import words as session_words
from sessions.answering import question
from sessions.copies import Copy
from sessions.courses import access, members, plans, previews, queries
from sessions.courses.forms import ELEVEN, NINE, CourseForm, MorePartForm, empty_form, form_like
from sessions.courses.previews import Notice
from sessions.courses.views import back_to, blueprint, in_words
from sessions.errors import DetailsInvalid, SessionError, SessionMissing
from sessions.forms import CancelForm
from sessions.models import SessionState
from sessions.series.models import Series


@blueprint.get("/courses/new")
@manager
def new() -> str:
    """An empty form; with `?like=`, the same course to be dated anew."""
    like = question(request.args.get("like", ""))
    if like is None:
        form = empty_form(timezone=me().timezone or settings().timezone, host=f"{me().name} <{me().email}>")
        return _page(form, None)
    course = access.course_hosted_by(me(), like)
    return _page(form_like(course, queries.dates_of(course)), course)


@blueprint.post("/courses")
@manager
def create() -> tuple[str, int] | str | Response:
    """A draft exists; `do=rows` asks for room for more parts."""
    form = CourseForm()
    number = question(form.like.data or "")
    like = access.course_hosted_by(me(), number) if number is not None else None
    if request.form.get("do") == "rows":
        form.more_rows()
        return _page(form, like)
    if not form.validate():
        return _page(form, like), 422
    plan = form.plan()
    there = previews.of_plan(plan, language=language())
    if _is_news(form, there):
        return _page(form, like, there)
    with transaction():
        course = plans.draft(plan, by=me(), now=datetime.now(UTC), like=like)
        serving.choose(serving.Thing.SERIES, course.id, _chosen(), by=me(), now=datetime.now(UTC))
    flash(_("The draft is kept, with all its parts. Nobody has been told yet. Whom would you like to invite?"), "success")
    return redirect(url_for("courses.people_page", course_id=course.id), 303)


def _page(form: CourseForm, like: Series | None, there: Mapping[int, Notice] = MappingProxyType({})) -> str:
    return render_template(
        "courses/new.html", form=form, like=like, most=plans.MOST_PARTS, there=there, serves=serving.in_form(_chosen())
    )


def _chosen() -> str:
    """The goal that was chosen in the form."""
    return request.form.get(serving.FIELD, "")


def _is_news(form: CourseForm | MorePartForm, there: Mapping[int, Notice]) -> bool:
    """Whether it has something to show that was not shown yet; it is shown once."""
    shown, before = previews.digest(there), form.previewed.data
    form.previewed.data = shown
    return bool(shown) and shown != before


@blueprint.get("/courses/<int:course_id>/publication")
@hosts
def publication_page(course_id: int) -> str | Response:
    """Who will be invited and what the first letter says, before anybody is."""
    course = access.course_hosted_by(me(), course_id)
    if course.state is not SessionState.DRAFT:
        said = _("This course has been published already.") if course.is_published else _("This course was cancelled.")
        return back_to(course, said)
    people, dates = members.people_of(course), queries.dates_of(course)
    first = queries_roster.rsvp_of(dates[0], people[0].id) if people and dates else None
    return render_template(
        "courses/publish.html",
        course=course,
        dates=dates,
        there=previews.of_dates(course, dates, language=language()),
        people=people,
        names_shown=naming.NAMES_SHOWN,
        letter=session_words.invitation(Copy(first, None)) if first else None,
    )


@blueprint.post("/courses/<int:course_id>/publication")
@hosts
def publication(course_id: int) -> Response:
    """All parts stand in the calendar and the invitations leave."""
    course = access.course_hosted_by(me(), course_id)
    try:
        with transaction():
            plans.publish(course_id, by=me(), now=datetime.now(UTC))
            somebody = members.people_of(course)
    except SessionError as error:
        return back_to(course, in_words(error), "danger")
    said = _("Published. The invitations are on their way.") if somebody else _("Published. Nobody is invited yet.")
    return back_to(course, said, "success")


@blueprint.get("/courses/<int:course_id>/parts")
@hosts
def parts_page(course_id: int) -> str | Response:
    """Room for one part more."""
    course = access.course_hosted_by(me(), course_id)
    if course.state is SessionState.CANCELLED:
        return back_to(course, _("This course was cancelled."))
    dates = queries.dates_of(course)
    last = dates[-1] if dates else None
    starts = last.starts_at.astimezone(last.zone).time() if last else NINE
    ends = last.ends_at.astimezone(last.zone).time() if last else ELEVEN
    return _more(course, MorePartForm(starts=starts, ends=ends))


def _more(course: Series, form: MorePartForm, notice: Notice | None = None) -> str:
    return render_template("courses/part.html", course=course, form=form, people=members.people_of(course), notice=notice)


@blueprint.post("/courses/<int:course_id>/parts")
@hosts
def add_part(course_id: int) -> tuple[str, int] | str | Response:
    """One part more, and everybody in the course is invited to it; what there is to see at its time is shown first."""
    course, form = access.course_hosted_by(me(), course_id), MorePartForm()
    if not form.validate():
        return _more(course, form), 422
    try:
        part = form.part(course.zone)
        there = previews.of_part(course, part, queries.dates_of(course), language=language())
        if _is_news(form, there):
            return _more(course, form, there[part.number])
        with transaction():
            plans.add_part(course_id, part, by=me(), now=datetime.now(UTC))
    except DetailsInvalid as error:
        form.on.errors = [in_words(error)]
        return _more(course, form), 422
    except SessionError as error:
        return back_to(course, in_words(error), "danger")
    return back_to(
        course, _("One part more. Whoever is in the course is invited to it.") if course.is_published else _("Saved."), "success"
    )


@blueprint.get("/courses/<int:course_id>/cancellation")
@hosts
def cancel_page(course_id: int) -> str | Response:
    """Who will be told, and room for the reason."""
    course = access.course_hosted_by(me(), course_id)
    if not course.is_published:
        return back_to(course, _("Only a published course can be cancelled."))
    return render_template("courses/cancel.html", course=course, form=CancelForm(), people=members.people_of(course))


@blueprint.post("/courses/<int:course_id>/cancellation")
@hosts
def cancellation(course_id: int) -> Response:
    """The parts ahead are off, and whoever was told of them is told why."""
    course, form = access.course_hosted_by(me(), course_id), CancelForm()
    try:
        with transaction():
            plans.cancel(course_id, reason=(form.reason.data or "")[:2000], by=me(), now=datetime.now(UTC))
    except SessionError as error:
        return back_to(course, in_words(error), "danger")
    return back_to(course, _("Cancelled. Whoever was invited is being told."), "success")


@blueprint.get("/courses/<int:course_id>/disposal")
@hosts
def disposal_page(course_id: int) -> str:
    """Are we to throw this draft away?"""
    course = access.course_hosted_by(me(), course_id)
    if course.state is not SessionState.DRAFT:
        raise SessionMissing("Only a draft can be thrown away. Cancel the course instead.")
    return render_template(
        "sessions/dispose.html",
        title=course.title,
        size=ngettext("%(num)d part", "%(num)d parts", len(queries.dates_of(course))),
        told=_("Nobody has been told of it, so nobody hears anything. All its parts go with it."),
        action=url_for("courses.disposal", course_id=course.id),
        keep=url_for("courses.course", course_id=course.id),
    )


@blueprint.post("/courses/<int:course_id>/disposal")
@hosts
def disposal(course_id: int) -> Response:
    """The draft is gone with its parts."""
    course = access.course_hosted_by(me(), course_id)
    try:
        with transaction():
            plans.discard(course_id, by=me())
    except SessionError as error:
        return back_to(course, in_words(error), "danger")
    flash(_("The draft is gone."), "success")
    return redirect(url_for("sessions.home"), 303)
