"""Coffees outside their own pages: on the home page of whoever has one, and in the calendar that they subscribe to."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import ngettext

from calendars.invitations import EventStatus, FeedEvent
from champions import coffee_links, coffee_words, queries_coffee
from champions.models_coffee import CoffeeSeat
from config import settings
from look import capital, in_words
from people.models import Person
from people.quiet_hours import zone_of
from sessions import feeds, home_parts
from sessions.home_parts import Part
from sessions.models import Answer

HOME = "champions/_coffee_home.html"


def at_home(person: Person, now: datetime) -> Part | None:
    """The coffees that lie ahead."""
    coffees = queries_coffee.coffees_after(person, now)
    if not coffees:
        return None
    open_ = sum(1 for one in coffees if one.answer is Answer.NEEDS_ACTION and one.meeting.is_open(now))
    waits = (
        ngettext("A coffee waits for your word.", "%(count)s coffees wait for your word.", open_, count=capital(in_words(open_)))
        if open_
        else ""
    )
    values = {"coffees": coffees, "coffee_words": coffee_words, "path_of": coffee_links.path_of, "zone": zone_of(person)}
    return Part(HOME, values, waits)


def in_feed(person: Person, now: datetime) -> Iterable[FeedEvent]:
    """Those that are not off and not declined. Nobody is named in a feed, so each has the name of its circle."""
    return [_event(one) for one in queries_coffee.coffees_after(person, now - feeds.LOOKS_BACK)]


def _event(seat: CoffeeSeat) -> FeedEvent:
    meeting = seat.meeting
    return FeedEvent(
        uid=meeting.uid,
        sequence=meeting.sequence,
        dtstamp=max([meeting.created_at, *(one.answered_at for one in meeting.seats if one.answered_at)]),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        timezone=zone_of(seat.person).key,
        summary=meeting.turn.circle.name,
        description="",
        location="",
        url=f"{settings().base_url}/coffee",
        status=EventStatus.CONFIRMED if seat.answer is Answer.ACCEPTED else EventStatus.TENTATIVE,
    )


def register() -> None:
    """The home page and the feed know them."""
    home_parts.register_part("coffee", at_home)
    feeds.register_part("coffee", in_feed)
