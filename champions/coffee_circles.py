"""Circles of coffee: a community manager sets one up, starts it, pauses it, ends it. Who takes part is for each to say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from champions.coffee_errors import CoffeeInvalid, CoffeeMissing, CoffeeOver
from champions.models_coffee import CircleState, CoffeeCircle, CoffeeGuest, CoffeeTurn
from config import settings
from database import db
from people.models import Person
from people.plain_text import can_be_seen, one_line

MOST_WEEKS, LENGTHS, LONGEST_NAME = 12, (15, 20, 30, 45, 60), 80


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a circle goes: pairs are made on `weekday` (0 is Monday) every so many weeks, for a coffee of so many minutes."""

    name: str
    every_weeks: int = 2
    minutes: int = 30
    weekday: int = 0


def set_up(rhythm: Rhythm, *, by: Person, now: datetime) -> CoffeeCircle:
    """The circle is there, and people can join; no pairs are made before it is started. Raises CoffeeInvalid naming the field."""
    circle = CoffeeCircle(**_checked(rhythm), timezone=settings().timezone, created_by_id=by.id, created_at=now)
    db.session.add(circle)
    db.session.flush()
    return circle


def change(circle_id: int, rhythm: Rhythm, *, now: datetime) -> CoffeeCircle:
    """From the next turn on it goes like this. Raises CoffeeInvalid, CoffeeOver, CoffeeMissing."""
    circle = _locked(circle_id)
    before = circle.weekday
    for name, value in _checked(rhythm).items():
        setattr(circle, name, value)
    if circle.state is CircleState.RUNNING and circle.weekday != before:
        circle.next_on = _next_day(circle, now=now)
    db.session.flush()
    return circle


def start(circle_id: int, *, now: datetime) -> CoffeeCircle:
    """Pairs are made from the next of its weekdays on. Raises CoffeeOver when it runs, or has ended."""
    circle = _locked(circle_id)
    if circle.state is CircleState.RUNNING:
        raise CoffeeOver("It runs already.")
    circle.state, circle.next_on = CircleState.RUNNING, _next_day(circle, now=now)
    db.session.flush()
    return circle


def pause(circle_id: int) -> CoffeeCircle:
    """No pairs are made until it is started again; coffees that are arranged stay. Raises CoffeeOver when it does not run."""
    circle = _locked(circle_id)
    if circle.state is not CircleState.RUNNING:
        raise CoffeeOver("It does not run.")
    circle.state, circle.next_on = CircleState.PAUSED, None
    _ask_no_more(circle)
    return circle


def end(circle_id: int) -> CoffeeCircle:
    """It is over, and nobody takes part any more; coffees that are arranged stay. Raises CoffeeOver when it has ended before."""
    circle = _locked(circle_id)
    circle.state, circle.next_on, circle.shown_count = CircleState.ENDED, None, None
    _ask_no_more(circle)
    for guest in db.session.scalars(select(CoffeeGuest).where(CoffeeGuest.circle_id == circle.id)):
        db.session.delete(guest)
    db.session.flush()
    return circle


def _ask_no_more(circle: CoffeeCircle) -> None:
    """What the worker still had to pair, it has not any more."""
    db.session.execute(update(CoffeeTurn).where(CoffeeTurn.circle_id == circle.id).values(pairing_asked_at=None))
    db.session.execute(update(CoffeeGuest).where(CoffeeGuest.circle_id == circle.id).values(seeks_in_id=None))
    db.session.flush()


def _locked(circle_id: int) -> CoffeeCircle:
    query = select(CoffeeCircle).where(CoffeeCircle.id == circle_id).with_for_update()
    circle = db.session.scalar(query.execution_options(populate_existing=True))
    if circle is None:
        raise CoffeeMissing("There is no such circle.")
    if circle.is_over:
        raise CoffeeOver("This circle has ended.")
    return circle


def _next_day(circle: CoffeeCircle, *, now: datetime) -> date:
    """The first of its weekdays after today: whoever joins on the day it is started is in time."""
    tomorrow = now.astimezone(circle.zone).date() + timedelta(days=1)
    return tomorrow + timedelta(days=(circle.weekday - tomorrow.weekday()) % 7)


def _checked(rhythm: Rhythm) -> Mapping[str, object]:
    name = one_line(rhythm.name)
    if not can_be_seen(name) or len(name) > LONGEST_NAME:
        raise CoffeeInvalid("Give it a name, of at most %(longest)s characters.", field="name", longest=LONGEST_NAME)
    if not 1 <= rhythm.every_weeks <= MOST_WEEKS:
        raise CoffeeInvalid("From every week to every %(most)s weeks.", field="every_weeks", most=MOST_WEEKS)
    if rhythm.minutes not in LENGTHS:
        raise CoffeeInvalid("Choose one of the lengths.", field="minutes")
    if rhythm.weekday not in range(7):
        raise CoffeeInvalid("Choose a day of the week.", field="weekday")
    return {"name": name, "every_weeks": rhythm.every_weeks, "minutes": rhythm.minutes, "weekday": rhythm.weekday}
