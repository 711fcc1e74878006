"""What the home page says about dates and days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from look import capital, date_words, span_words
from sessions.home_parts import Ahead, Waiting
from sessions.models import Answer


def day_of(at: datetime | None, zone: ZoneInfo) -> date | None:
    """The day of an instant in a zone."""
    return at.astimezone(zone).date() if at else None


def when(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """'Tuesday 8 December, 12:00–13:00'"""
    return f"{capital(date_words(starts_at, zone))}, {span_words(starts_at, ends_at, zone)}"


def waiting_date(title: str, url: str, starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> Waiting:
    """A date for a few people, which somebody has not answered."""
    about = when(starts_at, ends_at, zone)
    return Waiting(title=title, about=about, action=_("Answer"), url=url, by=day_of(starts_at, zone))


def answered_date(title: str, url: str, starts_at: datetime, ends_at: datetime, answer: Answer, *, place: str = "") -> Ahead:
    """The same, to which they said yes or maybe."""
    state, words = ("in", _("You said yes")) if answer is Answer.ACCEPTED else ("maybe", _("You said maybe"))
    return Ahead(title=title, url=url, starts_at=starts_at, ends_at=ends_at, place=place, state=state, words=words)
