"""Forms of evidence: a group that is measured, its weeks, and whom an event touched."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from onboarding.evidence import words
from onboarding.evidence.errors import LineInvalid
from onboarding.evidence.models import LONGEST_NAME, Side
from onboarding.evidence.participation.queries import Indicator
from onboarding.surveys import queries as rounds_read
from people.forms_complaining import Complaining, Objection


class GroupForm(Complaining):
    """Some people of whom the goal is measured."""

    name = StringField(_l("What the group is called"), [InputRequired(_l("A group needs a name.")), Length(max=LONGEST_NAME)])
    side = RadioField(_l("What they have to do with it"), default=Side.STARTED.value)
    round = SelectField(_l("Of which round"))
    starts_on = DateField(_l("Or from which day on"), [Optional()])

    def offer(self) -> None:
        """These can be chosen, in the reader's language."""
        self.side.choices = [(side.value, words.side_words(side)) for side in Side]
        self.round.choices = [("", _("None")), *((str(number), title) for number, title in rounds_read.rounds())]


class WeeksForm(Complaining):
    """Figures of a group, one line a week."""

    lines = TextAreaField(
        _l("Figures, one line for each week"), [InputRequired(_l("Write one line for each week.")), Length(max=20_000)]
    )

    def complain(self, error: Objection) -> None:
        if isinstance(error, LineInvalid):
            why = _(error.why.template, **error.why.values)
            self.lines.errors = [*self.lines.errors, _("Line %(number)s: %(why)s", number=error.number, why=why)]
        else:
            super().complain(error)


class SourceForm(Complaining):
    """Which figure of the platform's statistics it is measured by."""

    indicator = RadioField(_l("Share of people"), [InputRequired(_l("Choose one."))])

    def offer(self) -> None:
        """These can be chosen, in the reader's language."""
        self.indicator.choices = [(one.value, words.indicator_words(one)) for one in Indicator if one is not Indicator.ACROSS]


class StartForm(Complaining):
    """From when on who waited takes part."""

    starts_on = DateField(_l("They start on"), [InputRequired(_l("Say on which day."))])


def new_group_form() -> GroupForm:
    """The form as it was sent, or empty."""
    form = GroupForm()
    form.offer()
    return form
