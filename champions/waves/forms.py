"""Forms of waves: a raised hand, a wave, its thanks, a list of early adopters."""

import re

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from champions.waves.models import Wave
from champions.waves.waves import LONGEST_TEXT, LONGEST_TITLE, Plan
from people.forms_complaining import Complaining


class HandForm(Complaining):
    """What somebody would like to try first."""

    topics = StringField(_l("What you would like to try first"), [Length(max=1000)])

    @property
    def words(self) -> list[str]:
        """As they were written, with commas between."""
        return re.split(r"[,;\n]+", self.topics.data or "")


class WaveForm(Complaining):
    """What is tried, when, and what is asked about it."""

    title = StringField(_l("What is tried"), [InputRequired(_l("Give it a name.")), Length(max=LONGEST_TITLE)])
    about = TextAreaField(_l("What it is, and what to do"), [Length(max=LONGEST_TEXT)])
    starts_on = DateField(_l("From"), [InputRequired(_l("Choose a day."))])
    ends_on = DateField(_l("Until"), [InputRequired(_l("Choose a day."))])
    questions = TextAreaField(_l("What you would like to know afterwards"), [Length(max=1000)])

    @property
    def plan(self) -> Plan:
        """As it was filled in; one question a line."""
        return Plan(
            title=self.title.data or "",
            about=self.about.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            questions=tuple(line for line in (self.questions.data or "").splitlines() if line.strip()),
        )


def form_of(wave: Wave) -> WaveForm:
    """As it stands."""
    return WaveForm(
        formdata=None,
        title=wave.title,
        about=wave.about,
        starts_on=wave.starts_on,
        ends_on=wave.ends_on,
        questions="\n".join(wave.questions),
    )


class ThanksForm(Complaining):
    """A word to everybody who took part."""

    thanks = TextAreaField(
        _l("Thank them, for something concrete"),
        [InputRequired(_l("Say thanks in a sentence; everybody who took part reads it.")), Length(max=LONGEST_TEXT)],
    )


class ListForm(Complaining):
    """A file of early adopters."""

    file = FileField(_l("CSV file"), [FileRequired(_l("Choose a file."))])
