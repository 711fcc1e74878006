"""Forms of an ambassador's week: when the mail comes, and a date that the two have."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField

from champions import words
from champions.mentorships.models_week import WeeklyMail
from people.forms_complaining import Complaining

NONE = -1
DAYS = 7
HOURS = [SelectChoice(hour, f"{hour:02d}:00") for hour in range(24)]


class MailForm(Complaining):
    """A weekday and an hour, or no mail."""

    weekday = SelectField(_l("On"), coerce=int)
    hour = SelectField(_l("At"), coerce=int, choices=HOURS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weekday.choices = [
            SelectChoice(NONE, _("No mail")),
            *[SelectChoice(day, words.weekday_words(day)) for day in range(DAYS)],
        ]

    @property
    def day(self) -> int | None:
        """None: no mail."""
        return None if self.weekday.data == NONE else self.weekday.data


def mail_form(chosen: WeeklyMail | None) -> MailForm:
    """As it stands; nobody gets one who has not chosen it."""
    if chosen is None:
        return MailForm(formdata=None, weekday=NONE, hour=9)
    return MailForm(formdata=None, weekday=chosen.weekday, hour=chosen.hour)
