"""Forms of coffee: how somebody takes part, and how a circle goes."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional

from champions import coffee_words, weeks, words, words_commitments
from champions.coffee_circles import LENGTHS, LONGEST_NAME, MOST_WEEKS, Rhythm
from champions.coffee_guests import Wishes
from champions.errors import ChampionError
from champions.models_coffee import CoffeeCircle, CoffeeGuest
from champions.offers import LANGUAGES
from config import settings
from people.models import Person


class _Complaining(FlaskForm):  # type: ignore[misc]
    def complain(self, error: ChampionError, said: str) -> None:
        """The rule's objection stands at the field it is about, or at the first."""
        field = self[error.field] if error.field in self else next(iter(self))
        field.errors = [*field.errors, said]


class TakingPartForm(_Complaining):
    """Languages, times, and a rest."""

    languages = SelectMultipleField(_l("Languages I like to talk in"))
    times = SelectMultipleField(_l("When a coffee suits me"), coerce=int)
    pauses_until = DateField(_l("Rest until"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages.choices = sorted(((code, words.language_words(code)) for code in LANGUAGES), key=lambda choice: choice[1])
        self.times.choices = [(number, words.part_words(number)) for number in sorted(weeks.ALL)]

    @property
    def wishes(self) -> Wishes:
        """As it was filled in."""
        return Wishes(tuple(self.languages.data or ()), tuple(self.times.data or ()), self.pauses_until.data)


def taking_part_form(person: Person, guest: CoffeeGuest | None, *, today: date) -> TakingPartForm:
    """As it stands; for who does not take part yet, with their own language. A rest that is over stands no more."""
    if guest is None:
        return TakingPartForm(formdata=None, languages=[person.language or settings().language], times=[])
    until = guest.pauses_until if guest.pauses_until and guest.pauses_until > today else None
    return TakingPartForm(formdata=None, languages=guest.languages, times=guest.times, pauses_until=until)


class CircleForm(_Complaining):
    """How a circle goes."""

    name = StringField(_l("Name"), [InputRequired(_l("Give it a name.")), Length(max=LONGEST_NAME)])
    every_weeks = SelectField(_l("How often"), coerce=int, default=2)
    minutes = SelectField(_l("How long a coffee is"), coerce=int, default=30)
    weekday = SelectField(_l("Pairs are made on"), coerce=int, default=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.every_weeks.choices = [(number, words_commitments.rhythm_words(number)) for number in range(1, MOST_WEEKS + 1)]
        self.minutes.choices = [(number, coffee_words.minutes_words(number)) for number in LENGTHS]
        self.weekday.choices = [(number, words.weekday_words(number)) for number in range(5)]

    @property
    def rhythm(self) -> Rhythm:
        """As it was filled in."""
        return Rhythm(self.name.data or "", self.every_weeks.data, self.minutes.data, self.weekday.data)


def circle_form(circle: CoffeeCircle | None = None) -> CircleForm:
    """As it stands."""
    return CircleForm(formdata=None, obj=circle)
