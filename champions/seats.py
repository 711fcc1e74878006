"""A place at a meeting of two or three: its answer address, which answer counts, and the meeting as it stands in one person's calendar.

Coffees and the meetings of a mentorship share it. No host looks after either, and no manager sees with whom they are.
"""

from dataclasses import dataclass
from datetime import datetime

from calendars.invitations import Event, EventStatus
from champions.models_seats import CalendarSeat, Revision
from champions.signing import new_token
from config import settings
from people.models import Person
from people.quiet_hours import zone_of
from sessions.copies import PARTSTAT
from sessions.models import Answer, Outcome
from sessions.precedence import CalendarReply, Standing, judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What stands in one person's calendar entry; instants are aware."""

    starts_at: datetime
    ends_at: datetime
    title: str
    description: str = ""
    place: str = ""
    url: str = ""


def new_seat_token(mark: str) -> str:
    """Unguessable; `mark` says whose answer address it is: base32 has no 0 and no 1, so that none of a session begins like it."""
    return f"{mark}{new_token()}"


def answer_address(token: str) -> str:
    """Where this person's calendar sends its answer: ORGANIZER and Reply-To."""
    local, _at, domain = settings().reply_address.rpartition("@")
    return f"{local}+{token}@{domain}"


def outcome(seat: CalendarSeat, answer: Answer, reply: CalendarReply | None, revision: Revision) -> Outcome | None:
    """What becomes of an answer by whichever door; None: it counts already."""
    if reply is None:
        return None if answer is seat.answer else Outcome.APPLIED
    standing = Standing(
        answer=seat.answer,
        answered_at=seat.answered_at,
        reply_sequence=seat.reply_sequence,
        reply_dtstamp=seat.reply_dtstamp,
        asked_sequence=revision.asked_sequence,
        sequence=revision.sequence,
        told_sequence=None,
        told_at=None,
    )
    return judge(reply, answer, standing)


def keep(seat: CalendarSeat, answer: Answer, reply: CalendarReply | None = None, *, now: datetime) -> None:
    """This answer counts."""
    seat.answer, seat.answered_at = answer, now
    seat.reply_sequence, seat.reply_dtstamp = (reply.sequence, reply.dtstamp) if reply else (None, None)


def ask_anew(seat: CalendarSeat) -> None:
    """What was said was about something else."""
    seat.answer, seat.answered_at, seat.reply_sequence, seat.reply_dtstamp = Answer.NEEDS_ACTION, None, None, None


def event(person: Person, token: str, answer: Answer, revision: Revision, slot: Slot, *, now: datetime) -> Event:
    """The VEVENT that this person should have, on their own clock."""
    return Event(
        uid=revision.uid,
        sequence=revision.sequence,
        dtstamp=now,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        timezone=zone_of(person).key,
        summary=slot.title,
        description=slot.description,
        location=slot.place,
        url=slot.url,
        organizer_address=answer_address(token),
        organizer_name=settings().company_name or "Foyer",
        attendee_address=person.email,
        attendee_name=person.name,
        partstat=PARTSTAT[answer],
        status=EventStatus.CONFIRMED,
    )
