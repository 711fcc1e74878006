"""What mails about mentorships say, and how reasons are put into words, the same to both."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from champions.mentorships.models import Going, Mentorship, Origin, Outing
from champions.mentorships.queries import Asked
from champions.requests import Reason, ReasonKind
from champions.words import Words, language_words
from look import clock_words, date_words


def reason_words(reason: Reason) -> str:
    """Why these two, in a line that both can read."""
    listed = ", ".join(reason.words)
    if reason.kind is ReasonKind.LANGUAGE:
        listed = ", ".join(map(language_words, reason.words))
    return {
        ReasonKind.TOPICS: _("Asked about and offered: %(topics)s", topics=listed),
        ReasonKind.SAME_FUNCTION: _("You do the same kind of work."),
        ReasonKind.OTHER_DEPARTMENT: _("You work in different departments."),
        ReasonKind.SAME_PLACE: _("You are at the same place."),
        ReasonKind.TIMES: ngettext(
            "There is %(num)d part of the week that suits you both.",
            "There are %(num)d parts of the week that suit you both.",
            reason.count or 1,
        ),
        ReasonKind.LANGUAGE: _("You both speak %(languages)s.", languages=listed),
    }[reason.kind]


def heading(asked: Asked) -> str:
    """The question, to the one who is asked."""
    if asked.is_mentee and asked.proposal.origin is Origin.ASKED:
        return _("You asked %(name)s to accompany you", name=asked.other.name)
    if asked.is_mentee:
        return _("Would %(name)s suit you as your ambassador?", name=asked.other.name)
    return _("Would you accompany %(name)s?", name=asked.other.name)


def explained(asked: Asked) -> str:
    """What the question is about."""
    if asked.is_mentee and asked.proposal.origin is Origin.HANDOVER:
        return _("Your ambassador thought of %(name)s to go on with you. You are the first who is asked.", name=asked.other.name)
    if asked.is_mentee and asked.proposal.origin is Origin.ASKED:
        return _("%(name)s has it by mail. Your yes is given with it, and it begins with theirs.", name=asked.other.name)
    if asked.is_mentee:
        return _("You asked for somebody who goes along with you for a while. It begins only once both of you say yes.")
    if asked.proposal.origin is Origin.ASKED:
        return _("%(name)s asks for you. A few minutes a week is plenty; it begins only if you say yes.", name=asked.other.name)
    return _(
        "%(name)s would like somebody beside them for a while. It begins only once both of you say yes.", name=asked.other.name
    )


def small_print() -> str:
    """Under the two buttons."""
    return _("A no needs no reason, and the other one does not get to see it. Until it is over you can change your answer.")


def proposal(asked: Asked) -> Words:
    """The mail that asks."""
    return Words(
        subject=heading(asked),
        preheader=_("Yes and no are both fine."),
        heading=heading(asked),
        paragraphs=(explained(asked), *(reason_words(reason) for reason in asked.reasons)),
        quotes=((asked.wish, asked.other.name),) if asked.wish and not asked.is_mentee else (),
        button=_("Have a look, and answer"),
        small=small_print(),
    )


def over(asked: Asked) -> Words:
    """It did not come about; nobody says why."""
    if asked.is_mentee:
        said = _(
            "With %(name)s it did not come about this time; that can have all kinds of reasons. You are still looking.",
            name=asked.other.name,
        )
        button = _("Have a look")
    else:
        said = _(
            "You said yes to accompanying %(name)s. It did not come about this time; that can have all kinds of reasons. Your place is "
            "free again.",
            name=asked.other.name,
        )
        button = _("Your page")
    subject = _("It did not come about this time")
    return Words(subject=subject, preheader=said, heading=subject, paragraphs=(said,), button=button)


def began(mentorship: Mentorship, *, to_mentee: bool) -> Words:
    """Both said yes."""
    other = name_of_ambassador(mentorship) if to_mentee else mentorship.mentee.name
    subject = (
        _("%(name)s accompanies you from now on", name=other)
        if to_mentee
        else _("You accompany %(name)s from now on", name=other)
    )
    first = _("You both said yes. A good first step: choose a time to meet, half an hour is plenty.")
    private = _("What you write down there is read by the two of you and by nobody else.")
    return Words(
        subject=subject, preheader=first, heading=subject, paragraphs=(first, private), button=_("Open your page together")
    )


def ended(mentorship: Mentorship, goes_on_with: str) -> Words:
    """To the ambassador: it has ended. `goes_on_with`: who took over, where they handed over."""
    subject = _("You do not accompany %(name)s any more", name=mentorship.mentee.name)
    said = (
        _("%(name)s goes on, as you thought of it. Thank you for having been there.", name=goes_on_with)
        if goes_on_with
        else _("It has ended, and that needs no reason. Thank you for having been there.")
    )
    return Words(subject=subject, preheader=said, heading=subject, paragraphs=(said,), button=_("Your page"))


def stopped(mentorship: Mentorship) -> Words:
    """To the mentee: their ambassador stops; would they like another?"""
    subject = _("Would you like another ambassador?")
    said = _(
        "%(name)s does not accompany you any more. If you like, we look for somebody else, with the same wish.",
        name=name_of_ambassador(mentorship),
    )
    return Words(
        subject=subject,
        preheader=said,
        heading=subject,
        paragraphs=(said,),
        button=_("Have a look, and answer"),
        small=_("A no needs no reason, and no answer is fine too: then nothing happens."),
    )


def come_with_me(outing: Outing, *, to_mentee: bool) -> Words:
    """Would you go there together?"""
    mentorship, session = outing.mentorship, outing.session
    name = name_of_ambassador(mentorship) if to_mentee else mentorship.mentee.name
    subject = _("%(name)s would like to go to “%(title)s” with you", name=name, title=session.title)
    when = f"{date_words(session.starts_at, session.zone)}, {clock_words(session.starts_at, session.zone)}"
    return Words(
        subject=subject,
        preheader=when,
        heading=subject,
        paragraphs=(when, _("If you say yes, you both have a seat, or you wait together until there are two.")),
        button=_("Have a look, and answer"),
        small=_("A no needs no reason, and it is not shown."),
    )


def name_of_ambassador(mentorship: Mentorship) -> str:
    """Who accompanies, also when they are not known any more."""
    return mentorship.ambassador.name if mentorship.ambassador else _("Your ambassador")


def day_words(on: date) -> str:
    """'Tuesday 8 December 2026'."""
    return str(format_date(on, "EEEE d MMMM y", locale=get_locale()))


def contact_words(on: date, today: date) -> str:
    """How long since contact, as people say it."""
    days = (today - on).days
    if days < 1:
        return _("Last contact: today")
    if days < 14:
        return ngettext("Last contact: %(num)d day ago", "Last contact: %(num)d days ago", days)
    return ngettext("Last contact: %(num)d week ago", "Last contact: %(num)d weeks ago", days // 7)


def going_words() -> dict[Going, str]:
    """How it goes, to choose from."""
    return {Going.WELL: _("It goes well"), Going.SO_SO: _("So-so"), Going.HARD: _("It is hard going")}


def resemblance_choices() -> Sequence[tuple[int, str]]:
    """The dial, in three words."""
    return (
        (50, _("No matter")),
        (100, _("Rather somebody who does my kind of work")),
        (0, _("Rather somebody from another department")),
    )
