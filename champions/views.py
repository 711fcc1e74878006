"""The blueprint of ambassadors; its pages stand in `views_*.py`."""

from flask import Blueprint, render_template
from flask_babel import gettext as _

from champions.errors import AmbassadorMissing, ChampionError, CommitmentMissing

blueprint = Blueprint("champions", __name__)


def in_words(error: ChampionError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


@blueprint.errorhandler(ChampionError)
def champion_error(error: ChampionError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, AmbassadorMissing | CommitmentMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code


def gone(said: str, code: int = 410) -> tuple[str, int]:
    """The page of a link that leads nowhere any more; with 200 it is the last word after an answer."""
    return render_template("champions/asked_gone.html", said=said, done=code == 200), code
