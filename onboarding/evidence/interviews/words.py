"""What pages say of interviews, in the reader's language."""

from flask_babel import gettext as _

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
        return _("Saved. They find the words at home; nobody else reads them until they approve.")
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


def waiting(interview: Interview, goal: Goal, url: str) -> Waiting:
    """A line of what waits at home: a question to somebody, or words that were written down for them."""
    if interview.stage is Stage.ASKED:
        by = interview.asked_by.name if interview.asked_by else _("A colleague")
        return Waiting(title=goal.name, about=_("%(name)s asks how it was for you.", name=by), action=_("Answer"), url=url)
    return Waiting(title=goal.name, about=_("Your words wait for your yes."), action=_("Read them"), url=url, offered=True)
