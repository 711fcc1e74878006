"""The blueprint of sessions; its pages stand in `views_*.py`."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from sessions import scheduling
from sessions.errors import NobodyThere, NotInvited, OnlyHosts, SessionError, SessionMissing, WrongState
from sessions.models import ScheduledSession

blueprint = Blueprint("sessions", __name__)


def in_words(error: SessionError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


def back_to(session: ScheduledSession, said: str) -> Response:
    """Its own page, with a word on why there is nothing to fill in any more."""
    flash(said, "warning")
    return redirect(url_for("sessions.session", session_id=session.id), 303)


def back_if_closed(session: ScheduledSession, *, now: datetime) -> Response | None:
    """Its own page, with a word, when there is nothing to plan at it any more; None while there is."""
    try:
        scheduling.guard_open(session, now=now)
    except WrongState as error:
        return back_to(session, in_words(error))
    return None


@blueprint.errorhandler(SessionError)
def session_error(error: SessionError) -> tuple[str, int]:
    """A page for what no view made anything of. Who may not see a session does not learn whether it exists."""
    code = 404 if isinstance(error, (SessionMissing, NotInvited, NobodyThere)) else 403 if isinstance(error, OnlyHosts) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
