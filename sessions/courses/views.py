"""The blueprint of courses; its pages stand in `views_*.py`."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from sessions.errors import SessionError, SessionMissing
from sessions.series.models import Series

blueprint = Blueprint("courses", __name__)


def in_words(error: SessionError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


def back_to(course: Series, said: str, category: str = "warning") -> Response:
    """The course's own page, with a word."""
    flash(said, category)
    return redirect(url_for("courses.course", course_id=course.id), 303)


@blueprint.errorhandler(SessionError)
def session_error(error: SessionError) -> tuple[str, int]:
    """A page for what no view made anything of. Who may not see a course does not learn whether it exists."""
    code = 404 if isinstance(error, SessionMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
