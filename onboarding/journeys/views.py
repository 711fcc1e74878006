"""The blueprint of journeys; its pages stand in `views_*.py`."""

from flask import Blueprint, render_template
from flask_babel import gettext as _

from onboarding.journeys import words
from onboarding.journeys.errors import BuddyMissing, JourneyError, JourneyMissing
from onboarding.journeys.models import Way
from people.errors import PeopleError

blueprint = Blueprint("journeys", __name__)
WORDS = {
    "name_of": words.name_of,
    "about_of": words.about_of,
    "title_of": words.title_of,
    "why_of": words.why_of,
    "way_words": words.way_words,
    "way_more": words.way_more,
    "minutes_words": words.minutes_words,
    "week_words": words.week_words,
    "day_words": words.day_words,
    "occasion_words": words.occasion_words,
    "state_words": words.state_words,
    "audience": words.audience_words,
    "all_ways": list(Way),
}


def page(template: str, **values: object) -> str:
    """A page of journeys, with the words they all use. Not as a context processor: `day_words` of other pages is another one."""
    return render_template(template, **WORDS, **values)


def in_words(error: PeopleError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


@blueprint.errorhandler(JourneyError)
def journey_error(error: JourneyError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, JourneyMissing | BuddyMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
