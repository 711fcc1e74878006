"""The blueprint of date polls; its pages stand in `views_*.py`."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from sessions.errors import SessionError
from sessions.polls.errors import PollMissing
from sessions.polls.models import Poll

blueprint = Blueprint("polls", __name__)


def in_words(error: SessionError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


def back_to(poll: Poll, said: str, category: str = "warning") -> Response:
    """The poll's own page, with a word."""
    flash(said, category)
    return redirect(url_for("polls.poll", poll_id=poll.id), 303)


@blueprint.errorhandler(SessionError)
def session_error(error: SessionError) -> tuple[str, int]:
    """A page for what no view made anything of. Who may not see a poll does not learn whether it exists."""
    code = 404 if isinstance(error, PollMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
