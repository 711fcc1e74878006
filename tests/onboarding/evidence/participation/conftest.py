"""What a platform tells, in front of each test."""

import io

import pytest

from database import db, transaction
from onboarding.evidence.participation import arriving, keeping
from onboarding.evidence.participation.models import Door, ParticipationFigure
from people.models import Person

MONDAY = "2026-11-16"  # tests happen on 1 December


def lines(heading, *rows):
    return io.BytesIO("\n".join([heading, *rows]).encode())


def acts(people, word, *, day=MONDAY, group="", other=""):
    return [f"{person.email},{day},{word},{group},{other}" for person in people]


def events(*rows, heading="email,day,act,group,with"):
    return lines(heading, *(line for row in rows for line in ([row] if isinstance(row, str) else row)))


@pytest.fixture
def read(app, now):
    """`read(file)`: what it would show."""
    return lambda file, called="": arriving.from_file(file, called, today=now.date())


@pytest.fixture
def send(read, chen, now):
    """`send(file)`: read, and shown."""

    def run(file, at=now, *, narrow=False):
        arrival = read(file)
        with transaction():
            by = db.session.get_one(Person, chen.id)
            return keeping.keep(arrival.weeks, arrival, Door.FILE, by=by, now=at, narrow=narrow)

    return run


@pytest.fixture
def do_wait(chen, now):
    """`do_wait(arrival)`: it waits for Chen's yes; its number."""

    def run(arrival):
        with transaction():
            return keeping.start(arrival, by=db.session.get_one(Person, chen.id), now=now).id

    return run


@pytest.fixture
def crowd(app, now):
    """`crowd(12, "Works")`: so many colleagues of a department."""
    made = []

    def make(number, department="", **more):
        with transaction():
            new = [
                Person(
                    email=f"person{len(made) + one}@brink-waal.example",
                    name=f"Person {len(made) + one}",
                    department=department,
                    created_at=now,
                    **more,
                )
                for one in range(number)
            ]
            db.session.add_all(new)
            db.session.flush()
        made.extend(new)
        return new

    return make


@pytest.fixture
def shown(app):
    """`shown("department", "Works")`: people, took part, consume, contribute, create, of the only week."""

    def find(kind, name=""):
        db.session.rollback()
        one = db.session.query(ParticipationFigure).filter_by(kind=kind, name=name).one_or_none()
        return None if one is None else (one.people, one.took_part, one.consume, one.contribute, one.create)

    return find
