"""A programme and its goal, in front of each test: `programme()`, `goal(programme)` complete and owned by Chen, `begun()` started."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from database import db, transaction
from onboarding.goals import goals, measurements, programmes
from onboarding.goals.goals import Details
from onboarding.goals.models import Direction, Goal, Part, Programme
from people.models import Person

COMPLETE = {
    "direction": Direction.LOWER,
    "unit": "h",
    "baseline": 48.0,
    "baseline_how": "Median of 40 tickets, from question to answer.",
    "baseline_on": date(2026, 9, 1),
    "target": 4.0,
    "due_on": date(2027, 3, 31),
    "says_not": "Whether the answer was right.",
}


def details(name: str = "Answers in 4 h", **changes: object) -> Details:
    """From 48 h to 4 h."""
    return Details(**{"name": name, **COMPLETE, **changes})


@pytest.fixture
def programme(chen: Person, now: datetime) -> Callable[..., Programme]:
    """A programme that has not started."""

    def build(name: str = "Answers within a morning") -> Programme:
        with transaction():
            return programmes.make(name, "", by=chen, now=now)

    return build


@pytest.fixture
def goal(chen: Person, now: datetime) -> Callable[..., Goal]:
    """A goal that waits, owned by who puts it down."""

    def build(
        of: Programme,
        name: str = "Answers in 4 h",
        *,
        by: Person = chen,
        owner: Person | None = chen,
        part: Part = Part.PROCESS,
        **changes: object,
    ) -> Goal:
        with transaction():
            return goals.put_down(of.id, part, details(name, **changes), owner, by=by, now=now)

    return build


@pytest.fixture
def begun(programme, goal, chen: Person, now: datetime) -> Callable[..., Goal]:
    """The goal of a programme that has started with it."""

    def build(**changes: object) -> Goal:
        made = goal(programme(), **changes)
        with transaction():
            programmes.start(made.programme_id, made.id, by=chen, now=now)
        return made

    return build


@pytest.fixture
def measured(chen: Person, now: datetime) -> Callable[..., None]:
    """These values stand in its series, a week apart from 7 September 2026 on."""

    def build(of: Goal, *values: float) -> None:
        with transaction():
            for week, value in enumerate(values):
                measurements.enter(of.id, date(2026, 9, 7) + timedelta(weeks=week), value, by=chen, now=now)

    return build


def fresh(one):
    """As it stands in the database."""
    db.session.rollback()
    return db.session.get(type(one), one.id, populate_existing=True)
