"""What pages and mails say of a course, in the reader's language."""

from flask_babel import gettext as _

from look import in_words, time_words
from sessions import reminders
from sessions.copies import Copy
from sessions.courses import places
from sessions.courses.makeups import Offer, Standing
from sessions.courses.places import Place
from sessions.series.models import Series
from sessions.words import Words


def place_words(place: Place) -> str:
    """'Part 2 of 6'."""
    return _("Part %(number)s of %(all)s", number=place.number, all=place.of)


def whole_words(course: Series, standing: Standing) -> str:
    """How many parts make the course whole, and how many were said yes to; "" when nothing was said about it."""
    if course.minimum_dates is None:
        return ""
    said = (
        _("You said yes to %(count)s.", count=in_words(standing.yes)) if standing.yes else _("You have not said yes to any yet.")
    )
    if standing.yes >= course.minimum_dates:
        return _("You said yes to %(count)s: with that the course is whole.", count=in_words(standing.yes))
    least = in_words(course.minimum_dates)
    return (
        _("Come to at least %(least)s of %(all)s: then the course is whole.", least=least, all=in_words(standing.parts))
        + " "
        + said
    )


def make_up(copy: Copy, offers: list[Offer], place: Place) -> Words:
    """A part was missed, and a parallel group has it."""
    course, own = place.course, places.title_of(place.course, copy.session)
    first = _("Part %(number)s of “%(title)s” is there once more, with another group.", number=place.number, title=course.title)
    if own:
        first = _(
            "Part %(number)s of “%(title)s”, %(own)s, is there once more, with another group.",
            number=place.number,
            title=course.title,
            own=own,
        )
    return Words(
        subject=_("Part %(number)s once more: %(title)s", number=place.number, title=course.title),
        preheader=first,
        paragraphs=(
            first,
            _("There is a seat. Should it suit you, one press takes it; if not, there is nothing to do. We write this once."),
        ),
        has_page=False,
        facts=tuple((_("When"), when(copy, offer)) for offer in offers),
    )


def when(copy: Copy, offer: Offer) -> str:
    """Time and place of a make-up date, with the zone when the reader's differs."""
    session = offer.session
    at = time_words(session.starts_at, session.ends_at, session.timezone, str(reminders.zone_of(copy.rsvp.person)))
    return f"{at}, {session.place}" if session.place else at
