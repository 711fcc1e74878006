"""Forms of rounds: what is offered, and what people say when they sign up."""

from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from calendars.timezones import is_zone, selectable_zones
from people.models import Person
from people.naming import find_people
from sessions.errors import DetailsInvalid
from sessions.instants import end_of_day, last_day_to_answer
from sessions.rounds import offers, rounds, signing_up, words
from sessions.rounds.models import Round
from sessions.rounds.rounds import RoundDetails
from sessions.rounds.signing_up import Said

LANGUAGES = [SelectChoice("en", "English"), SelectChoice("nl", "Nederlands")]
RHYTHMS = [
    SelectChoice(1, _l("Every week")),
    SelectChoice(2, _l("Every second week")),
    SelectChoice(4, _l("Every fourth week")),
]


class _Complaining(FlaskForm):  # type: ignore[misc]
    renamed = {"sign_up_until": "sign_up_by"}

    def complain(self, error: DetailsInvalid) -> None:
        """The rule's objection stands at the field it is about."""
        name = self.renamed.get(error.field, error.field)
        field: Field = self[name]
        field.errors = [*field.errors, _(error.template, **error.values)]


class RoundForm(_Complaining):
    """What a round offers, but for its times, places and hosts."""

    title = StringField(_l("Title"), [InputRequired(_l("Give it a title.")), Length(max=200)])
    purpose = TextAreaField(_l("What it is for"), [Length(max=20_000)])
    dates = IntegerField(_l("How many dates"), [InputRequired(_l("How often does a group meet?"))])
    every_weeks = SelectField(_l("Rhythm"), coerce=int, choices=RHYTHMS)
    minutes = IntegerField(_l("How many minutes"), [InputRequired(_l("How long would it last?"))])
    first_on = DateField(_l("Groups begin in the week from"), [InputRequired(_l("Choose a date."))])
    timezone = SelectField(_l("Time zone"))
    smallest = IntegerField(_l("People in a group, at least"), [InputRequired(_l("Enter a number."))])
    largest = IntegerField(_l("At most"), [InputRequired(_l("Enter a number."))])
    most_groups = IntegerField(_l("Groups at most"), [Optional()])
    sign_up_by = DateField(_l("Sign up by"), [Optional()])

    def __init__(self, *args: Any, before: Round | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = before
        self.timezone.choices = [SelectChoice(name, name.replace("_", " ")) for name in selectable_zones()]
        if self.timezone.data and self.timezone.data not in selectable_zones() and is_zone(self.timezone.data):
            self.timezone.choices.insert(0, SelectChoice(self.timezone.data, self.timezone.data))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether it can be kept."""
        if super().validate(extra_validators):
            try:
                for error in rounds.faults(self.details()):
                    self.complain(error)
            except DetailsInvalid as error:
                self.complain(error)
        return not self.errors

    def details(self) -> RoundDetails:
        """What a valid form says. Raises DetailsInvalid for a day out of reach."""
        zone = ZoneInfo(self.timezone.data)
        until = end_of_day(self.sign_up_by.data, zone, field="sign_up_until") if self.sign_up_by.data else None
        before = self.before.sign_up_until if self.before else None
        if before is not None and self.sign_up_by.data == last_day_to_answer(before, zone):
            until = before
        names = ("first_on", "minutes", "dates", "smallest", "largest", "most_groups", "every_weeks")
        return RoundDetails(
            title=self.title.data or "",
            purpose=self.purpose.data or "",
            timezone=self.timezone.data,
            sign_up_until=until,
            **{name: self[name].data for name in names},
        )


def form_of(found: Round) -> RoundForm:
    """The form, filled with the round as it stands."""
    details = rounds.details_of(found)
    values = {name: getattr(details, name) for name in RoundDetails.__dataclass_fields__ if name != "sign_up_until"}
    until = last_day_to_answer(found.sign_up_until, found.zone) if found.sign_up_until else None
    return RoundForm(formdata=None, **values, sign_up_by=until, before=found)


class TimesForm(_Complaining):
    """An hour on one or more weekdays."""

    weekdays = SelectMultipleField(_l("Days"), coerce=int)
    starts = TimeField(_l("Starts"), [InputRequired(_l("When does it start?"))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weekdays.choices = [SelectChoice(day, words.weekday_name(day)) for day in range(7)]


class PlaceForm(_Complaining):
    """One more place."""

    name = StringField(_l("Place"), [InputRequired(_l("Give the place a name.")), Length(max=200)])
    address = StringField(_l("How to get in"), [Length(max=300)])


class _Choosing(_Complaining):
    times = SelectMultipleField(_l("When"), coerce=int)
    places = SelectMultipleField(_l("Where"), coerce=int)
    languages = SelectMultipleField(_l("Languages"), choices=LANGUAGES)

    def __init__(self, *args: Any, offered: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.times.choices = [SelectChoice(one.id, words.time_words(one)) for one in offered.times]
        self.places.choices = [SelectChoice(one.id, one.name) for one in offered.places]


class HostForm(_Choosing):
    """Who can host, how much, when and where."""

    host = StringField(_l("Host"), [InputRequired(_l("Who is the host?")), Length(max=300)])
    most_groups = IntegerField(_l("Groups at most"), [InputRequired(_l("Enter a number."))], default=1)

    def validate_host(self, field: StringField) -> None:
        found, _unclear = find_people(field.data or "")
        if len(found) != 1:
            raise ValidationError(_("Name one person, by their e-mail address."))
        self.host_id = found[0]


class SignUpForm(_Choosing):
    """When and where somebody can, what they would like to be able to do, with whom they would rather come; and nothing else."""

    wish = TextAreaField(_l("What would you like to be able to do?"), [Length(max=signing_up.LONGEST_WISH)])
    companions = StringField(_l("I would rather come with"), [Length(max=500)])
    kept_apart = StringField(_l("I would rather not be in a group with"), [Length(max=1000)])
    with_ambassador = BooleanField(_l("Rather together with my ambassador, if I have one"))
    manager_welcome = BooleanField(_l("My line manager, or somebody I manage, may be in my group"))
    takes_back = BooleanField(_l("Take back what I wrote in the two fields above that are not shown"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named: dict[str, list[int]] = {}

    def validate_companions(self, field: StringField) -> None:
        self.named["companions"] = _people_in(field)

    def validate_kept_apart(self, field: StringField) -> None:
        self.named["kept_apart"] = _people_in(field)

    def said(self, *, hides: bool) -> Said:
        """What a valid form says. `hides`: what stood there before was not shown, so an empty field takes nothing back unless asked to."""
        keeps = hides and not self.takes_back.data
        wish, apart = (self.wish.data or "").strip(), self.named.get("kept_apart", [])
        return Said(
            times=self.times.data or (),
            places=self.places.data or (),
            languages=self.languages.data or (),
            wish=None if keeps and not wish else wish,
            companions=self.named.get("companions", []),
            kept_apart=None if keeps and not apart else apart,
            manager_welcome=bool(self.manager_welcome.data),
            with_ambassador=bool(self.with_ambassador.data),
        )


def _people_in(field: StringField) -> list[int]:
    found, unclear = find_people(field.data or "")
    if unclear:
        raise ValidationError(_("We do not know “%(name)s”, or more than one. Write their e-mail address.", name=unclear[0]))
    return found


def sign_up_form(offered: Round, said: Said | None, *, person: Person, hides: bool, names: dict[int, str]) -> SignUpForm:
    """The form as it stands for this person; the first time with what is likely."""
    if said is None:
        languages = [person.language] if person.language in offers.LANGUAGES else [offers.LANGUAGES[0]]
        only = [offered.places[0].id] if len(offered.places) == 1 else []
        return SignUpForm(formdata=None, offered=offered, places=only, languages=languages)
    return SignUpForm(
        formdata=None,
        offered=offered,
        times=list(said.times),
        places=list(said.places),
        languages=list(said.languages),
        wish="" if hides else said.wish,
        companions=", ".join(names[id_] for id_ in said.companions if id_ in names),
        kept_apart="" if hides else ", ".join(names[id_] for id_ in said.kept_apart or () if id_ in names),
        manager_welcome=said.manager_welcome,
        with_ambassador=said.with_ambassador,
    )
