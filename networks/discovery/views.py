"""The blueprint of discovery; its pages stand in `views_*.py`."""

from flask import Blueprint, render_template
from flask_babel import gettext as _

from networks.discovery.errors import HandOverMissing
from networks.errors import GroupError

blueprint = Blueprint("discovery", __name__)


def in_words(error: GroupError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


@blueprint.errorhandler(GroupError)
def discovery_error(error: GroupError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, HandOverMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
