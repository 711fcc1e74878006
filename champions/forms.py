"""Forms of ambassadors: what they offer, whom somebody thinks of, whom a community manager asks."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from champions import weeks, words
from champions.models import Ambassador
from champions.offers import LANGUAGES, LONGEST_ABOUT, MOST_MENTEES, Offer, offer_of
from champions.register import LONGEST_WORDS
from config import settings
from people.forms_complaining import Complaining
from people.forms_numbers import NumberRange
from people.models import Person


class OfferForm(Complaining):
    """What an ambassador offers. Everything but the number may stay empty."""

    topics = StringField(_l("What I can help with"), [Length(max=1000)])
    capacity = IntegerField(
        _l("How many colleagues at a time"),
        [
            InputRequired(_l("Write a number; 0 is fine.")),
            NumberRange(0, MOST_MENTEES, _l("From 0 to 20.")),
        ],
    )
    languages = SelectMultipleField(_l("Languages"))
    places = StringField(_l("Where we can meet"), [Length(max=1000)])
    times = SelectMultipleField(_l("When I can, most weeks"), coerce=int)
    about = TextAreaField(_l("A word about me"), [Length(max=LONGEST_ABOUT)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages.choices = sorted(((code, words.language_words(code)) for code in LANGUAGES), key=lambda choice: choice[1])
        self.times.choices = [(number, words.part_words(number)) for number in sorted(weeks.ALL)]

    @property
    def offer(self) -> Offer:
        """As it was filled in."""
        return Offer(
            topics=split_words(self.topics.data),
            languages=tuple(self.languages.data or ()),
            places=split_words(self.places.data),
            times=tuple(self.times.data or ()),
            capacity=self.capacity.data,
            about=self.about.data or "",
        )


def split_words(text: str | None) -> tuple[str, ...]:
    """What stands between commas, semicolons and ends of lines."""
    return tuple(re.split(r"[,;\n]+", text or ""))


def offer_form(person: Person, ambassador: Ambassador | None) -> OfferForm:
    """As it stands; for who never offered anything, with what their own page knows."""
    if ambassador is None or not (ambassador.helps or ambassador.topics or ambassador.languages):
        language = person.language or settings().language
        start = Offer(languages=(language,), places=(person.location,) if person.location else ())
    else:
        start = offer_of(ambassador)
    return OfferForm(
        formdata=None,
        topics=", ".join(start.topics),
        capacity=start.capacity,
        languages=list(start.languages),
        places=", ".join(start.places),
        times=list(start.times),
        about=start.about,
    )


class SuggestionForm(Complaining):
    """A colleague who would be good at it."""

    who = StringField(_l("Whom do you think of?"), [InputRequired(_l("Write a name or an address.")), Length(max=300)])
    words = TextAreaField(
        _l("What makes you think of them?"),
        [InputRequired(_l("Say in a sentence why you thought of them; they read it.")), Length(max=LONGEST_WORDS)],
    )


class InvitationForm(Complaining):
    """Whom to ask."""

    addresses = TextAreaField(
        _l("Names or e-mail addresses"), [InputRequired(_l("Write names or addresses of colleagues.")), Length(max=20_000)]
    )
