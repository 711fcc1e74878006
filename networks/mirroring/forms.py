"""The form of a mirror: what the group follows, and how."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from networks.errors import GroupError
from networks.mirroring.mirrors import LONGEST_BASIS, Terms
from networks.mirroring.models import Mirror, Rule, SourceKind
from networks.mirroring.sources import Offer
from people.forms_numbers import NumberRange

ASKS, AUTOMATIC = "asks", "automatic"


class MirrorForm(FlaskForm):  # type: ignore[misc]
    """What the group follows, how far by itself, and who says yes."""

    source = SelectField(_l("What the group follows"), [InputRequired(_l("Choose what it follows."))])
    rule = RadioField(
        _l("How far it goes by itself"),
        choices=[
            (Rule.SUGGEST.value, _l("It only says what it would do, and you press")),
            (Rule.ADD.value, _l("It brings people in, and removes nobody")),
            (Rule.AUTHORITATIVE.value, _l("It brings people in, and takes out whom it brought in and the list has no more")),
        ],
        default=Rule.SUGGEST.value,
    )
    consent = RadioField(
        _l("Who says yes"),
        choices=[
            (ASKS, _l("Everybody is invited by mail and says yes or no")),
            (AUTOMATIC, _l("Nobody is asked: by the network’s own rules everybody on the list belongs")),
        ],
        default=ASKS,
    )
    basis = StringField(_l("Where those rules stand"), [Length(max=LONGEST_BASIS)])
    most_removed = IntegerField(
        _l("Stop and ask when more than so many per cent would go at once"),
        [InputRequired(_l("A number from 0 to 100.")), NumberRange(0, 100, _l("A number from 0 to 100."))],
        default=20,
    )

    def offer(self, offers: Sequence[Offer]) -> "MirrorForm":
        """These can be chosen."""
        named = {
            SourceKind.NETWORK: _l("network"),
            SourceKind.DIRECTORY: _l("group in a directory"),
            SourceKind.GROUP: _l("group"),
        }
        self.source.choices = [(f"{one.kind.value}:{one.source_id}", f"{one.name} ({named[one.kind]})") for one in offers]
        return self

    @property
    def terms(self) -> Terms:
        """As it was filled in."""
        kind, _colon, number = (self.source.data or "").partition(":")
        return Terms(
            kind=SourceKind(kind),
            source_id=int(number),
            rule=Rule(self.rule.data),
            is_automatic=self.consent.data == AUTOMATIC,
            basis=self.basis.data or "",
            most_removed=self.most_removed.data,
        )

    def complain(self, error: GroupError) -> None:
        """What a rule objected to stands at its field."""
        field = self._fields.get(error.field) or self.source
        field.errors = [*field.errors, _(error.template, **error.values)]


def form_of(mirror: Mirror) -> MirrorForm:
    """The form, filled with the mirror as it stands."""
    return MirrorForm(
        formdata=None,
        source=f"{mirror.source_kind.value}:{mirror.source_id}",
        rule=mirror.rule.value,
        consent=AUTOMATIC if mirror.is_automatic else ASKS,
        basis=mirror.basis,
        most_removed=mirror.most_removed,
    )
