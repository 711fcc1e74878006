"""What tests of mentorships share: a meeting of the two that stands in both calendars."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from champions.mentorships import records
from database import transaction
from tests.infra.mentorships import MEETING, fresh


@pytest.fixture
def begun(clock, accompanied, ada, bo):
    """The number of the mentorship: Bo accompanies Ada."""
    return accompanied(ada, bo).id


@pytest.fixture
def plans(begun, sent):
    """`plans(bo, place="Library")`: Bo saves the meeting like this, and the mails have left."""

    def run(person, **changes):
        with transaction():
            records.plan(begun, replace(MEETING, **changes), by=fresh(person), now=datetime.now(UTC))
        sent()

    return run


@pytest.fixture
def met(plans, bo):
    """Bo has chosen Tuesday 8 December, and both have got it."""
    plans(bo)
