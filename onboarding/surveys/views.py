"""The blueprint of surveys; its pages stand in `views_*.py`."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _

from onboarding.surveys import questions, results, words
from onboarding.surveys.errors import LinkInvalid, SurveyMissing, WaveOver
from onboarding.voices import days
from people.errors import PeopleError

blueprint = Blueprint("surveys", __name__)
WORDS = {
    "audience_words": words.audience_words,
    "day_of": words.day_words,
    "figure_words": words.figure_words,
    "measures_words": words.measures_words,
    "question_words": words.question_words,
    "questions_of": questions.read,
    "rhythm_words": words.rhythm_words,
    "safety_words_of": words.safety_words_of,
    "sentence": words.sentence,
    "state_words": words.state_words,
    "step_words": words.step_words,
    "third_words": words.third_words,
    "thirds": results.THIRDS,
}


def in_words(error: PeopleError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


def today() -> date:
    """In the company's zone."""
    return days.today(datetime.now(UTC))


def page(template: str, **values: Any) -> str:
    """A page of surveys."""
    return render_template(f"surveys/{template}", **WORDS, **values)


def gone(told: str, code: int = 410) -> tuple[str, int]:
    """A link that leads nowhere any more."""
    return page("gone.html", told=told), code


@blueprint.errorhandler(PeopleError)
def survey_error(error: PeopleError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    if isinstance(error, LinkInvalid):
        return gone(in_words(error))
    code = 404 if isinstance(error, SurveyMissing) else 410 if isinstance(error, WaveOver) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
