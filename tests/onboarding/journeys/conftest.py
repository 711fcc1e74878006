"""Journeys in front of each test."""

from datetime import timedelta

import pytest

from database import db, transaction
from onboarding.journeys import following, marks, plans, progress, steps
from onboarding.journeys.conditions import Conditions
from onboarding.journeys.models import Journey, Occasion, Way
from onboarding.journeys.models_following import Follower, MarkKind
from onboarding.journeys.plans import JourneyDetails
from onboarding.journeys.steps import StepDetails
from onboarding.journeys.texts import Words
from people.models import Person

DAY = timedelta(days=1)
NAME = {"en": Words("First weeks", "A step a week.")}
STEPS = ((Way.CONSUME, 1), (Way.CONTRIBUTE, 2), (Way.CREATE, 3))


def step(title="Read", **changes):
    given = {"words": {"en": Words(title, "It helps.")}, "way": Way.CONSUME, "minutes": 5}
    return StepDetails(**{**given, **changes})


@pytest.fixture
def do(now):
    """`do(following.start, number, ada)`: one rule in a transaction of its own, at `now` or `at`; people are read anew."""

    def fresh(value):
        return db.session.get_one(Person, value.id) if isinstance(value, Person) else value

    def run(rule, *args, at=now, clockless=False, **more):
        with transaction():
            when = {} if clockless else {"now": at}
            return rule(*map(fresh, args), **when, **{name: fresh(value) for name, value in more.items()})

    return run


@pytest.fixture
def journey(do, chen):
    """`journey(opened=False, departments=("Door seals",))`: three steps, one for each way, in weeks 1 to 3; its number."""

    def make(*, opened=True, details=None, day_on=None, occasion=Occasion.NEW_HERE, programme_id=None, **conditions):
        to = {"day_on": day_on, "programme_id": programme_id, "conditions": Conditions(**conditions)}
        given = JourneyDetails(words=NAME, occasion=occasion, **to)
        number = do(plans.draft, given, by=chen).id
        for title, (way, week) in zip(("Read", "Ask", "Share"), STEPS, strict=True):
            do(steps.add, number, step(title, way=way, week=week), clockless=True)
        if opened:
            do(plans.open_, number)
        return number

    return make


@pytest.fixture
def step_of():
    """`step_of(number, "Ask")`: the number of the step of this name."""
    return lambda number, title: next(one.id for one in db.session.get_one(Journey, number).steps if one.texts[0].title == title)


@pytest.fixture
def said(do, step_of):
    """`said(number, "Ask", "done", ada)`: Ada says so."""
    return lambda number, title, kind, person, **more: do(
        marks.mark, number, step_of(number, title), MarkKind(kind), by=person, **more
    )


@pytest.fixture
def seen(now):
    """`seen(number, ada)`: how it goes for Ada, as {step: state}, and the step that comes next."""

    def read(number, person, at=now):
        db.session.rollback()
        follower = following.find(number, db.session.get_one(Person, person.id))
        state = progress.of(follower, now=at)
        return {one.words.title: one.state.value for one in state.steps}, state.next and state.next.words.title

    return read


@pytest.fixture
def everybody(do, add_person):
    """`everybody(number, 12)`: so many colleagues who follow it."""

    def make(number, count, start=0):
        people = [add_person(f"Eve{start + each} Mulder") for each in range(count)]
        for person in people:
            do(following.start, number, person)
        return people

    return make


@pytest.fixture
def followers():
    """`followers()`: how many rows there are."""

    def read():
        db.session.rollback()
        return db.session.query(Follower).count()

    return read
