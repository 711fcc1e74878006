"""Forms of wishes and concerns: what somebody says, what is answered, why something is held back."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from onboarding.voices.launches import LONGEST_NAME
from onboarding.voices.models import LONGEST_PSEUDONYM, LONGEST_REASON, LONGEST_WORDS, Kind, VoiceState
from onboarding.voices.voices import Said
from people.forms_complaining import Complaining

NAME, PSEUDONYM = "name", "pseudonym"


class VoiceForm(Complaining):
    """What somebody says, and how. A pseudonym is for the browser to send, without cookies: this form takes names only."""

    kind = RadioField(
        _l("What is it?"),
        choices=[(Kind.WISH.value, _l("A wish: this would help")), (Kind.CONCERN.value, _l("A concern: this worries me"))],
        default=Kind.WISH.value,
    )
    words = TextAreaField(
        _l("In your words"),
        [
            InputRequired(_l("Say it in a sentence or two.")),
            Length(max=LONGEST_WORDS, message=_l("Too long: a few sentences do.")),
        ],
    )
    way = RadioField(
        _l("Who reads that it is you?"),
        choices=[(NAME, _l("Every colleague: with my name")), (PSEUDONYM, _l("Nobody: under a pseudonym"))],
        default=NAME,
    )
    pseudonym = StringField(_l("Your pseudonym"), [Length(max=LONGEST_PSEUDONYM)])
    words_stay = BooleanField(_l("When I am erased from Foyer one day, my words may stay without my name"))

    @property
    def said(self) -> Said:
        """As it was filled in."""
        return Said(Kind(self.kind.data), self.words.data or "")


class AnswerForm(Complaining):
    """Where it stands, and why."""

    state = RadioField(
        _l("Where it stands"),
        choices=[
            (VoiceState.HEARD.value, _l("Heard: we have read it, and say more later")),
            (VoiceState.IN_PROGRESS.value, _l("In progress")),
            (VoiceState.DONE.value, _l("Done")),
            (VoiceState.NOT_NOW.value, _l("Not now, because ...")),
        ],
        default=VoiceState.HEARD.value,
    )
    words = TextAreaField(_l("Your answer"), [InputRequired(_l("Answer in a sentence or two.")), Length(max=LONGEST_WORDS)])


class ColleagueForm(Complaining):
    """Whom to ask for an answer."""

    colleague = StringField(_l("Who has an answer?"), [InputRequired(_l("Write a name or an address.")), Length(max=300)])


class ReasonForm(Complaining):
    """Why."""

    reason = TextAreaField(_l("Why?"), [InputRequired(_l("Say in a few words why.")), Length(max=LONGEST_REASON)])


class WordsForm(Complaining):
    """What was held back, written anew."""

    words = TextAreaField(_l("In your words"), [InputRequired(_l("Say it in a sentence or two.")), Length(max=LONGEST_WORDS)])


class LaunchForm(Complaining):
    """What begins, and when."""

    name = StringField(_l("What begins"), [InputRequired(_l("Say in a few words what begins.")), Length(max=LONGEST_NAME)])
    launches_on = DateField(_l("On which day"), [InputRequired(_l("Choose a day."))])
