"""Coffees outside their own pages: on the home page of whoever has one, and in the calendar that they subscribe to."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import exists

from calendars.invitations import EventStatus, FeedEvent
from champions import coffee_links, coffee_words, queries_coffee
from champions.models_coffee import CoffeeSeat
from config import settings
from people.models import Person
from people.quiet_hours import zone_of
from sessions import feeds, glances, home_parts, words_home
from sessions.home_parts import Ahead, Part, Waiting
from sessions.models import Answer


def at_home(person: Person, now: datetime) -> Part | None:
    """The coffees that lie ahead."""
    coffees = queries_coffee.coffees_after(person, now)
    waiting = [_waits(one) for one in coffees if one.answer is Answer.NEEDS_ACTION and one.meeting.is_open(now)]
    ahead = [_ahead(one) for one in coffees if one.answer is not Answer.NEEDS_ACTION]
    return Part(waiting=waiting, ahead=ahead) if coffees else None


def _waits(seat: CoffeeSeat) -> Waiting:
    meeting = seat.meeting
    title, path = coffee_words.title(seat), coffee_links.path_of(seat)
    return words_home.waiting_date(title, path, meeting.starts_at, meeting.ends_at, zone_of(seat.person))


def _ahead(seat: CoffeeSeat) -> Ahead:
    meeting = seat.meeting
    title, path = coffee_words.title(seat), coffee_links.path_of(seat)
    return words_home.answered_date(title, path, meeting.starts_at, meeting.ends_at, seat.answer)


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
    home_parts.register_part("coffee", at_home, there_is=exists().where(CoffeeSeat.person_id == glances.PERSON))
    feeds.register_part("coffee", in_feed)
