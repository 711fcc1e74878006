"""The blueprint of questions; its pages stand in `views_*.py`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template

from champions.errors import ChampionError
from champions.views import in_words
from config import settings
from onboarding.questions import words
from onboarding.questions.errors import QuestionMissing
from people.current import me

blueprint = Blueprint("questions", __name__)
# What templates of questions say.
SAYING = {
    "name_of": words.name_of,
    "title_of": words.title_of,
    "readers": words.readers,
    "day": words.day,
    "said_line": words.said_line,
}


def by_me() -> str:
    """Whose requests are counted."""
    return f"questions:{me().id}"


def today() -> date:
    """Which day it is where the company is."""
    return datetime.now(UTC).astimezone(ZoneInfo(settings().timezone)).date()


@blueprint.errorhandler(ChampionError)
def question_error(error: ChampionError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, QuestionMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
