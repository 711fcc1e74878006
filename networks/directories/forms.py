"""The forms of a directory: one for each kind. A password or token is never shown again; left empty, the known one stays."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from networks.directories.directories import (
    LONGEST_ADDRESS,
    LONGEST_AUTHORITY,
    LONGEST_FILTER,
    LONGEST_NAME,
    LONGEST_SECRET,
    Terms,
)
from networks.directories.models import Directory, DirectoryKind
from people.forms_complaining import Complaining


class ScimForm(Complaining):
    """SCIM 2.0: where, and a token."""

    KIND = DirectoryKind.SCIM
    name = StringField(_l("What it is called"), [InputRequired(_l("Give it a name.")), Length(max=LONGEST_NAME)])
    address = StringField(_l("Its address"), [InputRequired(_l("Write its address.")), Length(max=LONGEST_ADDRESS)])
    secret = PasswordField(_l("Its token"), [Length(max=LONGEST_SECRET)])

    @property
    def terms(self) -> Terms:
        """As it was filled in."""
        names = ("name", "address", "account", "base", "group_filter", "authority", "secret")
        return Terms(kind=self.KIND, **{name: self[name].data or "" for name in names if name in self})


class LdapForm(ScimForm):
    """LDAP: where, as whom, and what of it."""

    KIND = DirectoryKind.LDAP
    secret = PasswordField(_l("Password"), [Length(max=LONGEST_SECRET)])
    account = StringField(_l("The account that signs in"), [Length(max=LONGEST_ADDRESS)])
    base = StringField(_l("The base: below which people and groups stand"), [Length(max=LONGEST_ADDRESS)])
    group_filter = StringField(_l("Which groups to look at"), [Length(max=LONGEST_FILTER)])
    authority = TextAreaField(_l("Certificate of whoever signs its certificate"), [Length(max=LONGEST_AUTHORITY)])


FORMS: dict[DirectoryKind, type[ScimForm]] = {DirectoryKind.LDAP: LdapForm, DirectoryKind.SCIM: ScimForm}


def form_of(directory: Directory) -> ScimForm:
    """The form, filled with the directory as it stands, without what opens it."""
    names = ("name", "address", "account", "base", "group_filter", "authority")
    return FORMS[directory.kind](formdata=None, **{name: getattr(directory, name) for name in names})
