"""How commitments are said: their rhythm and reminder, and the letter that reminds of one."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from champions.models_commitments import Commitment
from champions.words import Words
from look import day_in_words


def day_words(day: date) -> str:
    """'Friday 27 November'."""
    return day_in_words(day)


def rhythm_words(every_weeks: int | None) -> str:
    """'once', 'every week', 'every 2 weeks'."""
    if every_weeks is None:
        return _("once")
    return _("every week") if every_weeks == 1 else _("every %(num)d weeks", num=every_weeks)


def reminder_words(days: int | None) -> str:
    """When a reminder comes."""
    if days is None:
        return _("no reminder")
    return {0: _("on the day itself"), 1: _("the day before"), 7: _("a week before")}[days]


def how_it_went(commitment: Commitment) -> list[tuple[date, str]]:
    """What was said of each date, newest first."""
    return [(mark.due_on, _("kept") if mark.kept else _("not this time")) for mark in commitment.marks]


def reminder(commitment: Commitment) -> Words:
    """You wanted to do this."""
    return Words(
        subject=_("You wanted to: %(words)s", words=commitment.words),
        preheader=_("For %(day)s, %(rhythm)s.", day=day_words(commitment.due_on), rhythm=rhythm_words(commitment.every_weeks)),
        heading=commitment.words,
        paragraphs=(
            _("You set yourself this for %(day)s, and asked to be reminded.", day=day_words(commitment.due_on)),
            _("Once it is done, or not this time, one press says so."),
        ),
        button=_("Say how it went"),
        small=told(len(commitment.shares)),
    )


def told(shares: int) -> str:
    """Who sees what is said."""
    if not shares:
        return _("Only you see it.")
    return ngettext(
        "You see it, and the colleague you show it to.", "You see it, and the %(num)d colleagues you show it to.", shares
    )
