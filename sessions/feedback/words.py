"""The questions of the house and what the mail afterwards says, in the reader's language and zone."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from look import date_words, time_words
from people.models import Person
from people.quiet_hours import zone_of
from sessions.feedback.offers import Offer
from sessions.feedback.questions import House, Kind, Question
from sessions.models import ScheduledSession


def question_words(question: Question) -> str:
    """The question as it is asked."""
    return question.words or house_words(question.house)


def house_words(house: House) -> str:
    return {
        House.RECOMMEND: _("Would you recommend this to a colleague?"),
        House.ABLE: _("What can you do now that you could not do before?"),
        House.CHANGE: _("What should be different next time?"),
        House.OWN: "",
    }[house]


def promise() -> str:
    """Said in the mail and above the questions."""
    return _("Nobody can tell who said what: your name is not kept with it, nor when you sent it.")


def when_shown(questions: Sequence[Question]) -> str:
    """How few answers nobody ever reads."""
    said = _("Whoever looks after it sees how many said yes when five people or more have answered, a week after the date.")
    if any(question.kind is Kind.WORDS for question in questions):
        said += " " + _(
            "What people wrote is shown when ten or more did, in the order of the alphabet; otherwise nobody reads it."
        )
    return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The parts of the mail. `asks` leads to the questions, "" where none are asked; `offer` is the next step, `button` leads to it."""

    subject: str
    preheader: str
    opening: str
    asks: str = ""
    offer: str = ""
    button: str = ""


def afterwards(session: ScheduledSession, reader: Person, offer: Offer, questions: int) -> Words:
    day = date_words(session.starts_at, session.zone)
    return Words(
        subject=_("How was it? %(title)s", title=session.title) if questions else _("After “%(title)s”", title=session.title),
        preheader=_("One minute, without signing in, and nobody can tell who said what.")
        if questions
        else offer_words(offer, reader),
        opening=_("“%(title)s” was on %(day)s. We hope you took something home from it.", title=session.title, day=day),
        asks=ngettext("%(num)d question, and no need to sign in.", "%(num)d questions, and no need to sign in.", questions)
        if questions
        else "",
        offer=offer_words(offer, reader),
        button=_button(offer),
    )


def _button(offer: Offer) -> str:
    if offer.rsvp is not None:
        return str(_("Look at it and answer"))
    return str(_("Read it")) if offer.example is not None else ""


def offer_words(offer: Offer, reader: Person) -> str:
    if offer.rsvp is not None:
        following = offer.rsvp.session
        when = time_words(following.starts_at, following.ends_at, following.timezone, str(zone_of(reader)))
        return _("If you like to go on: “%(title)s” has seats, %(when)s. You are invited.", title=following.title, when=when)
    if offer.example is not None:
        said = {"title": offer.example.title, "name": offer.example.teller, "why": offer.example.why()}
        return _("How a colleague does it: “%(title)s”, told by %(name)s (%(why)s).", **said)
    if offer.host is not None:
        return _("If something is still unclear: %(host)s answers questions. Just reply to this mail.", host=offer.host.name)
    return ""
