"""The form by which a report is shared."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from onboarding.evidence.models import LONGEST_NAME
from people.forms_complaining import Complaining


class ShareForm(Complaining):
    """Who outside gets a link, in which language, until when."""

    for_whom = StringField(_l("For whom"), [InputRequired(_l("Say for whom it is.")), Length(max=LONGEST_NAME)])
    language = RadioField(_l("In which language"), choices=[("en", "English"), ("nl", "Nederlands")], default="en")
    expires_on = DateField(_l("The last day"), [InputRequired(_l("Choose a day."))])
