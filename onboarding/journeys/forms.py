"""Forms of journeys: a journey and a step as planners write them, in both languages, and whom somebody asks to go along."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from onboarding import facts
from onboarding.journeys import conditions, queries, words
from onboarding.journeys.conditions import Conditions
from onboarding.journeys.models import (
    LAST_WEEK,
    LONGEST_ABOUT,
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_TITLE,
    LONGEST_WHY,
    MOST_MINUTES,
    Conditional,
    Journey,
    JourneyStep,
    Occasion,
    Way,
)
from onboarding.journeys.plans import JourneyDetails
from onboarding.journeys.steps import StepDetails
from onboarding.journeys.texts import Words
from people import directory
from people.forms_complaining import Complaining
from people.forms_numbers import NumberRange

LANGUAGES = ("en", "nl")


class ConditionsForm(Complaining):
    """To whom it is offered. Nothing chosen: to everybody."""

    departments = SelectMultipleField(_l("Departments"), validate_choice=False)
    locations = SelectMultipleField(_l("Places of work"), validate_choice=False)
    languages = SelectMultipleField(_l("Languages"))
    group = SelectField(_l("Group"), coerce=int)

    def offer(self, row: Conditional | None) -> None:
        """These can be chosen; what is chosen already can stay, also when nobody is there any more."""
        facets, group_id = directory.facets(), row.group_id if row else None
        self.departments.choices = _with(facets.departments, row.departments if row else [])
        self.locations.choices = _with(facets.locations, row.locations if row else [])
        self.languages.choices = [("en", _("English")), ("nl", _("Dutch"))]
        self.group.choices = [(0, _("No matter")), *((one.id, one.name) for one in conditions.groups_to_choose(group_id))]

    @property
    def conditions(self) -> Conditions:
        """As it was filled in."""
        return Conditions(
            departments=tuple(self.departments.data or ()),
            locations=tuple(self.locations.data or ()),
            languages=tuple(self.languages.data or ()),
            group_id=self.group.data or None,
        )


class JourneyForm(ConditionsForm):
    """A journey, in one language or both."""

    name_en = StringField(_l("Name, in English"), [Length(max=LONGEST_NAME)])
    about_en = TextAreaField(_l("What it is for, in English"), [Length(max=LONGEST_ABOUT)])
    name_nl = StringField(_l("Name, in Dutch"), [Length(max=LONGEST_NAME)])
    about_nl = TextAreaField(_l("What it is for, in Dutch"), [Length(max=LONGEST_ABOUT)])
    occasion = RadioField(_l("Whom it is for"))
    programme = SelectField(_l("Programme"), coerce=int, default=0)
    day_on = DateField(_l("Day from which its weeks count"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.occasion.choices = [(one.value, words.occasion_words(one)) for one in Occasion]
        self.programme.choices = [(0, _("None")), *((one.id, one.name) for one in queries.programmes())]

    @property
    def details(self) -> JourneyDetails:
        """As it was filled in."""
        return JourneyDetails(
            words=_written(self, "name", "about"),
            occasion=Occasion(self.occasion.data),
            day_on=self.day_on.data,
            programme_id=self.programme.data or None,
            conditions=self.conditions,
        )


class StepForm(ConditionsForm):
    """A step, in one language or both."""

    title_en = StringField(_l("What to do, in English"), [Length(max=LONGEST_TITLE)])
    why_en = TextAreaField(_l("Why, in English"), [Length(max=LONGEST_WHY)])
    title_nl = StringField(_l("What to do, in Dutch"), [Length(max=LONGEST_TITLE)])
    why_nl = TextAreaField(_l("Why, in Dutch"), [Length(max=LONGEST_WHY)])
    way = RadioField(_l("Which way to take part it tries"))
    minutes = IntegerField(
        _l("Minutes it takes"), [InputRequired(_l("Write a number.")), NumberRange(1, MOST_MINUTES, _l("From 1 to 10."))]
    )
    week = IntegerField(
        _l("In which week"), [InputRequired(_l("Write a number.")), NumberRange(-LAST_WEEK, LAST_WEEK, _l("From 1 to 52."))]
    )
    fact = SelectField(_l("It is done"))
    address = StringField(_l("Where it is done"), [Length(max=LONGEST_ADDRESS)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.way.choices = [(one.value, words.way_words(one)) for one in Way]
        known = [(fact.name, str(fact.label)) for fact in facts.known()]
        self.fact.choices = [("", _("When the person says so")), *known]

    @property
    def details(self) -> StepDetails:
        """As it was filled in."""
        return StepDetails(
            words=_written(self, "title", "why"),
            way=Way(self.way.data),
            week=self.week.data,
            minutes=self.minutes.data,
            fact=self.fact.data or "",
            address=self.address.data or "",
            conditions=self.conditions,
        )


class BuddyForm(Complaining):
    """Whom somebody asks to go along."""

    who = StringField(_l("Whom would you like to ask?"), [InputRequired(_l("Write a name or an address.")), Length(max=300)])


def journey_form(journey: Journey) -> JourneyForm:
    """As it stands."""
    texts = {f"{name}_{text.language}": getattr(text, name) for text in journey.texts for name in ("name", "about")}
    return JourneyForm(
        formdata=None,
        occasion=journey.occasion.value,
        day_on=journey.day_on,
        programme=journey.programme_id or 0,
        **_chosen(journey),
        **texts,
    )


def step_form(step: JourneyStep) -> StepForm:
    """As it stands."""
    texts = {f"{name}_{text.language}": getattr(text, name) for text in step.texts for name in ("title", "why")}
    plain = {name: getattr(step, name) for name in ("minutes", "week", "fact", "address")}
    return StepForm(formdata=None, way=step.way.value, **plain, **_chosen(step), **texts)


def _chosen(row: Conditional) -> dict[str, Any]:
    return {
        "departments": row.departments,
        "locations": row.locations,
        "languages": row.languages,
        "group": row.group_id or 0,
    }


def _written(form: Complaining, title: str, more: str) -> Mapping[str, Words]:
    return {language: Words(_text(form[f"{title}_{language}"]), _text(form[f"{more}_{language}"])) for language in LANGUAGES}


def _text(given: Field) -> str:
    return str(given.data or "")


def _with(values: Any, chosen: list[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in dict.fromkeys([*values, *chosen])]
