"""The blueprint of mentorships; its pages stand in `views_*.py`."""

from zoneinfo import ZoneInfo

from flask import Blueprint, render_template

from champions.errors import ChampionError, MentorshipMissing, ProposalOver
from champions.views import in_words
from config import settings
from people.current import me

blueprint = Blueprint("mentorships", __name__)


def my_zone() -> ZoneInfo:
    """Where the reader is."""
    return ZoneInfo(me().timezone or settings().timezone)


@blueprint.errorhandler(ChampionError)
def champion_error(error: ChampionError) -> tuple[str, int]:
    """A page for what no view made anything of. Whoever may not read a record learns nothing, not that it exists either."""
    code = 404 if isinstance(error, MentorshipMissing | ProposalOver) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
