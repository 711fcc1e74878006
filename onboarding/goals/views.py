"""The blueprint of goals; its pages stand in `views_*.py`."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from onboarding.errors import OnboardingError
from onboarding.goals import words
from onboarding.goals.errors import GoalMissing

blueprint = Blueprint("goals", __name__)
WORDS = {
    "value_words": words.value_words,
    "number_words": words.number_words,
    "on_words": words.on_words,
    "short_words": words.short_words,
    "direction_words": words.direction_words,
    "part_words": words.part_words,
    "outcome_words": words.outcome_words,
    "from_to_words": words.from_to_words,
    "field_words": words.field_words,
}


def in_words(error: OnboardingError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


def back_to(goal_id: int, said: str, category: str = "success", *, anchor: str | None = None) -> Response:
    """The goal's own page, with a word."""
    flash(said, category)
    return redirect(url_for("goals.goal", goal_id=goal_id, _anchor=anchor), 303)


def back_to_programme(programme_id: int, said: str, category: str = "success", *, anchor: str | None = None) -> Response:
    """The programme's own page, with a word."""
    flash(said, category)
    return redirect(url_for("goals.programme", programme_id=programme_id, _anchor=anchor), 303)


@blueprint.errorhandler(OnboardingError)
def goal_error(error: OnboardingError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, GoalMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
