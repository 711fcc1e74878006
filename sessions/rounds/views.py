"""The blueprint of rounds; its pages stand in `views_*.py`."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from sessions.errors import SessionError
from sessions.rounds.errors import RoundMissing, RoundNotYours
from sessions.rounds.models import Round

blueprint = Blueprint("rounds", __name__)


def in_words(error: SessionError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


def back_to(
    found: Round, said: str, category: str = "warning", *, page: str = "rounds.round", anchor: str | None = None
) -> Response:
    """The round's own page, with a word."""
    flash(said, category)
    return redirect(url_for(page, round_id=found.id, _anchor=anchor), 303)


def too_late(found: Round, told: str, *, names_manager: bool = True) -> tuple[str, int]:
    """For who comes when nobody can sign up any more: what became of it, and what they can do. `names_manager`: to a colleague."""
    manager = found.created_by if names_manager and found.created_by and found.created_by.active else None
    return render_template("rounds/late.html", round=found, told=told, manager=manager), 410


@blueprint.errorhandler(SessionError)
def session_error(error: SessionError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    if isinstance(error, RoundNotYours):
        return render_template("rounds/gone.html", told=in_words(error)), 403
    code = 404 if isinstance(error, RoundMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
