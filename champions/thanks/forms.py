"""The form of thanks."""

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from champions.thanks.models import LONGEST_WORDS
from champions.thanks.subjects import Offered
from people.forms_complaining import Complaining
from sessions.models import ScheduledSession
from sessions.queries_month import Dated


class ThanksForm(Complaining):
    """Whom, what for, and what it has to do with."""

    who = StringField(_l("Whom would you like to thank?"), [InputRequired(_l("Write a name or an address.")), Length(max=300)])
    words = TextAreaField(
        _l("What for?"),
        [
            InputRequired(_l("Say in a sentence what for.")),
            Length(max=LONGEST_WORDS, message=_l("Too long: a few sentences do.")),
        ],
    )
    about = SelectField(_l("What it has to do with"))

    def offer(self, offered: Offered, day_words: Callable[[ScheduledSession | Dated], str]) -> None:
        """These can be chosen."""
        choices: dict[str, list[tuple[str, str]]] = {_("Thanks"): [("", _("Nothing in particular here"))]}
        if offered.groups:
            choices[_("Groups")] = [(f"group:{one.id}", one.name) for one in offered.groups]
        if offered.sessions:
            choices[_("Sessions")] = [(f"session:{one.id}", f"{one.title}, {day_words(one)}") for one in offered.sessions]
        self.about.choices = choices
