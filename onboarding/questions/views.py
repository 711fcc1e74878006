"""The blueprint of questions; its pages stand in `views_*.py`."""

from datetime import UTC, date, datetime

from flask import Blueprint, render_template

from champions.errors import ChampionError
from champions.views import in_words
from onboarding import days, views_unknown
from onboarding.questions import pseudonyms, words
from onboarding.questions.errors import QuestionMissing
from people.current import me

blueprint = Blueprint("questions", __name__)
# What templates of questions say.
SAYING = {
    "name_of": words.name_of,
    "asker_of": words.asker_of,
    "title_of": words.title_of,
    "readers": words.readers,
    "day": words.day,
    "on_day": words.on_day,
    "said_line": words.said_line,
}


def by_me() -> str:
    """Whose requests are counted."""
    return f"questions:{me().id}"


def today() -> date:
    """Which day it is where the company is."""
    return days.today(datetime.now(UTC))


def unknown_values() -> dict[str, object]:
    """What the script of pseudonyms needs to know: where my browser keeps my tokens, and what they are for."""
    return {"owner": views_unknown.drawer_of(me()), "purposes": pseudonyms.purposes_of(me(), today())}


@blueprint.errorhandler(ChampionError)
def question_error(error: ChampionError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, QuestionMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
