"""The blueprint of formats; its pages stand in `views_*.py`."""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from look import language
from sessions.errors import SessionError, SessionMissing
from sessions.kits import formats
from sessions.kits.formats import OfferedFormat

blueprint = Blueprint("formats", __name__)


def in_words(error: SessionError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


@blueprint.errorhandler(SessionError)
def session_error(error: SessionError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, SessionMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code


def format_asked_for() -> OfferedFormat | None:
    """The format that a new plan begins with, in the reader's language; None when it begins empty."""
    key = request.values.get("format") or request.values.get("planned_from") or ""
    return formats.find(key, language()) if formats.exists(key) else None
