"""Meetings of the two outside their page: at home, in the calendar that each subscribed to, and as a file to download."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import force_locale
from sqlalchemy import exists, select

from calendars.invitations import EventStatus, FeedEvent
from champions.mentorships import words_meetings
from champions.mentorships.models import Mentorship
from champions.mentorships.models_meetings import MeetingSeat
from champions.seats import Slot
from config import settings
from database import db
from people.models import Person
from people.quiet_hours import zone_of
from sessions import feeds, glances, home_parts, words_home
from sessions.home_parts import Ahead, Part, Waiting
from sessions.models import Answer


def at_home(person: Person, now: datetime) -> Part | None:
    """The meetings that lie ahead."""
    seats = _meetings_after(person, now)
    waiting = [_waits(seat) for seat in seats if seat.answer is Answer.NEEDS_ACTION]
    ahead = [_ahead(seat) for seat in seats if seat.answer is not Answer.NEEDS_ACTION]
    return Part(waiting=waiting, ahead=ahead) if seats else None


def _waits(seat: MeetingSeat) -> Waiting:
    slot = words_meetings.bare_slot_of(seat)
    path = words_meetings.path_of(seat.mentorship)
    return words_home.waiting_date(words_meetings.title(seat), path, slot.starts_at, slot.ends_at, zone_of(seat.person))


def _ahead(seat: MeetingSeat) -> Ahead:
    slot = words_meetings.bare_slot_of(seat)
    path = words_meetings.path_of(seat.mentorship)
    title, place = words_meetings.title(seat), seat.mentorship.next_meeting_place
    return words_home.answered_date(title, path, slot.starts_at, slot.ends_at, seat.answer, place=place)


def in_feed(person: Person, now: datetime) -> Iterable[FeedEvent]:
    """Those ahead and the last one of each mentorship. Nobody is named in a feed, and nothing says what it is about."""
    found = []
    for seat in _meetings_after(person, now - feeds.LOOKS_BACK):
        with force_locale(person.language or settings().language):
            slot = words_meetings.bare_slot_of(seat)
        found.append(_event(seat, slot))
    return found


def as_file(seat: MeetingSeat) -> FeedEvent:
    """The meeting as this one of the two has it, in the language of the moment: what they download is theirs, and says whom they meet."""
    return _event(seat, words_meetings.slot_of(seat))


def register() -> None:
    """The home page and the feed know them."""
    home_parts.register_part("mentorships", at_home, there_is=exists().where(MeetingSeat.person_id == glances.PERSON))
    feeds.register_part("mentorships", in_feed)


def _meetings_after(person: Person, at: datetime) -> Sequence[MeetingSeat]:
    """One query; the next first."""
    query = (
        select(MeetingSeat)
        .join(Mentorship, Mentorship.id == MeetingSeat.mentorship_id)
        .where(MeetingSeat.person_id == person.id, Mentorship.meeting_uid.is_not(None), Mentorship.next_meeting_at > at)
        .order_by(Mentorship.next_meeting_at, MeetingSeat.id)
    )
    return db.session.scalars(query).all()


def _event(seat: MeetingSeat, slot: Slot) -> FeedEvent:
    """Unchanged it is the same bytes: a feed is known again by them."""
    mentorship = seat.mentorship
    return FeedEvent(
        uid=mentorship.meeting_uid or "",
        sequence=mentorship.meeting_sequence,
        dtstamp=mentorship.meeting_set_at or mentorship.began_at,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        timezone=zone_of(seat.person).key,
        summary=slot.title,
        description=slot.description,
        location=slot.place,
        url=slot.url,
        status=EventStatus.CONFIRMED,
    )
