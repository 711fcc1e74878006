"""Meetings of the two outside their page: at home, in the calendar that each subscribed to, and as a file to download."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import force_locale, ngettext
from sqlalchemy import select

from calendars.invitations import EventStatus, FeedEvent
from champions.mentorships import words_meetings
from champions.mentorships.models import Mentorship
from champions.mentorships.models_meetings import MeetingSeat
from champions.seats import Slot
from config import settings
from database import db
from look import capital, in_words
from people.models import Person
from people.quiet_hours import zone_of
from sessions import feeds, home_parts
from sessions.home_parts import Part
from sessions.models import Answer

HOME = "mentorships/_meeting_home.html"


def at_home(person: Person, now: datetime) -> Part | None:
    """The meetings that lie ahead."""
    seats = _meetings_after(person, now)
    if not seats:
        return None
    open_ = sum(1 for seat in seats if seat.answer is Answer.NEEDS_ACTION)
    waits = (
        ngettext(
            "A meeting waits for your word.", "%(count)s meetings wait for your word.", open_, count=capital(in_words(open_))
        )
        if open_
        else ""
    )
    return Part(HOME, {"seats": seats, "title": words_meetings.title, "zone": zone_of(person)}, waits)


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
    home_parts.register_part("mentorships", at_home)
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
