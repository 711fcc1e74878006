"""The blueprint of feedback; its pages stand in `views_*.py`."""

from flask import Blueprint, render_template
from flask_babel import gettext as _

from sessions.errors import SessionError, SessionMissing

blueprint = Blueprint("feedback", __name__)


def in_words(error: SessionError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


@blueprint.errorhandler(SessionError)
def session_error(error: SessionError) -> tuple[str, int]:
    """A page for what no view made anything of. Who may not see a session does not learn whether it exists."""
    code = 404 if isinstance(error, SessionMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
