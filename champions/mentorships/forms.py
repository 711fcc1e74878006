"""Forms of mentorships: what somebody asks for, what comes next, two lines afterwards."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from champions import weeks
from champions import words as ambassador_words
from champions.coffee_words import minutes_words
from champions.forms import split_words
from champions.mentorships import asking, meetings, records, words
from champions.mentorships.asking import Wish
from champions.mentorships.models import Ask, Going, Mentorship
from champions.mentorships.records import Next
from champions.offers import LANGUAGES
from config import settings
from people.forms_complaining import Complaining
from people.models import Person

YEARS = range(2000, 2100)


class AskForm(Complaining):
    """What somebody asks for. Everything but the sentence may stay as it is."""

    words = TextAreaField(
        _l("What would you like to be able to do?"),
        [InputRequired(_l("Say in a sentence what you would like to be able to do.")), Length(max=asking.LONGEST_WISH)],
    )
    topics = StringField(_l("In a few words"), [Length(max=1000)])
    resemblance = RadioField(_l("Somebody like you, or from elsewhere?"), coerce=int)
    languages = SelectMultipleField(_l("Languages"))
    times = SelectMultipleField(_l("When you can, most weeks"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resemblance.choices = list(words.resemblance_choices())
        named = ((code, ambassador_words.language_words(code)) for code in LANGUAGES)
        self.languages.choices = sorted(named, key=lambda choice: choice[1])
        self.times.choices = [(number, ambassador_words.part_words(number)) for number in sorted(weeks.ALL)]

    @property
    def wish(self) -> Wish:
        """As it was filled in."""
        return Wish(
            words=self.words.data or "",
            topics=split_words(self.topics.data),
            languages=tuple(self.languages.data or ()),
            times=tuple(self.times.data or ()),
            resemblance=self.resemblance.data,
        )


def ask_form(person: Person, ask: Ask | None) -> AskForm:
    """As it stands; for who asks for the first time, with their own language."""
    if ask is None:
        return AskForm(formdata=None, resemblance=50, languages=[person.language or settings().language])
    return AskForm(
        formdata=None,
        words=ask.wish,
        topics=", ".join(ask.topics),
        resemblance=ask.resemblance,
        languages=list(ask.languages),
        times=list(ask.times),
    )


class WishForm(Complaining):
    """The mentee says it anew. The words of each form of the page have an id of their own, or a label would lead to another's."""

    words = TextAreaField(
        _l("What would you like to be able to do?"),
        [InputRequired(_l("Say in a sentence what you would like to be able to do.")), Length(max=asking.LONGEST_WISH)],
        id="wish-words",
    )


class NextForm(Complaining):
    """What comes next; all of it may be empty."""

    step = StringField(_l("Next step"), [Length(max=records.LONGEST_STEP)])
    on = DateField(_l("Next time you meet"), [Optional()])
    at = TimeField(_l("At"), [Optional()])
    minutes = SelectField(_l("How long"), coerce=int, default=meetings.USUAL_MINUTES)
    place = StringField(_l("Where"), [Length(max=records.LONGEST_PLACE)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.minutes.choices = [(minutes, minutes_words(minutes)) for minutes in meetings.LENGTHS]

    def validate_on(self, field: DateField) -> None:
        """Of our time: in another zone the first and the last days of the calendar are none, and the page of the other one shows it too."""
        if field.data and field.data.year not in YEARS:
            raise ValidationError(_("Choose a day within the next two years."))

    def validate(self, extra_validators: Any = None) -> bool:
        """A day has a time with it: it goes into two calendars."""
        is_right = bool(super().validate(extra_validators))
        if self.on.data and self.at.data is None and not self.at.errors:
            self.at.errors = [_("Choose a time as well.")]
            is_right = False
        return is_right

    def comes_next(self, zone: ZoneInfo) -> Next:
        """The same."""
        day, clock = self.on.data, self.at.data
        at = datetime.combine(day, clock, tzinfo=zone).astimezone(UTC) if day and clock else None
        return Next(self.step.data or "", at, self.place.data or "", self.minutes.data)


def next_form(mentorship: Mentorship, zone: ZoneInfo) -> NextForm:
    """As it stands."""
    at = mentorship.next_meeting_at.astimezone(zone) if mentorship.next_meeting_at else None
    return NextForm(
        formdata=None,
        step=mentorship.next_step,
        on=at.date() if at else None,
        at=at.time() if at else None,
        minutes=mentorship.next_meeting_minutes,
        place=mentorship.next_meeting_place,
    )


class CheckInForm(Complaining):
    """Two lines after the two met."""

    met_on = DateField(_l("When you met or spoke"), [InputRequired(_l("Choose a day that has been."))])
    words = TextAreaField(
        _l("Two lines"), [InputRequired(_l("Write a line or two.")), Length(max=records.LONGEST_WORDS)], id="check-in-words"
    )
    going = RadioField(_l("How does it go?"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(going.value, said) for going, said in words.going_words().items()]
        self.going.choices = [("", _("I leave that open")), *named]

    @property
    def chosen(self) -> Going | None:
        """How it goes, if they say."""
        return Going(self.going.data) if self.going.data else None


class WordsForm(Complaining):
    """A line or two, corrected."""

    words = TextAreaField(_l("Two lines"), [InputRequired(_l("Write a line or two.")), Length(max=records.LONGEST_WORDS)])


class EndForm(Complaining):
    """A closing word, if they like."""

    words = TextAreaField(_l("A closing word"), [Length(max=records.LONGEST_WORDS)], id="closing-words")
