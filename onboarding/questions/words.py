"""What pages and mails about questions say."""

from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _

from champions.words import Words
from look import language
from onboarding.questions.models import Question, Reply, ReplyKind
from people.models import Person


def name_of(person: Person | None) -> str:
    """Whoever has left is named on no page."""
    return person.name if person is not None and person.active else str(_("A former colleague"))


def title_of(question: Question) -> str:
    """Or what stands there once its asker took it back."""
    return question.title or str(_("A question that was taken back"))


def readers(question: Question) -> str:
    """Who reads it."""
    if question.group is None:
        return str(_("Every colleague reads it."))
    if question.only_group or question.group.visibility.value == "unlisted":
        return str(_("Who belongs to “%(group)s” reads it.", group=question.group.name))
    return str(_("Asked in “%(group)s”; every colleague reads it.", group=question.group.name))


def day(on: date) -> str:
    """'Thursday 3 December'"""
    return str(format_date(on, "EEEE d MMMM", locale=language()))


def thanking() -> list[str]:
    """Words of thanks to choose from."""
    return [
        _("Thank you: that helped me on."),
        _("Thank you for taking the time to write this down."),
        _("That saved me a morning. Thank you."),
    ]


def thanking_for_question() -> list[str]:
    """The same to who asked."""
    return [
        _("What a good question."),
        _("Thank you for asking: I did not dare to."),
        _("Your question made me think. Thank you."),
    ]


def said_line(reply: Reply) -> str:
    """One line above a reply to a work."""
    name = name_of(reply.by)
    if reply.kind is ReplyKind.DONE:
        return str(_("%(name)s has done that already", name=name))
    if reply.kind is ReplyKind.KNOWS:
        return str(_("%(name)s knows someone", name=name))
    return str(_("%(name)s would like to join", name=name)) if reply.kind is ReplyKind.JOINS else name


def said(question: Question, replies: list[Reply]) -> Words:
    """To who asked: what colleagues said."""
    one = replies[0]
    subject = _("An answer to your question") if one.kind is ReplyKind.ANSWER else said_line(one)
    return Words(
        subject=subject,
        preheader=title_of(question),
        heading=title_of(question),
        paragraphs=(_("If something helped you, say so on the page: it helps whoever searches next."),),
        quotes=tuple((reply.text, said_line(reply)) for reply in replies),
        button=_("Read it on the page"),
        small=_("You get this because you asked."),
    )


def called(question: Question, by: Person | None, *, mention: bool) -> Words:
    """To who is named, or might know."""
    name = name_of(by)
    heading = _("%(name)s names you", name=name) if mention else _("%(name)s thinks that you might know", name=name)
    return Words(
        subject=heading,
        preheader=title_of(question),
        heading=heading,
        paragraphs=(),
        quotes=((title_of(question), name_of(question.by)),),
        button=_("Have a look"),
        small=_("An answer is welcome, and none is fine too. You can switch these mails off on your page of questions."),
    )
