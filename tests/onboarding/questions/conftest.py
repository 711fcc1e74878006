"""Questions in front of each test."""

import pytest

from champions import register
from champions.offers import Offer
from database import db, transaction
from onboarding.questions import answers, asking
from onboarding.questions.asking import Asked
from onboarding.questions.models import Kind, Question, Reply
from people.models import Person


@pytest.fixture
def do(now):
    """`do(answers.answer, 3, "...", by=ada)`: one rule in a transaction of its own, at `now` or `at`; people are read anew."""

    def fresh(value):
        return db.session.get_one(Person, value.id) if isinstance(value, Person) else value

    def run(rule, *args, at=now, **more):
        with transaction():
            return rule(*map(fresh, args), now=at, **{name: fresh(value) for name, value in more.items()})

    return run


@pytest.fixture
def asked(do, ada):
    """`asked("Where is ...?", group=walkers)`: Ada's question; its number."""

    def make(title="Where do I find the form for travel costs?", *, by=ada, kind="question", group=None, **more):
        at = {"at": more.pop("at")} if "at" in more else {}
        return do(asking.ask, Kind(kind), Asked(title, group_id=group.id if group else None, **more), by=by, **at).id

    return make


@pytest.fixture
def answered(do, bo):
    """`answered(number, "On the portal")`: Bo's answer; its number."""
    return lambda number, text="On the portal, under Travel.", *, by=bo, **more: (
        do(answers.answer, number, text, by=by, **more).id
    )


@pytest.fixture
def ambassador(do, chen):
    """`ambassador(bo, topics=("Travel costs",))`: an active one who offers this."""

    def make(person, **offer):
        do(register.volunteer, person, Offer(**offer))
        do(register.welcome, person.id, by=chen)

    return make


@pytest.fixture
def stands():
    """`stands(number)`: the question as it is now; None once it is gone."""

    def read(number, table=Question):
        db.session.rollback()
        return db.session.get(table, number, populate_existing=True)

    return read


@pytest.fixture
def reply_of(stands):
    return lambda number: stands(number, Reply)
