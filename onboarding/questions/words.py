"""What pages and mails about questions say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from flask_babel import gettext as _

from champions.words import Words
from config import settings
from look import language
from onboarding.questions.models import Question, QuestionHold, Reply, ReplyKind
from onboarding.questions.weekly import Week
from people.models import Person


def name_of(person: Person | None) -> str:
    """Whoever has left is named on no page."""
    return person.name if person is not None and person.active else str(_("A former colleague"))


def asker_of(question: Question) -> str:
    """Who asked, or the pseudonym they chose."""
    if not question.is_pseudonymous:
        return name_of(question.by)
    return f"“{question.pseudonym}”" if question.pseudonym else str(_("a colleague under a pseudonym"))


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
        quotes=((title_of(question), asker_of(question)),),
        button=_("Have a look"),
        small=_("An answer is welcome, and none is fine too. You can switch these mails off on your page of questions."),
    )


def welcomed(question: Question, *, yes: bool) -> Words:
    """To who asked whether they may join."""
    name = name_of(question.by)
    heading = _("You are welcome to join") if yes else _("Not this time")
    said = (
        _("%(name)s is glad to have you.", name=name)
        if yes
        else _("%(name)s thanks you for asking. It does not fit this time.", name=name)
    )
    return Words(
        subject=heading, preheader=title_of(question), heading=heading, paragraphs=(said,), quotes=((title_of(question), name),), button=_("Have a look")
    )  # fmt: skip


def on_day(day_: str) -> str:
    """The same for a day that is kept in ISO 8601."""
    return day(date.fromisoformat(day_))


def promised(question: Question, on: date, *, is_over: bool) -> Words:
    """To who promised an answer."""
    if is_over:
        heading = _("Your day for an answer is over, and that is fine")
        said = _("You would answer by %(day)s. The question is open to others again. An answer of yours is still welcome, and so is another day; nothing is expected.", day=day(on))  # fmt: skip
    else:
        heading = _("You would answer by %(day)s", day=day(on))
        said = _("Half an answer helps too. If it does not work out, give it back on the page by one press: no reason needed.")
    return Words(
        subject=heading,
        preheader=title_of(question),
        heading=heading,
        paragraphs=(said,),
        quotes=((title_of(question), asker_of(question)),),
        button=_("To the question"),
        small=_("Only you get this, once before the day and once after it."),
    )


def held_back(hold: QuestionHold, text: str) -> Words:
    """To the author of what colleagues do not read any more, or again."""
    if hold.decided_at is not None:
        heading = _("It stays held back") if hold.stands else _("Colleagues read it again")
        said = _("Somebody else had a second look. That is the last word.")
    else:
        heading = _("Something you wrote is held back")
        said = _("Colleagues do not read it for now. The reason: %(reason)s", reason=hold.reason)
    return Words(
        subject=heading,
        preheader=said,
        heading=heading,
        paragraphs=(said,),
        quotes=((text, _("Your words")),),
        button=_("Your page of questions"),
        small="" if hold.decided_at else _("If you see it otherwise, say so there, once. Then somebody else looks at it."),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """Something in the weekly mail. `url` "": nothing to open."""

    title: str
    under: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Some lines under a heading."""

    heading: str
    lines: tuple[Line, ...]


def sections(week: Week) -> list[Section]:
    """The weekly mail, in the language that is set."""
    every = [
        Section(_("Who knows?"), tuple(_line(one, _asked_by(one)) for one in week.questions)),
        Section(_("What colleagues are working on"), tuple(_line(one, _asked_by(one)) for one in week.works)),
        Section(_("Summed up this week"), tuple(_line(one, one.summary) for one in week.summed_up)),
        Section(
            _("Thanks that colleagues share"),
            tuple(Line(one.words, _("%(by)s to %(to)s", by=one.by.name, to=one.to.name)) for one in week.thanks),
        ),
        Section(_("From the organisation"), tuple(Line("", text) for text in week.texts)),
    ]
    return [section for section in every if section.lines]


def _line(one: Question, under: str) -> Line:
    return Line(title_of(one), under, f"{settings().base_url}/questions/{one.id}")


def _asked_by(one: Question) -> str:
    return ", ".join(filter(None, (asker_of(one), one.group.name if one.group else "")))


def elsewhere_words() -> str:
    """Why this browser has no token, and what to do about it."""
    return str(
        _(
            "Pseudonyms work in the browser in which you opened the questions first. Open “Your page of questions” there: a link takes "
            "them along to this one. With your name you can ask here, too."
        )
    )


def in_your_field(question: Question, topics: Sequence[str]) -> str:
    """A line for an ambassador who offers what it is about."""
    return _("A question about %(topics)s is still open: “%(title)s”", topics=", ".join(topics), title=title_of(question))


def read_it() -> str:
    """What leads there."""
    return _("Read the question")
