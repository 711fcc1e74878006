"""The blueprint of waves; its pages stand in `views_*.py`."""

from flask import Blueprint, render_template

from champions.errors import ChampionError
from champions.views import in_words
from champions.waves.errors import WaveMissing

blueprint = Blueprint("waves", __name__)


@blueprint.errorhandler(ChampionError)
def wave_error(error: ChampionError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, WaveMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
