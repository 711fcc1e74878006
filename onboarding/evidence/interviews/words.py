"""What pages say of interviews, in the reader's language."""

from flask_babel import gettext as _

from champions.words import Words
from onboarding.evidence.interviews.models import Interview, Stage, Told
from onboarding.evidence.interviews.queries import Sides
from onboarding.goals.models import Goal
from people.models import Person
from sessions.home_parts import Waiting


def prompt_words(prompt: str) -> str:
    """One of the four prompts."""
    return {
        "tried": _("What did you try?"),
        "happened": _("What came of it?"),
        "hindered": _("What stood in the way?"),
        "advice": _("What would you do differently, or tell others?"),
    }[prompt]


def told_words(told: Told) -> str:
    """How it was, as the person says."""
    return {Told.WORKED: _("It worked for me"), Told.DID_NOT: _("It did not work for me")}[told]


def side_words(told: Told) -> str:
    """Over the interviews of one side."""
    return {Told.WORKED: _("Where it worked"), Told.DID_NOT: _("Where it did not")}[told]


def stage_words(interview: Interview) -> str:
    """How far it is, for whoever asked and heard a yes."""
    if interview.stage is Stage.APPROVED:
        return _("Every colleague reads it")
    return _("They read the words and decide") if interview.has_words else _("They agreed: write down what they say")


def saved_words(interview: Interview, by: Person) -> str:
    """Who reads what was just written."""
    if interview.person_id != by.id:
        return _(
            "Saved. They find the words at home, and hear of them once by mail if they like; nobody else reads them until they approve."
        )
    if interview.asked_by is None:
        return _("Saved. Nobody else reads it until you approve it below.")
    return _(
        "Saved. %(name)s, who asked you, reads it too; nobody else does until you approve it below.", name=interview.asked_by.name
    )


def balance_words(sides: Sides) -> str:
    """Whether both are heard."""
    values = {"worked": len(sides.worked), "not_": len(sides.did_not)}
    if not sides.worked and not sides.did_not:
        return _("Nobody has been interviewed yet. Ask people for whom it worked, and people for whom it did not.")
    if not sides.did_not:
        return _("%(worked)s where it worked, 0 where it did not: ask those too.", **values)
    if not sides.worked:
        return _("0 where it worked, %(not_)s where it did not: ask those too for whom it worked.", **values)
    return _("%(worked)s where it worked, %(not_)s where it did not.", **values)


def asked(interview: Interview, goal: Goal) -> Words:
    """Would you tell how it was for you?"""
    by = interview.asked_by.name if interview.asked_by else _("A colleague")
    return Words(
        subject=_("How was it for you?"),
        preheader=_("Whichever way it went. Leaving it is fine."),
        heading=_("How was it for you?"),
        paragraphs=(
            _("It is about the goal “%(goal)s”.", goal=goal.name),
            _("%(name)s would like to hear how it was for you, whichever way it went.", name=by),
            _("The two of you write it down; nobody else reads a word before you approve it."),
        ),
        button=_("Read it, and decide"),
        small=_("A no needs no reason, and looks like no answer. You are asked this once; no second mail follows."),
    )


def written(interview: Interview, goal: Goal) -> Words:
    """Your words wait for your yes."""
    by = interview.asked_by.name if interview.asked_by else _("A colleague")
    return Words(
        subject=_("Your words wait for your yes"),
        preheader=_("Nobody else reads them before."),
        heading=_("Your words wait for your yes"),
        paragraphs=(
            _("It is about the goal “%(goal)s”.", goal=goal.name),
            _("%(name)s wrote down what you said. Change it as you like.", name=by),
            _("Nobody else reads it before you approve it, and you can take it back at any time."),
        ),
        button=_("Read it, and decide"),
        small=_("Leaving it is fine; then nobody else reads it, and no second mail follows."),
    )


def waiting(interview: Interview, goal: Goal, url: str) -> Waiting:
    """A line of what waits at home: a question to somebody, or words that were written down for them."""
    if interview.stage is Stage.ASKED:
        by = interview.asked_by.name if interview.asked_by else _("A colleague")
        return Waiting(title=goal.name, about=_("%(name)s asks how it was for you.", name=by), action=_("Answer"), url=url)
    return Waiting(title=goal.name, about=_("Your words wait for your yes."), action=_("Read them"), url=url, offered=True)
