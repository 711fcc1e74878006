"""Forms of stories: telling one, writing one down for somebody, asking and answering."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from onboarding.stories import words
from onboarding.stories.models import (
    LONGEST_ALT,
    LONGEST_ANSWER,
    LONGEST_PART,
    LONGEST_QUESTION,
    LONGEST_TITLE,
    StartingQuestion,
    Story,
    StoryDraft,
    TeamSize,
)
from onboarding.stories.stories import About, Telling, words_of
from people.forms_complaining import Complaining

A_SENTENCE = _l("A sentence is enough.")


class TellingForm(Complaining):
    """The words: a title and the three prompts."""

    title = StringField(_l("What would you call it?"), [InputRequired(_l("Give it a title: a few words are enough.")), Length(max=LONGEST_TITLE)])  # fmt: skip
    was_hard = TextAreaField(_l("What was hard?"), [InputRequired(A_SENTENCE), Length(max=LONGEST_PART)])
    do_now = TextAreaField(_l("What do I do now?"), [InputRequired(A_SENTENCE), Length(max=LONGEST_PART)])
    it_changed = TextAreaField(_l("What did it change?"), [InputRequired(A_SENTENCE), Length(max=LONGEST_PART)])

    @property
    def telling(self) -> Telling:
        """As it was filled in."""
        return Telling(*(field.data or "" for field in (self.title, self.was_hard, self.do_now, self.it_changed)))


class StoryForm(TellingForm):
    """One's own story."""

    team_size = SelectField(_l("How large is your team?"))
    question = SelectField(_l("What did you ask yourself first?"))
    takes_questions = BooleanField(_l("Colleagues may ask me about it"), default=True)

    def offer(self) -> None:
        """These can be chosen, in the reader's language."""
        nothing = ("", _l("I would rather not say"))
        self.team_size.choices = [nothing, *((size.value, words.size_words(size)) for size in TeamSize)]
        self.question.choices = [nothing, *((one.value, words.question_words(one)) for one in StartingQuestion)]

    @property
    def about(self) -> About:
        """As it was filled in."""
        return About(
            team_size=TeamSize(self.team_size.data) if self.team_size.data else None,
            question=StartingQuestion(self.question.data) if self.question.data else None,
            takes_questions=bool(self.takes_questions.data),
        )


class ForColleagueForm(TellingForm):
    """What a colleague told, written down."""

    who = StringField(_l("Whose story is it?"), [InputRequired(_l("Write a name or an address.")), Length(max=300)])


class PhotoForm(Complaining):
    """A photo, and what is to be seen on it."""

    file = FileField(_l("The photo"), render_kw={"accept": "image/jpeg,image/png,image/webp"})
    alt = StringField(_l("What is to be seen?"), [Length(max=LONGEST_ALT)])


class QuestionForm(Complaining):
    """To a teller."""

    words = TextAreaField(_l("Your question"), [InputRequired(A_SENTENCE), Length(max=LONGEST_QUESTION)])


class AnswerForm(Complaining):
    """To who asked."""

    words = TextAreaField(_l("Your answer"), [InputRequired(A_SENTENCE), Length(max=LONGEST_ANSWER)])


def new_form() -> StoryForm:
    """The form as it was sent, or empty."""
    form = StoryForm()
    form.offer()
    return form


def form_of(story: Story) -> StoryForm:
    """The form, filled with the story as it stands; before it has words, with those proposed for it."""
    worded = story if story.has_words or story.draft is None else story.draft
    form = StoryForm(
        formdata=None,
        title=worded.title,
        was_hard=worded.was_hard,
        do_now=worded.do_now,
        it_changed=worded.it_changed,
        team_size=story.team_size.value if story.team_size else "",
        question=story.question.value if story.question else "",
        takes_questions=story.takes_questions,
    )
    form.offer()
    return form


def draft_form_of(worded: Story | StoryDraft) -> TellingForm:
    """The form of words alone, filled."""
    telling = words_of(worded)
    return TellingForm(
        formdata=None, title=telling.title, was_hard=telling.was_hard, do_now=telling.do_now, it_changed=telling.it_changed
    )
