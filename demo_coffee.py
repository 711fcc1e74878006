"""The demo's coffee: a circle that runs, in which Ada has a coffee ahead; and one that has not begun."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from champions import coffee, coffee_circles, coffee_guests, coffee_turns
from champions.coffee_circles import Rhythm
from champions.coffee_guests import Wishes
from config import settings
from database import db, transaction
from people.models import Person

TAKE_PART: Mapping[str, tuple[str, ...]] = {
    "ada": ("en", "nl"),
    "bo": ("nl", "en"),
    "elif.demir": ("nl", "tr"),
    "tomasz.zielinski": ("pl", "nl"),
    "fatima.el": ("nl", "ar", "fr"),
    "priya.raman": ("en",),
    "kasper.holm": ("en", "nl"),
}


def fill(ids: Mapping[str, int], *, now: datetime) -> None:
    """`ids`: who is who."""
    monday = _last_monday(now)
    with transaction():
        chen = _person(ids, "chen")
        circle = coffee_circles.set_up(Rhythm("Coffee across departments"), by=chen, now=monday - timedelta(days=12))
        for key, languages in TAKE_PART.items():
            coffee_guests.take_part(circle.id, _person(ids, key), Wishes(languages), now=monday - timedelta(days=5))
        coffee_circles.start(circle.id, now=monday - timedelta(days=3))
        coffee_circles.set_up(Rhythm("Espresso of the evening shift", 4, 15, 2), by=chen, now=now - timedelta(days=1))
        coffee_turns.begin_due(now=monday)
    for turn_id in coffee_turns.waiting():
        intake = coffee_turns.intake_of(turn_id, now=now)
        db.session.rollback()
        if intake is not None:
            with transaction():
                coffee_turns.keep(turn_id, intake, coffee.pair(intake.of), now=now)


def _last_monday(now: datetime) -> datetime:
    """Nine in the morning there, of a Monday that is over or has come so far."""
    zone = ZoneInfo(settings().timezone)
    today = now.astimezone(zone).date()
    monday = datetime.combine(today - timedelta(days=today.weekday()), time(9), tzinfo=zone)
    return monday if monday <= now else monday - timedelta(weeks=1)


def _person(ids: Mapping[str, int], key: str) -> Person:
    return db.session.get_one(Person, ids[key])
