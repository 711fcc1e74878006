"""Forms of interviews: whom to ask, the four prompts, and the yes to exactly these words."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from onboarding.evidence.interviews import words
from onboarding.evidence.interviews.interviews import Words
from onboarding.evidence.interviews.models import LONGEST, Interview, Told
from people.forms_complaining import Complaining


class AskForm(Complaining):
    """Whom to ask."""

    person = StringField(_l("Name or address"), [InputRequired(_l("Write a name or an address.")), Length(max=300)])


class WordsForm(Complaining):
    """The four prompts; any of them may stay empty."""

    tried = TextAreaField(_l("What did you try?"), [Length(max=LONGEST)])
    happened = TextAreaField(_l("What came of it?"), [Length(max=LONGEST)])
    hindered = TextAreaField(_l("What stood in the way?"), [Length(max=LONGEST)])
    advice = TextAreaField(_l("What would you do differently, or tell others?"), [Length(max=LONGEST)])

    @property
    def words(self) -> Words:
        """As they were filled in."""
        return Words(*(field.data or "" for field in (self.tried, self.happened, self.hindered, self.advice)))


class ApprovalForm(Complaining):
    """How it was, and whether the name stands there. Nothing is chosen beforehand."""

    told = RadioField(_l("How was it for you?"), [InputRequired(_l("Say how it was."))])
    name = RadioField(
        _l("With your name?"),
        [InputRequired(_l("Choose one of the two."))],
        choices=[("yes", _l("With my name")), ("no", _l("Without my name"))],
    )
    token = HiddenField()

    def offer(self) -> None:
        """These can be chosen, in the reader's language."""
        self.told.choices = [(one.value, words.told_words(one)) for one in Told]


def words_form(interview: Interview) -> WordsForm:
    """The form with what stands there."""
    return WordsForm(
        formdata=None, tried=interview.tried, happened=interview.happened, hindered=interview.hindered, advice=interview.advice
    )


def approval_form(interview: Interview, *, sent: bool = False) -> ApprovalForm:
    """The form as it was sent, or empty for these words."""
    form = ApprovalForm() if sent else ApprovalForm(formdata=None, token=interview.token)
    form.offer()
    return form
