"""The form with which a person connects a calendar."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField


class BusyForm(FlaskForm):  # type: ignore[misc]
    """Where the calendar is."""

    busy_address = StringField(_l("Secret address of your calendar (iCal)"))
