"""What Foyer keeps about a person because of coffee."""

from typing import Any

from sqlalchemy import delete, select

from champions import coffee_notices, queries_coffee, words
from champions.models_coffee import CoffeeCircle
from database import db
from mail.models import OutgoingMail
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("coffee_circles", _circles)
    register_data("coffees", _coffees)
    register_data("coffee_circles_set_up", _set_up)


def _circles(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "name": guest.circle.name,
            "joined_at": guest.joined_at.isoformat(),
            "languages": [words.language_words(code) for code in guest.languages],
            "times": words.times_words(guest.times),
            "rests_until": guest.pauses_until.isoformat() if guest.pauses_until else None,
            "comes_first_next_time": guest.comes_first,
        }
        for guest in queries_coffee.mine(person).values()
    ]


def _coffees(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "at": seat.meeting.starts_at.isoformat(),
            "with": [other.person.name for other in seat.meeting.seats if other.id != seat.id],
            "answer": seat.answer.value,
            "answered_at": seat.answered_at.isoformat() if seat.answered_at else None,
            "called_off": seat.meeting.cancelled_at is not None,
            "you_met": seat.met,
        }
        for seat in queries_coffee.all_coffees(person)
    ]


def _set_up(person: Person) -> list[dict[str, Any]]:
    query = select(CoffeeCircle).where(CoffeeCircle.created_by_id == person.id).order_by(CoffeeCircle.id)
    return [{"name": circle.name, "created_at": circle.created_at.isoformat()} for circle in db.session.scalars(query)]


def forget_words(person: Person) -> None:
    """What this person wrote to those they had a coffee with goes from our side when they are erased."""
    streams = [other.stream for seat in queries_coffee.all_coffees(person) for other in seat.meeting.seats]
    db.session.execute(delete(OutgoingMail).where(OutgoingMail.kind == coffee_notices.WORDS, OutgoingMail.stream.in_(streams)))
