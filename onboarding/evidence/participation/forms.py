"""The form of a file of a platform, and what a page of figures is asked."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, TextAreaField
from wtforms.validators import Length

from onboarding.errors import OnboardingError
from onboarding.evidence.participation.columns import LONGEST_MAPPING


class FileForm(FlaskForm):  # type: ignore[misc]
    """A file, and which of its columns are called otherwise."""

    file = FileField(_l("CSV file"), [FileRequired(_l("Choose a file."))])
    called = TextAreaField(_l("Columns that are called otherwise"), [Length(max=LONGEST_MAPPING)])

    def complain(self, error: OnboardingError) -> None:
        """The rule's objection stands at the field it is about, or at the first."""
        field: Field = self[error.field if error.field in self else "file"]
        field.errors = [*field.errors, _(error.template, **error.values)]
