"""What mails about a meeting of the two say, and what stands in their calendars: with whom and when, never why they meet."""

from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from champions import seats
from champions.mentorships.models import Mentorship
from champions.mentorships.models_meetings import MeetingSeat
from champions.words import Words
from config import settings
from look import date_words, time_words
from people.models import Person
from people.quiet_hours import zone_of
from sessions.models import Answer


def title(seat: MeetingSeat) -> str:
    """What stands in this person's calendar, and colleagues who look into it may read."""
    return _("Meeting with %(name)s", name=_other(seat))


def description(seat: MeetingSeat, url: str) -> str:
    """What stands in the entry: whom to write to, and where another time is chosen. Nothing of what the two keep."""
    reach = [f"{seat.other.name}, {seat.other.email}"] if seat.other else []
    return "\n".join([*reach, _("Another time, or none: %(url)s", url=url)])


def path_of(mentorship: Mentorship) -> str:
    """Where the two see how it stands."""
    return f"/mentorships/{mentorship.id}#next"


def slot_of(seat: MeetingSeat) -> seats.Slot:
    """The entry in this person's calendar, in the language of the moment. It leads home, where the meeting stands: a colleague who looks
    into the calendar does not read from the address why they meet.
    """
    home = f"{settings().base_url}/"
    bare = bare_slot_of(seat)
    return replace(
        bare, title=title(seat), description=description(seat, home), place=seat.mentorship.next_meeting_place, url=home
    )


def bare_slot_of(seat: MeetingSeat) -> seats.Slot:
    """The same without saying with whom or where. Raises LookupError when no meeting is planned."""
    starts_at, ends_at = seat.mentorship.next_meeting_at, seat.mentorship.meets_until
    if starts_at is None or ends_at is None:
        raise LookupError("no meeting is planned")
    return seats.Slot(starts_at=starts_at, ends_at=ends_at, title=_("Meeting for two"), url=f"{settings().base_url}/")


def when(seat: MeetingSeat, starts_at: datetime, ends_at: datetime) -> str:
    """When and where it is, on the clock of this person."""
    zone = zone_of(seat.person)
    said = time_words(starts_at, ends_at, zone, zone)
    return ", ".join(part for part in (said, seat.mentorship.next_meeting_place) if part)


def arranged(seat: MeetingSeat, said: str, *, by: int | None, is_new: bool) -> Words:
    """With whom, and when; `by` chose it. `said` is when and where."""
    subject = title(seat) if is_new else _("Changed: %(title)s", title=title(seat))
    if by == seat.person_id:
        first = _("You chose this. %(name)s has got it too, and is asked.", name=_other(seat))
    elif by is None:
        first = _("This is how it stands.")
    else:
        first = _("%(name)s chose this. Does it suit you?", name=_other(seat))
    second = _("It comes to your calendar with this mail. You can answer there, or propose another time.")
    return Words(
        subject=subject,
        preheader=said,
        heading=subject,
        paragraphs=(said, first, second),
        button=_("Open your page together"),
        small=_("A no needs no reason. An answer to this mail reaches %(name)s.", name=_other(seat)),
    )


def called_off(starts_at: datetime, person: Person, *, other: str, by_other: bool, goes_on: bool) -> Words:
    """It does not take place. `other` is known as long as the two have a page together."""
    day = date_words(starts_at, zone_of(person))
    subject = _("Your meeting on %(day)s does not take place", day=day)
    said = [_("It comes out of your calendar with this mail.")]
    if goes_on and by_other:
        said.insert(0, _("It does not suit %(name)s then, and that needs no reason.", name=other))
    if goes_on:
        said.append(_("When you both like, one of you chooses another time on your page together."))
    return Words(
        subject=subject,
        preheader=said[0],
        heading=subject,
        paragraphs=tuple(said),
        button=_("Open your page together") if goes_on else _("Have a look"),
    )


def unclear(seat: MeetingSeat, said: str) -> Words:
    """Something came that did not count."""
    return Words(
        subject=_("Your answer about %(title)s", title=title(seat)),
        preheader=_("It did not reach us clearly."),
        heading=_("Would you answer here?"),
        paragraphs=(
            _(
                "An answer came that we could not count: from an address that we do not know as yours, or about a time that is not the "
                "one agreed now. Your meeting stands as it was."
            ),
            said,
        ),
        button=_("Open your page together"),
        small=_("Was it not you? Then you need do nothing."),
    )


def passed_on(seat: MeetingSeat, said: str, written: str) -> Words:
    """What the other wrote in answer."""
    subject = _("%(name)s writes about your meeting", name=_other(seat))
    return Words(
        subject=subject,
        preheader=written[:80],
        heading=subject,
        paragraphs=(said,),
        quotes=((written, _other(seat)),),
        button=_("Open your page together"),
        small=_("Write back to %(address)s.", address=seat.other.email) if seat.other else "",
    )


def my_answer_words(answer: Answer) -> str:
    """What the reader said, if anything."""
    said = {Answer.ACCEPTED: _("You come."), Answer.TENTATIVE: _("You said maybe.")}
    return said.get(answer, _("You have not answered yet."))


def answer_words(answer: Answer, name: str) -> str:
    """What the other one of the two said, if anything."""
    said = {Answer.ACCEPTED: _("%(name)s comes.", name=name), Answer.TENTATIVE: _("%(name)s said maybe.", name=name)}
    return said.get(answer, _("%(name)s has not answered yet.", name=name))


def _other(seat: MeetingSeat) -> str:
    return seat.other.name if seat.other else _("Your ambassador")
