"""The form in which people are named: addresses to paste, filters to choose."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import Length

from people import directory
from people.naming import Pasted
from sessions.audiences import Audience


class InviteForm(FlaskForm):  # type: ignore[misc]
    """Pasted addresses and filters."""

    addresses = TextAreaField(_l("Names or addresses"), [Length(max=1_000_000)])
    departments = SelectMultipleField(_l("Department"), validate_choice=False)
    functions = SelectMultipleField(_l("Function"), validate_choice=False)
    locations = SelectMultipleField(_l("Location"), validate_choice=False)


def invite_form() -> InviteForm:
    """The form, with every department, function and location there is to choose from."""
    form = InviteForm()
    facets = directory.facets()
    for field, values in (
        (form.departments, facets.departments),
        (form.functions, facets.functions),
        (form.locations, facets.locations),
    ):
        field.choices = [(value, value) for value in values]
    return form


def audience_of(form: InviteForm, pasted: Pasted) -> Audience:
    """Whom the form means."""
    return Audience(
        emails=tuple(pasted.names),
        departments=tuple(form.departments.data or ()),
        functions=tuple(form.functions.data or ()),
        locations=tuple(form.locations.data or ()),
    )
