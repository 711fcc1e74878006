"""The blueprint of groups; its pages stand in `views_*.py`."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from networks.errors import GroupError, GroupMissing

blueprint = Blueprint("networks", __name__)


def in_words(error: GroupError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


def back_to(group_id: int, said: str, category: str = "success") -> Response:
    """The group's own page, with a word."""
    flash(said, category)
    return redirect(url_for("networks.group", group_id=group_id), 303)


def back_to_people(group_id: int, said: str, category: str = "success") -> Response:
    """The page of who comes and goes, with a word."""
    flash(said, category)
    return redirect(url_for("networks.people", group_id=group_id), 303)


@blueprint.errorhandler(GroupError)
def group_error(error: GroupError) -> tuple[str, int]:
    """A page for what no view made anything of. Who may not see a group does not learn whether it exists."""
    code = 404 if isinstance(error, GroupMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
