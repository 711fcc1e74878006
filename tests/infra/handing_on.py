"""A series that is handed on: Ada comes to six Tuesdays, and her calendar says that somebody else comes."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from database import db
from sessions.models import Delegation
from sessions.series.models import SeriesDelegation
from tests.infra.series import dates_of


@pytest.fixture
def lunches(weekly, say_all, ada):
    """Ada comes to six Tuesdays with room for one."""
    series = weekly(invited=[ada], capacity=1)
    say_all(series, ada, "accepted")
    return SimpleNamespace(id=series.id, topic=series.topic)


@pytest.fixture
def sends(delegate):
    """`sends(series, ada, dana)`: Ada's calendar says that Dana comes to all of it."""
    return lambda series, person, to, **more: delegate(dates_of(series)[0], person, to, whole=True, **more)


@pytest.fixture
def danas_answer(delegates_answer):
    """`danas_answer(series, ada, dana, "ACCEPTED")`: Dana answers the invitation to all of it that Ada forwarded."""

    def send(series, person, by, partstat, **more):
        line = f'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:{by.email}":mailto:{person.email}'
        return delegates_answer(dates_of(series)[0], person, by, partstat, properties=[line], **more)

    return send


@pytest.fixture
def handed_on_now():
    """`handed_on_now()`: how many dates are somebody else's now, and how many series."""

    def look():
        db.session.expire_all()
        dates = db.session.scalars(select(Delegation).where(Delegation.ended_at.is_(None))).all()
        return len(dates), len(db.session.scalars(select(SeriesDelegation)).all())

    return look
