"""Forms of who looks after people: a person, a role, a file."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import EmailField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length

from people.forms import LANGUAGES, zone_choices
from people.models import Role

ROLES = [
    SelectChoice(Role.EMPLOYEE.value, _l("Employee")),
    SelectChoice(Role.COMMUNITY_MANAGER.value, _l("Community manager")),
    SelectChoice(Role.ADMINISTRATOR.value, _l("Administrator")),
]
FIELD_WORDS = {
    "email": _l("E-mail"),
    "name": _l("Name"),
    "first_name": _l("First name"),
    "last_name": _l("Last name"),
    "department": _l("Department"),
    "function": _l("Function"),
    "location": _l("Location"),
    "timezone": _l("Time zone"),
    "language": _l("Language"),
    "manager": _l("Line manager"),
}


class PersonForm(FlaskForm):  # type: ignore[misc]
    """Who somebody is. Nothing here says what anybody thinks of anything."""

    name = StringField(_l("Name"), [InputRequired(_l("A person needs a name.")), Length(max=200)])
    department = StringField(_l("Department"), [Length(max=200)])
    function = StringField(_l("Function"), [Length(max=200)])
    location = StringField(_l("Location"), [Length(max=200)])
    manager = StringField(_l("Line manager"), [Length(max=254)])
    timezone = SelectField(_l("Time zone"))
    language = SelectField(_l("Language"), choices=LANGUAGES)

    def __init__(self, *args: Any, kept: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.timezone.choices = zone_choices(kept)


class NewPersonForm(PersonForm):
    """Somebody new: the address is who they are, and stays."""

    email = EmailField(_l("E-mail"), [InputRequired(_l("Enter an e-mail address.")), Length(max=254)])


class RoleForm(FlaskForm):  # type: ignore[misc]
    """What somebody may do."""

    role = SelectField(_l("Role"), choices=ROLES)


class ImportForm(FlaskForm):  # type: ignore[misc]
    """A file of people."""

    file = FileField(_l("CSV file"), [FileRequired(_l("Choose a file."))])
