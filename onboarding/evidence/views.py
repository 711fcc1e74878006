"""The blueprint of evidence; its pages stand in `views_*.py` and in the sub-packages."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from onboarding.errors import OnboardingError
from onboarding.evidence import words
from onboarding.evidence.errors import EvidenceMissing, LinkInvalid
from onboarding.goals import words as goal_words
from onboarding.goals.errors import GoalMissing

blueprint = Blueprint("evidence", __name__)
WORDS = {
    "on_words": goal_words.on_words,
    "short_words": goal_words.short_words,
    "value_words": goal_words.value_words,
    "from_to_words": goal_words.from_to_words,
    "side_words": words.side_words,
}


def in_words(error: OnboardingError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


def page(template: str, **values: Any) -> str:
    """A page of evidence."""
    return render_template(f"evidence/{template}", **WORDS, **values)


def back_to(said: str, endpoint: str, category: str = "success", **values: Any) -> Response:
    """Another page, with a word."""
    flash(said, category)
    return redirect(url_for(endpoint, **values), 303)


@blueprint.errorhandler(OnboardingError)
def evidence_error(error: OnboardingError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    if isinstance(error, LinkInvalid):
        return page("gone.html", told=in_words(error)), 410
    code = 404 if isinstance(error, GoalMissing | EvidenceMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
