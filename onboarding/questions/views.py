"""The blueprint of questions; its pages stand in `views_*.py`."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from flask import Blueprint, flash, render_template
from flask_babel import gettext as _

from champions.errors import ChampionError
from champions.views import in_words
from onboarding import days, views_unknown
from onboarding.questions import calls, pseudonyms, words
from onboarding.questions.errors import QuestionMissing
from onboarding.questions.models import Question
from people.current import me
from people.models import Person

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


def called_by(question: Question, text: str, *, by: Person, now: datetime, before: str = "") -> list[str]:
    """Whom the text names with an @ is called to the question; what its author reads of that."""
    named = calls.mention(question, text, by=by, now=now, before=before)
    said = []
    if named:
        names = ", ".join(words.name_of(person) for person in named)
        said.append(_("Called to it: %(names)s. They hear of it by mail, if they like such mails.", names=names))
    if calls.names_nobody(text):
        said.append(_("Behind an @ we found no colleague, or more than one. It takes the full name, or the mail address."))
    return said


def tell_of_calls(said: Sequence[str]) -> None:
    """The author reads who was called, and that somebody was not found."""
    if said:
        flash(" ".join(said), "info")


@blueprint.errorhandler(ChampionError)
def question_error(error: ChampionError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, QuestionMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
