"""Forms of questions: asking, answering, promising, summing up."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from champions.forms import split_words
from networks.models import Group, Visibility
from onboarding.questions.asking import Asked
from onboarding.questions.models import (
    LONGEST_PSEUDONYM,
    LONGEST_REASON,
    LONGEST_REPLY,
    LONGEST_SUMMARY,
    LONGEST_TEXT,
    LONGEST_TITLE,
)
from onboarding.questions.works import LONGEST_SENTENCE
from people.forms_complaining import Complaining

A_SENTENCE = _l("A sentence is enough.")
EVERYBODY = ""


class TextsForm(Complaining):
    """What a question says; also for changing it."""

    title = StringField(
        _l("Your question"), [InputRequired(_l("Say in a sentence what it is about.")), Length(max=LONGEST_TITLE)]
    )
    text = TextAreaField(_l("What one should know"), [Length(max=LONGEST_TEXT)])
    topics = StringField(_l("What it is about"), [Length(max=500)])

    def speak_of_work(self) -> None:
        """It is what somebody is working on, and no question."""
        self.title.label.text = _("What you are working on")


class WordsForm(Complaining):
    """What an answer says, to change it."""

    text = TextAreaField(_l("Your words"), [Length(max=LONGEST_REPLY)])


class AskForm(TextsForm):
    """A question, or what somebody is working on."""

    pseudonym = StringField(_l("Your pseudonym"), [Length(max=LONGEST_PSEUDONYM)])
    where = SelectField(_l("Whom you ask"))
    only_group = BooleanField(_l("Only the members of the group read it"))

    def speak_of_work(self) -> None:
        """Nobody is asked anything, either."""
        super().speak_of_work()
        self.where.label.text = _("Who reads it")

    def offer(self, groups: Sequence[Group]) -> None:
        """These can be asked."""
        self.where.choices = [(EVERYBODY, _("Every colleague")), *((str(one.id), self._words(one)) for one in groups)]

    @staticmethod
    def _words(group: Group) -> str:
        if group.visibility is Visibility.UNLISTED:
            return str(_("%(group)s (only its members read it)", group=group.name))
        return group.name

    @property
    def asked(self) -> Asked:
        """As it was filled in."""
        return Asked(
            title=self.title.data or "",
            text=self.text.data or "",
            topics=split_words(self.topics.data),
            group_id=int(self.where.data) if self.where.data else None,
            only_group=bool(self.only_group.data),
        )


class AnswerForm(Complaining):
    """To a question."""

    text = TextAreaField(_l("Your answer"), [InputRequired(A_SENTENCE), Length(max=LONGEST_REPLY)])
    as_leader = BooleanField(_l("Say that I belong to the management team"))


class SummaryForm(Complaining):
    """What it came to."""

    text = TextAreaField(_l("What it came to"), [Length(max=LONGEST_SUMMARY)])


class PromiseForm(Complaining):
    """By when."""

    on = DateField(_l("I answer by"), [InputRequired(_l("Choose a day within the next month."))])


class SayForm(Complaining):
    """One of the three answers to a work."""

    text = TextAreaField(_l("In a sentence"), [Length(max=LONGEST_SENTENCE)])


class ReasonForm(Complaining):
    """Why something is reported, or held back."""

    reason = TextAreaField(_l("Why?"), [InputRequired(A_SENTENCE), Length(max=LONGEST_REASON)])


class AppealForm(Complaining):
    """Why it should stand there."""

    words = TextAreaField(_l("Why should it stand there?"), [InputRequired(A_SENTENCE), Length(max=LONGEST_REASON)])
