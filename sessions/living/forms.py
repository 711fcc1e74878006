"""The form in which a filter is chosen: whoever has one of these, in each list that has a tick."""

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField

from people import directory
from people.directory import Filter
from people.people import LANGUAGES
from sessions.living.words import language_name


class FilterForm(FlaskForm):  # type: ignore[misc]
    """Asked by GET, so that a look can be gone back to; nothing is written by it."""

    class Meta:
        csrf = False

    departments = SelectMultipleField(_l("Department"), validate_choice=False)
    functions = SelectMultipleField(_l("Function"), validate_choice=False)
    locations = SelectMultipleField(_l("Location"), validate_choice=False)
    languages = SelectMultipleField(_l("Language"), validate_choice=False)


def filter_form() -> FilterForm:
    """What was asked for, with every value that there is to choose from."""
    form, facets = FilterForm(request.args), directory.facets()
    for field, values in (
        (form.departments, facets.departments),
        (form.functions, facets.functions),
        (form.locations, facets.locations),
    ):
        field.choices = [(value, value) for value in values]
    form.languages.choices = [(code, language_name(code)) for code in LANGUAGES if code]
    return form


def filter_sent() -> Filter:
    """The filter that was looked at, or is to be followed; empty when there is none."""
    sent = request.values
    return Filter(
        departments=tuple(sent.getlist("departments")),
        functions=tuple(sent.getlist("functions")),
        locations=tuple(sent.getlist("locations")),
        languages=tuple(sent.getlist("languages")),
    )
