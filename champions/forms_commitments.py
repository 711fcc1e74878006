"""The form of a commitment: own words, a date, how often, and when to be reminded."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length

from champions import words_commitments as words
from champions.commitments import LONGEST_WORDS, REMINDERS, RHYTHMS, Promise
from champions.models_commitments import Commitment
from people.forms_complaining import Complaining

NEVER = -1
HOURS = [SelectChoice(hour, f"{hour:02d}:00") for hour in range(24)]


class CommitmentForm(Complaining):
    """What I commit to."""

    words = StringField(
        _l("What do you want to do?"),
        [InputRequired(_l("Say in a few words what you commit to.")), Length(max=LONGEST_WORDS)],
    )
    every_weeks = SelectField(_l("How often"), coerce=int)
    due_on = DateField(_l("By when, the first time"), [InputRequired(_l("Choose a day."))])
    reminder_days = SelectField(_l("Remind me"), coerce=int)
    reminder_hour = SelectField(_l("At"), choices=HOURS, coerce=int, default=9)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rhythms = (None, *RHYTHMS)
        self.every_weeks.choices = [SelectChoice(weeks or 0, words.rhythm_words(weeks)) for weeks in rhythms]
        self.reminder_days.choices = [
            *(SelectChoice(days, words.reminder_words(days)) for days in REMINDERS),
            SelectChoice(NEVER, words.reminder_words(None)),
        ]

    @property
    def promise(self) -> Promise:
        """As it was filled in."""
        days = self.reminder_days.data
        return Promise(
            words=self.words.data or "",
            due_on=self.due_on.data,
            every_weeks=self.every_weeks.data or None,
            reminder_days=None if days == NEVER else days,
            reminder_hour=self.reminder_hour.data,
        )


def form_of(commitment: Commitment) -> CommitmentForm:
    """As it stands."""
    return CommitmentForm(
        formdata=None,
        words=commitment.words,
        every_weeks=commitment.every_weeks or 0,
        due_on=commitment.due_on,
        reminder_days=NEVER if commitment.reminder_days is None else commitment.reminder_days,
        reminder_hour=commitment.reminder_hour,
    )


class ShareForm(Complaining):
    """Who may see it."""

    who = StringField(_l("Who may see it?"), [InputRequired(_l("Write a name or an address.")), Length(max=1000)])
