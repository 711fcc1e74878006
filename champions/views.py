"""The blueprint of ambassadors; its pages stand in `views_*.py`."""

from flask import Blueprint, render_template
from flask_babel import gettext as _

from champions.errors import AmbassadorMissing, ChampionError, CommitmentMissing

blueprint = Blueprint("champions", __name__)
MOST_DIGITS = 9  # see app.RowNumber


def in_words(error: ChampionError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


def row_number(given: str) -> int:
    """For numbers in forms and after a "?": the same as in an address. Raises ValueError for what no row could have, as `type` wants it."""
    if not (given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS):
        raise ValueError("This is no number of a row.")
    return int(given)


@blueprint.errorhandler(ChampionError)
def champion_error(error: ChampionError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, AmbassadorMissing | CommitmentMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code


def gone(said: str, code: int = 410, *, onward: tuple[str, str] | None = None) -> tuple[str, int]:
    """The page of a link that leads nowhere any more; with 200 it is the last word after an answer. `onward`: a page and what it is called."""
    return render_template("champions/asked_gone.html", said=said, done=code == 200, onward=onward), code
