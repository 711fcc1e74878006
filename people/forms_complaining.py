"""A form that lets a rule's objection stand at the field it is about."""

from collections.abc import Mapping
from typing import Protocol

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field


class Objection(Protocol):
    """An error of a rule: what it says before its values are filled in, and the field it is about."""

    @property
    def template(self) -> str: ...
    @property
    def values(self) -> Mapping[str, object]: ...
    @property
    def field(self) -> str: ...


class Complaining(FlaskForm):  # type: ignore[misc]
    def complain(self, error: Objection) -> None:
        """The rule's objection stands at the field it is about, or at the first."""
        field: Field = self[error.field] if error.field in self else next(iter(self))
        field.errors = [*field.errors, _(error.template, **error.values)]
