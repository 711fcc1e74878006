"""The blueprint of stories; its pages stand in `views_*.py`."""

from flask import Blueprint, render_template

from champions.errors import ChampionError
from champions.views import in_words
from onboarding.stories import access, stories, words
from onboarding.stories.errors import StoryMissing
from people.current import me

blueprint = Blueprint("stories", __name__)
# What templates of stories say.
SAYING = {
    "who": words.who,
    "why": words.why,
    "gap_words": words.gap_words,
    "question_words": words.question_words,
    "fingerprint": stories.fingerprint,
    "photo_for": access.photo_for,
    "photo_for_all": access.photo_for_all,
}


def by_me() -> str:
    """Whose requests are counted."""
    return f"stories:{me().id}"


@blueprint.errorhandler(ChampionError)
def story_error(error: ChampionError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    code = 404 if isinstance(error, StoryMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
