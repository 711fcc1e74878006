"""Forms of discovery: what is handed over, a network that was found, the list of words."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from networks.census.forms import NetworkForm
from networks.discovery.hand_overs import LONGEST_ADDRESS
from networks.discovery.topics import LONGEST, MOST
from people.forms_complaining import Complaining


class HandOverForm(Complaining):
    """One of three: a file, what was pasted, an address."""

    file = FileField(_l("A file"))
    text = TextAreaField(_l("Or paste a list of addresses"), [Length(max=1_000_000)])
    address = StringField(_l("Or the secret address of a calendar (iCal)"), [Length(max=LONGEST_ADDRESS)])


class FoundForm(NetworkForm):
    """The network as it would be registered, and who is named."""

    keeps = BooleanField(_l("I keep it together"), default=True)
    people = SelectMultipleField(_l("Who belongs to it"), coerce=int)


class WordsForm(Complaining):
    """Words of which none may stand in a title."""

    words = TextAreaField(_l("Words, one a line"), [InputRequired(_l("Leave some words.")), Length(max=MOST * (LONGEST + 2))])
