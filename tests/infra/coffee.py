"""Coffee, for tests: a circle that runs, who takes part, and the pairs of a Monday."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from champions import coffee_circles, coffee_guests, coffee_turns
from champions.coffee import pair
from champions.coffee_circles import Rhythm
from champions.coffee_guests import Wishes
from champions.models_coffee import CoffeeSeat
from database import db, transaction
from people.models import Person


@pytest.fixture
def circle(chen, now):
    """A circle of half an hour every two weeks, started on Tuesday 1 December: the first pairs are made on Monday the 7th. Its number."""
    with transaction():
        found = coffee_circles.set_up(Rhythm("Across departments"), by=db.session.get_one(Person, chen.id), now=now)
        coffee_circles.start(found.id, now=now)
        return found.id


@pytest.fixture
def joins(circle, now):
    """`joins(ada, bo)`: they take part, in Dutch, in working hours."""

    def run(*people, languages=("nl",), times=(), until=None):
        with transaction():
            for person in people:
                wishes = Wishes(languages, times, until)
                coffee_guests.take_part(circle, db.session.get_one(Person, person.id), wishes, now=now)

    return run


@pytest.fixture
def monday(clock, now):
    """It is Monday 7 December, half past eight in Amsterdam."""

    def run(weeks=0, **more) -> datetime:
        at = datetime(2026, 12, 7, 7, 30, tzinfo=now.tzinfo) + timedelta(weeks=weeks, **more)
        clock.move_to(at)
        return at

    return run


@pytest.fixture
def paired(monday):
    """`paired()`: the pairs of this Monday are made, `weeks` later than the first; here, where a child process takes a second each time."""

    def run(weeks=0):
        make_pairs(monday(weeks))

    return run


def make_pairs(at: datetime) -> None:
    """What `jobs_coffee.pair_all` does, in this process."""
    with transaction():
        coffee_turns.begin_due(now=at)
    for turn_id in coffee_turns.waiting():
        intake = coffee_turns.intake_of(turn_id, now=at)
        db.session.rollback()
        with transaction():
            coffee_turns.keep(turn_id, intake, pair(intake.of), now=at)
    look_again()


def look_again() -> None:
    """What is read from here on is as it is now."""
    db.session.rollback()
    db.session.expire_all()


@pytest.fixture
def sent(deliver):
    """`sent()`: everything due has left; the worker leaves with its session, and what the test holds goes on."""

    def run():
        known = list(db.session)
        done = deliver()
        db.session.add_all(known)
        return done

    return run


@pytest.fixture
def seat_of():
    """The newest coffee of somebody, as it is now; None when there is none."""

    def run(person) -> CoffeeSeat | None:
        look_again()
        query = select(CoffeeSeat).where(CoffeeSeat.person_id == person.id).order_by(CoffeeSeat.id.desc())
        return db.session.scalars(query.limit(1)).first()

    return run
