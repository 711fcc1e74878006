"""Coffee at the company: a circle in which Ada, Bo and Chen have a coffee ahead, and Dana had one with the administrator."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from champions import coffee_circles, coffee_guests, coffee_links
from champions.coffee_circles import Rhythm
from champions.coffee_guests import Wishes
from champions.models_coffee import CoffeeCircle, CoffeeSeat
from database import db, transaction
from people.models import Person
from tests.infra.coffee import make_pairs


def furnish_coffee(people: Mapping[str, Person], *, now: datetime) -> None:
    """All that pages of coffee can show, through the rules."""
    with transaction():
        admin, chen, dana = (db.session.get_one(Person, people[name].id) for name in ("admin", "chen", "dana"))
        before = coffee_circles.set_up(Rhythm("The first try", 1), by=chen, now=now).id
        for person in (admin, dana):
            coffee_guests.take_part(before, person, Wishes(("nl",)), now=now)
        coffee_circles.start(before, now=now - timedelta(days=30))
    make_pairs(now - timedelta(days=23))
    with transaction():
        ada, bo, chen = (db.session.get_one(Person, people[name].id) for name in ("ada", "bo", "chen"))
        coffee_circles.end(before)
        circle = coffee_circles.set_up(Rhythm("Across departments"), by=chen, now=now).id
        for person in (ada, bo, chen):
            coffee_guests.take_part(circle, person, Wishes(("nl", "en"), (1, 3, 6, 8)), now=now)
        coffee_circles.start(circle, now=now - timedelta(days=8))
    make_pairs(now)


def coffee_of(person: Person) -> str:
    """The token of the link of this person's newest coffee."""
    query = select(CoffeeSeat).where(CoffeeSeat.person_id == person.id).order_by(CoffeeSeat.id.desc())
    return coffee_links.token_of(db.session.scalars(query.limit(1)).one())


def circle_named(name: str) -> int:
    """The number of a circle."""
    return db.session.scalars(select(CoffeeCircle.id).where(CoffeeCircle.name == name)).one()
