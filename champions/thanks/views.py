"""The blueprint of thanks; its pages stand in `views_*.py`."""

from flask import Blueprint, render_template

from champions.errors import ChampionError
from champions.thanks.errors import ThanksMissing
from champions.views import in_words

blueprint = Blueprint("thanks", __name__)


@blueprint.errorhandler(ChampionError)
def thanks_error(error: ChampionError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, ThanksMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
