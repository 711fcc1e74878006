"""What the mails to an ambassador about their week say: a line or three of each colleague, and never how it goes."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from champions.mentorships.queries import Accompanied
from champions.mentorships.words import contact_words
from config import settings
from look import clock_words, date_words
from people.models import Person
from people.quiet_hours import zone_of


@dataclass(frozen=True, slots=True)
class Line:
    """One colleague in such a mail. `url` leads to the page that answers with one press."""

    name: str
    said: tuple[str, ...]
    url: str


@dataclass(frozen=True, slots=True)
class WeekWords:
    """Such a mail without its lines."""

    subject: str
    heading: str
    paragraph: str
    small: str


def weekly(count: int) -> WeekWords:
    """The mail an ambassador chose."""
    return WeekWords(
        subject=ngettext("Your week with a colleague", "Your week with %(num)d colleagues", count),
        heading=_("Your week, in five minutes"),
        paragraph=_("One press is enough, and so is leaving it for another week."),
        small=_("You chose this mail, and it comes only when something needs a thought. Another day or none: on your own page."),
    )


def has_been_a_while() -> WeekWords:
    """Is there a next meeting?"""
    return WeekWords(
        subject=_("It has been a while. Is there a next meeting?"),
        heading=_("It has been a while. Is there a next meeting?"),
        paragraph=_(
            "Perhaps you met and nobody wrote it down, perhaps there is a date, or it is time to end it kindly. All of it is fine."
        ),
        small=_("Foyer asks by itself, and once. Nobody else is told, and no answer is fine too."),
    )


def line_of(one: Accompanied, reader: Person, path: str, *, now: datetime) -> Line:
    """In the language of the moment and the clock of the reader."""
    zone, mentorship = zone_of(reader), one.mentorship
    said = [_meeting_words(mentorship.next_meeting_at, reader, now=now)]
    if mentorship.next_step:
        said.append(_("Next step: %(step)s", step=mentorship.next_step))
    said.append(contact_words(one.contact_on, now.astimezone(zone).date()))
    return Line(mentorship.mentee.name, tuple(said), settings().base_url + path)


def _meeting_words(at: datetime | None, reader: Person, *, now: datetime) -> str:
    if at is None:
        return _("No next meeting yet.")
    day = date_words(at, zone_of(reader))
    if at > now:
        return _("You meet on %(day)s, %(time)s.", day=day, time=clock_words(at, zone_of(reader)))
    return _("You were to meet on %(day)s. Two lines about it are enough.", day=day)


def met() -> str:
    """What stands in the record after one press."""
    return _("We met.")


def done(step: str) -> str:
    """The same of a step."""
    return _("Done: %(step)s", step=step)


def today_of(person: Person, now: datetime) -> date:
    """Which day it is where this person is."""
    return now.astimezone(zone_of(person)).date()
