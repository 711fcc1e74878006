"""A field in which somebody names one colleague, by name or e-mail address."""

from flask_babel import gettext as _
from wtforms import StringField

from database import db
from people.models import Person
from people.naming import find_people


def one_colleague(field: StringField) -> Person | None:
    """Whom the field names. Nobody, several or somebody unclear: None, and the field says so."""
    ids, unclear = find_people(field.data or "")
    if len(ids) == 1 and not unclear:
        return db.session.get(Person, ids[0])
    said = (
        _("One colleague at a time, please.")
        if len(ids) > 1
        else _("Nobody, or more than one, is called that. Try the e-mail address.")
    )
    field.errors = [*field.errors, said]
    return None
