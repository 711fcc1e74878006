"""What tests of ambassadors share."""

import pytest

from database import db, transaction
from people.models import Person
from people.people import Details, update_person


@pytest.fixture
def do(now):
    """`do(register.rest, ada)`: one rule in a transaction of its own, at `now` or `at`; people are read anew."""

    def fresh(value):
        return db.session.get_one(Person, value.id) if isinstance(value, Person) else value

    def run(rule, *args, at=now, **more):
        with transaction():
            return rule(*map(fresh, args), now=at, **{name: fresh(value) for name, value in more.items()})

    return run


@pytest.fixture
def reports_to():
    """`reports_to(ada, bo)`: Bo is Ada's line manager."""

    def assign(person, manager):
        with transaction():
            update_person(db.session.get_one(Person, person.id), Details(manager=manager.email if manager else ""))

    return assign
