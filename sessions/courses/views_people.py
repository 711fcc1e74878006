"""Who takes part in a course: invited by address, by name, by team, with a look at the names first; and withdrawn."""

from datetime import UTC, datetime
from functools import partial

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from database import db, transaction
from people.current import me
from people.models import Person
from people.naming import Look, Pasted
from security import hosts
from sessions import audiences, views_audience
from sessions.courses import access, members
from sessions.courses.views import back_to, blueprint, in_words
from sessions.errors import SessionError
from sessions.forms_inviting import InviteForm, invite_form
from sessions.living import targets
from sessions.living.words import titles_at
from sessions.models import SessionState
from sessions.series.models import Series
from sessions.views_audience import Chosen


@blueprint.get("/courses/<int:course_id>/people")
@hosts
def people_page(course_id: int) -> str | Response:
    """Who is in it, and room for more."""
    course = access.course_hosted_by(me(), course_id)
    if course.state is SessionState.CANCELLED:
        return back_to(course, _("This course was cancelled."))
    return _page(course, invite_form())


@blueprint.post("/courses/<int:course_id>/people")
@hosts
def invite(course_id: int) -> tuple[str, int] | str | Response:
    """First a look at the names (`do=look`), then they are invited (`do=invite`)."""
    course = access.course_hosted_by(me(), course_id)
    page = partial(_page, course)
    chosen = views_audience.choose(page, lambda audience: audiences.look_past(members.ids_of(course), audience), act="invite")
    return _invite(course, chosen) if isinstance(chosen, Chosen) else chosen


def _invite(course: Series, chosen: Chosen) -> Response:
    now, is_draft = datetime.now(UTC), course.state is SessionState.DRAFT
    try:
        with transaction():
            invited = members.invite(course.id, chosen.person_ids(now=now), by=me(), now=now)
    except SessionError as error:
        flash(in_words(error), "danger")
        return redirect(url_for("courses.people_page", course_id=course.id), 303)
    flash(_invited_words(invited.invited, is_draft=is_draft), "success")
    return redirect(url_for("courses.publication_page" if is_draft else "courses.course", course_id=course.id), 303)


def _invited_words(count: int, *, is_draft: bool) -> str:
    if is_draft:
        return ngettext(
            "%(num)d person is on the list. They are invited when you publish.",
            "%(num)d people are on the list. They are invited when you publish.",
            count,
        )
    if count == 0:
        return _("They had all been invited already. Nobody hears anything twice.")
    return ngettext("%(num)d person is invited to every part ahead.", "%(num)d people are invited to every part ahead.", count)


def _page(course: Series, form: InviteForm, *, pasted: Pasted | None = None, look: Look | None = None) -> str:
    people, followed = members.people_of(course), titles_at(targets.of_course(course), me())
    return render_template(
        "courses/people.html", course=course, people=people, followed=followed, **views_audience.shown(form, pasted, look)
    )


@blueprint.post("/courses/<int:course_id>/people/<int:person_id>/removal")
@hosts
def withdraw(course_id: int, person_id: int) -> Response:
    """This person is not in the course any more."""
    access.course_hosted_by(me(), course_id)
    try:
        with transaction():
            members.withdraw(course_id, person_id, by=me(), now=datetime.now(UTC))
            name = db.session.get_one(Person, person_id).name
    except SessionError as error:
        flash(in_words(error), "danger")
    else:
        flash(_("%(name)s is not in the course any more.", name=name), "success")
    return redirect(url_for("courses.people_page", course_id=course_id), 303)
