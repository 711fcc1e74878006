"""Taking part in a circle of coffee: somebody says so themselves, rests until a day, stops at any time. Nobody puts anybody in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from champions import weeks
from champions.coffee_errors import CoffeeInvalid, CoffeeMissing, CoffeeOver
from champions.models_coffee import CoffeeCircle, CoffeeGuest
from champions.offers import LANGUAGES
from database import db
from people import privacy
from people.models import Person

LONGEST_PAUSE = timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Wishes:
    """How somebody takes part: `times` are parts of the week (`weeks.py`), none for working hours; paired again from `pauses_until` on."""

    languages: tuple[str, ...]
    times: tuple[int, ...] = ()
    pauses_until: date | None = None


def take_part(circle_id: int, person: Person, wishes: Wishes, *, now: datetime) -> CoffeeGuest:
    """The person takes part like this, from the next turn on. Raises CoffeeMissing, CoffeeOver, CoffeeInvalid naming the field."""
    circle = db.session.get(CoffeeCircle, circle_id)
    if circle is None:
        raise CoffeeMissing("There is no such circle.")
    if circle.is_over:
        raise CoffeeOver("This circle has ended.")
    languages = [code for code in LANGUAGES if code in wishes.languages]
    if not languages:
        raise CoffeeInvalid("Choose a language in which you like to talk.", field="languages")
    _guard_pause(circle, wishes.pauses_until, now=now)
    guest = guest_in(circle_id, person)
    if guest is None:
        guest = CoffeeGuest(circle_id=circle_id, person_id=person.id, joined_at=now)
        db.session.add(guest)
    guest.languages, guest.times, guest.pauses_until = languages, weeks.known(wishes.times), wishes.pauses_until
    db.session.flush()
    _tell_how_many(circle)
    return guest


def stop(circle_id: int, person: Person) -> None:
    """They take part no more, and what they said of their week is forgotten. A coffee that is arranged stays until they say no to it."""
    guest = guest_in(circle_id, person)
    if guest is None:
        raise CoffeeOver("You do not take part in it.")
    db.session.delete(guest)
    db.session.flush()
    _tell_how_many(guest.circle)


def guest_in(circle_id: int, person: Person) -> CoffeeGuest | None:
    """How this person takes part, if they do."""
    return db.session.scalar(select(CoffeeGuest).where(CoffeeGuest.circle_id == circle_id, CoffeeGuest.person_id == person.id))


def guests_in(circle_id: int, person_ids: Collection[int]) -> list[CoffeeGuest]:
    """Of these people those who take part."""
    query = select(CoffeeGuest).where(CoffeeGuest.circle_id == circle_id, CoffeeGuest.person_id.in_(person_ids))
    return list(db.session.scalars(query.order_by(CoffeeGuest.id)))


def _guard_pause(circle: CoffeeCircle, until: date | None, *, now: datetime) -> None:
    today = now.astimezone(circle.zone).date()
    if until is not None and not today < until <= today + LONGEST_PAUSE:
        raise CoffeeInvalid("Choose a day that lies ahead, within the next two years.", field="pauses_until")


def _tell_how_many(circle: CoffeeCircle) -> None:
    """How many take part moves in steps of five at least, so that nobody is seen to come or go."""
    count = db.session.scalar(select(func.count()).where(CoffeeGuest.circle_id == circle.id)) or 0
    circle.shown_count = privacy.step(circle.shown_count, count)
    db.session.flush()
