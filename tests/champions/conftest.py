"""What tests of ambassadors share."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from champions import commitments
from champions.commitments import Promise
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


@pytest.fixture
def today(now):
    return now.astimezone(ZoneInfo("Europe/Amsterdam")).date()


@pytest.fixture
def promised(do, bo, today):
    """`promised(words="...", every_weeks=1)`: Bo's, for in three days at nine; its number."""

    def make(person=bo, **more):
        given = {"words": "Answer two questions", "due_on": today + timedelta(days=3), **more}
        return do(commitments.make, person, Promise(**given)).id

    return make
