"""What pages and mails say of stories, in the reader's language."""

from collections.abc import Sequence

from flask_babel import gettext as _

from champions.words import Words
from config import settings
from onboarding.stories.choosing import Likeness
from onboarding.stories.missing import Gap, Side
from onboarding.stories.models import StartingQuestion, Story, StoryDraft, StoryQuestion, TeamSize
from sessions.home_parts import Waiting


def question_words(question: StartingQuestion) -> str:
    """As people ask it."""
    return {
        StartingQuestion.WORTH_IT: _("What is in it for my own work?"),
        StartingQuestion.TIME: _("When would I do that as well?"),
        StartingQuestion.WRONG_WORDS: _("What if I say something wrong?"),
        StartingQuestion.WHO_READS: _("Who reads what I write?"),
        StartingQuestion.NO_DESK: _("How does that go without a desk of my own?"),
        StartingQuestion.FINDING: _("How do I find what I need?"),
    }[question]


def of_the_week(told: Sequence[Story]) -> str:
    """New stories, for the weekly mail; "" for none."""
    if not told:
        return ""
    lines = [f"“{story.title}” ({story.by.name}) {settings().base_url}/stories/{story.id}" for story in told]
    return "\n".join([_("New stories of colleagues"), *lines])


def size_words(size: TeamSize) -> str:
    """How large a team is."""
    return {
        TeamSize.ALONE: _("works alone mostly"),
        TeamSize.FEW: _("team of up to five"),
        TeamSize.SOME: _("team of up to twelve"),
        TeamSize.MANY: _("team of up to thirty"),
        TeamSize.CROWD: _("team of more than thirty"),
    }[size]


def who(story: Story) -> str:
    """'Fitter, Door seals, Deventer, team of up to twelve'"""
    size = size_words(story.team_size) if story.team_size is not None else ""
    teller = story.by
    return " · ".join(part for part in (teller.function, teller.department, teller.location, size) if part)


def why(story: Story, likenesses: Sequence[Likeness]) -> str:
    """Why somebody is shown it: what the two share."""
    function, place = story.by.function, story.by.location
    if Likeness.FUNCTION in likenesses and Likeness.PLACE in likenesses:
        return str(_("%(function)s in %(place)s, like you", function=function, place=place))
    if Likeness.FUNCTION in likenesses:
        return str(_("%(function)s, like you", function=function))
    if Likeness.PLACE in likenesses:
        return str(_("In %(place)s, like you", place=place))
    if Likeness.QUESTION in likenesses and story.question is not None:
        return str(_("Started with the question you chose"))
    return str(_("From another corner of the house"))


def why_theirs(story: Story, likenesses: Sequence[Likeness], name: str) -> str:
    """The same, said to an ambassador of whom they accompany. What somebody starts with is theirs alone, and stands nowhere here."""
    function, place = story.by.function, story.by.location
    if Likeness.FUNCTION in likenesses and Likeness.PLACE in likenesses:
        return str(_("%(function)s in %(place)s, like %(name)s", function=function, place=place, name=name))
    if Likeness.FUNCTION in likenesses:
        return str(_("%(function)s, like %(name)s", function=function, name=name))
    return str(_("In %(place)s, like %(name)s", place=place, name=name))


def gap_words(gap: Gap) -> str:
    """Which story is missing."""
    if gap.side is Side.DEPARTMENT:
        return str(_("Nobody in %(department)s has told a story yet.", department=gap.value))
    return str(_("No story yet from anybody who works as: %(function)s.", function=gap.value))


def note_words(gap: Gap) -> str:
    """The same, to an ambassador near by."""
    return gap_words(gap) + " " + str(_("Do you know somebody? You can write it down for them; they decide."))


def drafted(draft: StoryDraft) -> Words:
    """May your story say this?"""
    name = draft.editor.name if draft.editor else _("A colleague")
    is_new = not draft.story.has_words
    return Words(
        subject=_("Is this your story?") if is_new else _("May your story say this?"),
        preheader=_("Nobody reads these words before you say yes."),
        heading=_("Is this your story?") if is_new else _("May your story say this?"),
        paragraphs=(
            _("%(name)s wrote down what you told.", name=name) if is_new else _("%(name)s proposes other words.", name=name),
            _("Nobody reads these words before you say yes, and you can take it back at any time. A no needs no reason."),
        ),
        button=_("Read it, and decide"),
    )


def asked(question: StoryQuestion) -> Words:
    """A colleague asks you something."""
    name = question.by.name
    return Words(
        subject=_("A question about your story"),
        preheader=_("%(name)s read “%(title)s”", name=name, title=question.story.title),
        heading=_("%(name)s asks you something", name=name),
        paragraphs=(_("About your story “%(title)s”.", title=question.story.title),),
        quotes=((question.words, name),),
        button=_("Answer, or take no more questions"),
        small=_(
            "Answer by the button and not by replying to this mail. They do not see your address before you answer, and no answer is fine too."
        ),
    )


def answered(question: StoryQuestion) -> Words:
    """The answer."""
    teller = question.story.by.name
    return Words(
        subject=_("An answer to your question"),
        preheader=_("%(name)s answers you", name=teller),
        heading=_("%(name)s answers you", name=teller),
        paragraphs=(_("You asked: %(words)s", words=question.words),),
        quotes=((question.answer, teller),),
        button=_("What you asked"),
        small=_("Just reply to this mail to write back to %(name)s.", name=teller),
    )


def missing(gap: Gap) -> Words:
    """Do you know somebody?"""
    return Words(
        subject=_("A story is missing"),
        preheader=gap_words(gap),
        heading=_("Do you know somebody?"),
        paragraphs=(
            gap_words(gap),
            _(
                "People learn best from who does the same work. Perhaps you know somebody whose story would help, or it is your own. "
                "Ask them over a coffee; you can write it down for them, and they decide whether anybody reads it."
            ),
        ),
        button=_("Write one down"),
        small=_("Leaving it is fine. You hear of this once a month at most."),
    )


def waiting(story: Story, url: str) -> Waiting:
    """A line of the home page of a community manager."""
    about = _("%(name)s would like you to read their story first", name=story.by.name)
    return Waiting(title=story.title, about=about, action=_("Read"), url=url)


def waiting_draft(draft: StoryDraft, url: str) -> Waiting:
    """A line of the home page of the teller: words of somebody else wait for their yes."""
    about = _("%(name)s proposes words. Nobody reads them before you say yes.", name=_editor(draft))
    return Waiting(title=draft.title, about=about, action=_("Look, and answer"), url=url)


def waiting_question(question: StoryQuestion, url: str) -> Waiting:
    """A line of the home page of the teller. No answer is fine too, so it is only offered."""
    about = _("%(name)s asks about your story", name=question.by.name)
    return Waiting(title=question.story.title, about=about, action=_("Have a look"), url=url, offered=True)


def _editor(draft: StoryDraft) -> str:
    return draft.editor.name if draft.editor is not None and draft.editor.active else str(_("A colleague"))


def write_one_down() -> str:
    """Where such a line leads."""
    return str(_("Write one down"))
