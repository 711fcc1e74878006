"""The form of a platform: a name, an address, and what its adapter wants to know."""

from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from networks.errors import GroupError
from networks.platforms import connections
from networks.platforms.connections import LONGEST_ADDRESS, LONGEST_NAME
from networks.platforms.models import PlatformConnection, PlatformKind

PREFIX = "field_"  # before the names of an adapter, which are not ours


class PlatformForm(FlaskForm):  # type: ignore[misc]
    """What every kind has; `form_class` hangs the rest on it."""

    name = StringField(_l("What people call it"), [InputRequired(_l("A platform needs a name.")), Length(max=LONGEST_NAME)])
    base_url = StringField(_l("Its address"), [InputRequired(_l("A platform needs an address.")), Length(max=LONGEST_ADDRESS)])

    optional: ClassVar[frozenset[str]] = frozenset()  # names of fields that may stay empty

    @property
    def values(self) -> dict[str, str]:
        """What was filled in, by the adapter's names."""
        return {one.name.removeprefix(PREFIX): one.data or "" for one in self.own_fields}

    @property
    def own_fields(self) -> list[Field]:
        """Those of the adapter, in its order."""
        return [one for one in self if one.name.startswith(PREFIX)]

    def complain(self, error: GroupError) -> None:
        """The rule's objection stands at the field it is about."""
        found = next((one for one in self if one.name in {error.field, PREFIX + error.field}), self.name)
        found.errors = [*found.errors, _(error.template, **error.values)]


def form_class(kind: PlatformKind) -> type[PlatformForm]:
    """The form of this kind. A secret is never written into it: what is typed goes one way."""
    fields = connections.fields_of(kind)
    own: dict[str, Any] = {"optional": frozenset(PREFIX + one.name for one in fields if not one.is_required)}
    for one in fields:
        made = PasswordField if one.is_secret else StringField
        own[PREFIX + one.name] = made(_l(one.label), description=_l(one.help) if one.help else "")
    return type("PlatformFormOfKind", (PlatformForm,), own)


def form_of(platform: PlatformConnection) -> PlatformForm:
    """The form, filled with the platform as it stands, but for what opens it."""
    options = {PREFIX + name: value for name, value in platform.options.items()}
    return form_class(platform.kind)(formdata=None, name=platform.name, base_url=platform.base_url, **options)
