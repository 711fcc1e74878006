"""The blueprint of wishes and concerns; its pages stand in `views_*.py`."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from onboarding import views_unknown
from onboarding.voices import days, queries, words
from onboarding.voices.errors import LinkInvalid, VoiceMissing
from onboarding.voices.models import Voice
from people.current import me
from people.errors import PeopleError
from people.models import Person

blueprint = Blueprint("voices", __name__)
WORDS = {
    "kind_words": words.kind_words,
    "state_words": words.state_words,
    "author_words": words.author_words,
    "answerer_words": words.answerer_words,
    "day_of": words.day_words,
    "took_words": words.took_words,
    "promise_words": words.promise_words,
    "agreed_words": words.agreed_words,
    "reason_words": words.reason_words,
}


def in_words(error: PeopleError) -> str:
    """What went wrong, in the reader's language."""
    return _(error.template, **error.values)


def today() -> date:
    """In the company's zone."""
    return days.today(datetime.now(UTC))


def page(template: str, **values: Any) -> str:
    """A page of wishes and concerns."""
    return render_template(f"voices/{template}", **WORDS, **{"today": today(), **values})


def with_agreed(voices: Sequence[Voice], reader: Person | None = None) -> dict[str, Any]:
    """Wishes and concerns for a page, with how many say so too, and what their tokens are for. `reader`: who, if not who is signed in."""
    return {
        "owner": views_unknown.drawer_of(reader or me()),
        "voices": voices,
        "agreed": queries.agreed(voices),
        "purposes": {voice.id: days.purpose_of(voice.said_on) for voice in voices},
        "signature_url": url_for("voices.signature"),
        "purpose": days.purpose_of(today()),
    }


def gone(told: str, code: int = 410) -> tuple[str, int]:
    """A link that leads nowhere any more."""
    return page("gone.html", told=told), code


@blueprint.errorhandler(PeopleError)
def voice_error(error: PeopleError) -> tuple[str, int]:
    """A page for what no view made anything of."""
    if isinstance(error, LinkInvalid):
        return gone(in_words(error))
    code = 404 if isinstance(error, VoiceMissing) else 409
    return render_template("errors/error.html", code=code, told=in_words(error)), code
