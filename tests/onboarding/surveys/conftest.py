"""Surveys in front of each test."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from database import db, transaction
from onboarding.goals.models import Direction, Goal, GoalState, Part, Programme
from onboarding.surveys import answering, surveys, waves
from onboarding.surveys.models import Survey, SurveyWave
from onboarding.surveys.questions import Wanted
from onboarding.surveys.surveys import Asks, Plan
from people import blind, blind_tokens, sealing
from people.models import Person
from people.models_blind import BlindKey

KEYS = [blind.new_key() for _number in range(3)]  # making one takes long
PULSE = Wanted(own=("I find the drawing I need.",), comment=True)


def fresh(person):
    return db.session.get_one(Person, person.id)


@pytest.fixture(autouse=True)
def keys(app):
    """The keys of the first waves are there already."""
    with transaction():
        for number, key in enumerate(KEYS, start=1):
            der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
            sealed = sealing.seal(b64encode(der).decode(), blind_tokens.SEAL)
            modulus = f"{key.public_key().public_numbers().n:x}"
            db.session.add(BlindKey(purpose=f"survey:{number}", modulus=modulus, sealed=sealed))


@pytest.fixture
def do(app, clock, now):
    """`do(surveys.make, plan, by=chen)`: one rule in a transaction of its own, at `now` or `at`; people are read anew."""

    def run(rule, *args, at=now, clock=True, **more):
        with transaction():
            args = [fresh(value) if isinstance(value, Person) else value for value in args]
            given = {name: fresh(value) if isinstance(value, Person) else value for name, value in more.items()}
            return rule(*args, **given, **({"now": at} if clock else {}))

    return run


@pytest.fixture
def crowd(add_person):
    """`crowd(12, "Works")`: so many colleagues of a department."""
    made = []

    def make(number, department=""):
        new = [add_person(f"Person{len(made) + one} {department or 'Other'}", department=department) for one in range(number)]
        made.extend(new)
        return new

    return make


@pytest.fixture
def goal(app, now):
    """The number of a goal under way."""
    with transaction():
        programme = Programme(name="Faster answers", made_at=now)
        db.session.add(programme)
        db.session.flush()
        made = Goal(
            programme_id=programme.id,
            part=Part.PROCESS,
            name="A question finds its answer in 4 h",
            unit="%",
            direction=Direction.HIGHER,
            state=GoalState.UNDER_WAY,
            baseline=40,
            baseline_how="Asked forty people.",
            baseline_on=now.date().replace(year=now.year - 1),
            target=70,
            due_on=now.date().replace(year=now.year + 1),
            made_at=now,
        )
        db.session.add(made)
        db.session.flush()
        return made.id


@pytest.fixture
def planned(do, chen):
    """`planned(wanted, asks=...)`: a draft; its number."""

    def make(wanted=PULSE, *, asks=None, **more):
        return do(surveys.make, Plan(more.pop("name", "Pulse"), asks or Asks(), wanted, **more), by=chen).id

    return make


@pytest.fixture
def started(do, planned, now):
    """`started(...)`: the numbers of a survey and of its first wave."""

    def make(*args, at=now, **more):
        number = planned(*args, **more)
        do(surveys.start, number, at=at)
        db.session.rollback()
        return number, db.session.get_one(Survey, number).waves[-1].id

    return make


@pytest.fixture
def token_of(app):
    """`token_of(ada, wave)`: her token of this wave."""
    kept = {}

    def make(person, wave_id):
        if (person.id, wave_id) not in kept:
            with transaction():
                purpose = db.session.get_one(SurveyWave, wave_id).purpose
                kept[person.id, wave_id] = blind_tokens.token_for(fresh(person), purpose)
        return kept[person.id, wave_id]

    return make


@pytest.fixture
def answers(do, token_of, now):
    """`answers(people, wave, [4, 5, ...])`: each has a token, then each gives one step (or all of them, by place), as browsers do."""

    def give(people, wave_id, steps, *, words="", department=True, at=now):
        for person in people:
            token_of(person, wave_id)
        for person, step in zip(people, steps, strict=True):
            said = step if isinstance(step, dict) else {0: str(step), 1: words}
            told = person.department if department else ""
            do(answering.give, wave_id, token_of(person, wave_id), said, told, at=at)

    return give


@pytest.fixture
def closed(do):
    """`closed(wave, at=later)`: its last day is over."""

    def close(wave_id, *, at):
        do(waves.close, wave_id, at=at)
        db.session.rollback()

    return close
