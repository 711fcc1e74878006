"""The blueprint of networks that meet offline; its pages stand in `views_*.py`."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from networks.census.errors import NetworkMissing
from networks.errors import GroupError

blueprint = Blueprint("census", __name__)


def in_words(error: GroupError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


def back_to(network_id: int, said: str, category: str = "success") -> Response:
    """The network's own page, with a word."""
    flash(said, category)
    return redirect(url_for("census.network", network_id=network_id), 303)


def gone(told: str, code: int = 404) -> tuple[str, int]:
    """A link that leads nowhere any more."""
    return render_template("census/gone.html", told=told), code


@blueprint.errorhandler(GroupError)
def network_error(error: GroupError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, NetworkMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
