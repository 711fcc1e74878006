"""The forms of a channel: where the group stands, how far it goes by itself, and in which language it announces dates."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired

from networks.channels.channels import Terms
from networks.channels.models import Channel
from networks.errors import GroupError
from networks.mirroring.models import Rule
from networks.platforms.models import PlatformConnection
from people.forms_numbers import NumberRange


class TermsForm(FlaskForm):  # type: ignore[misc]
    """How far the channel goes by itself."""

    rule = RadioField(
        _l("How far it goes by itself"),
        choices=[
            (Rule.SUGGEST.value, _l("It only says what it would do, and you press")),
            (Rule.ADD.value, _l("It brings the members in, and takes nobody out")),
            (
                Rule.AUTHORITATIVE.value,
                _l("It brings the members in, and takes out whom it brought in and who left the group here"),
            ),
        ],
        default=Rule.AUTHORITATIVE.value,
    )
    most_removed = IntegerField(
        _l("Stop and ask when more than so many per cent would go at once"),
        [InputRequired(_l("A number from 0 to 100.")), NumberRange(0, 100, _l("A number from 0 to 100."))],
        default=20,
    )

    @property
    def terms(self) -> Terms:
        """As it was filled in."""
        return Terms(Rule(self.rule.data), self.most_removed.data)

    def complain(self, error: GroupError) -> None:
        """What a rule objected to stands at its field."""
        field = self._fields.get(error.field) or self.rule
        field.errors = [*field.errors, _(error.template, **error.values)]


class ChannelForm(TermsForm):
    """The same, and where."""

    platform = SelectField(_l("Platform"), [InputRequired(_l("Choose a platform."))], coerce=int)

    def offer(self, platforms: Sequence[PlatformConnection]) -> "ChannelForm":
        """These can be chosen."""
        self.platform.choices = [(one.id, one.name) for one in platforms]
        return self


class AnnouncingForm(FlaskForm):  # type: ignore[misc]
    """In which language the room hears of dates."""

    language = RadioField(_l("In which language"), choices=[("en", "English"), ("nl", "Nederlands")])


def form_of(channel: Channel) -> TermsForm:
    """The form, filled with the channel as it stands."""
    return TermsForm(formdata=None, rule=channel.rule.value, most_removed=channel.most_removed)
