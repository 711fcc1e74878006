"""One cap over everything that nudges, and a pause that needs no signing in."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from people import nudges
from people.errors import LinkInvalid, PeopleError
from people.models import Nudge, Person

DAY = timedelta(days=1)


@pytest.fixture
def nudge(now):
    """`nudge(ada, 3)`: three nudges, at `now` or another time."""

    def give(person, times=1, *, at=None):
        with transaction():
            for _ in range(times):
                nudges.record(person.id, "sessions.nudge", now=at or now)

    return give


@pytest.fixture
def pause(now):
    def until(person, day):
        with transaction():
            nudges.pause(db.session.get_one(Person, person.id), day, now=now)

    return until


def welcome(person, *, now):
    """Both ways to ask: of one person, and in a query."""
    db.session.rollback()
    db.session.expire_all()
    person = db.session.get_one(Person, person.id)
    in_query = person.id in db.session.scalars(select(Person.id).where(nudges.allowed(now))).all()
    assert nudges.may_nudge(person, now=now) is in_query
    return in_query


def test_four_in_thirty_days_are_all(ada, dana, nudge, now):
    # given
    nudge(ada, 3)
    before = welcome(ada, now=now)

    # when
    nudge(ada, at=now + DAY)

    # then
    after = [welcome(ada, now=now + days * DAY) for days in (1, 29, 30)]
    assert (before, after, welcome(dana, now=now)) == (True, [False, False, True], True)


def test_nudges_that_count_no_more_are_forgotten(ada, dana, nudge, now):
    # given
    nudge(ada, 2)
    nudge(dana)

    # when
    nudge(ada, at=now + 30 * DAY)

    # then
    kept = db.session.execute(select(Nudge.person_id, Nudge.nudged_at).order_by(Nudge.id)).all()
    assert kept == [(dana.id, now), (ada.id, now + 30 * DAY)]


def test_who_wants_none_or_has_left_gets_none(add_person, now):
    # given
    unwilling, gone = add_person("Eve Mulder", wants_nudges=False), add_person("Finn Bakker", active=False)

    # then
    assert (welcome(unwilling, now=now), welcome(gone, now=now)) == (False, False)


def test_a_pause_ends_when_its_day_begins_for_the_person(add_person, pause, now):
    # given
    person = add_person("Emre Yildiz", timezone="Europe/Istanbul")

    # when
    pause(person, date(2026, 12, 24))

    # then: midnight in Istanbul is 21:00 UTC
    last = now.replace(day=23, hour=20, minute=59)
    assert (welcome(person, now=now), welcome(person, now=last), welcome(person, now=last + timedelta(minutes=1))) == (
        False,
        False,
        True,
    )


def test_a_pause_can_be_ended(ada, pause, now):
    # given
    pause(ada, date(2027, 3, 1))

    # when
    pause(ada, None)

    # then
    assert welcome(ada, now=now) is True


@pytest.mark.parametrize("day", [date(2026, 12, 1), date(2026, 11, 1), date(2029, 1, 1)])
def test_a_pause_lies_ahead_and_within_two_years(ada, pause, day):
    with pytest.raises(PeopleError) as error:
        pause(ada, day)
    assert error.value.field == "nudges_paused_until"


def test_the_link_is_of_one_person_and_of_nobody_who_comes_after(ada, dana, now):
    # given
    tokens = [nudges.pause_url(person).rpartition("/")[2] for person in (ada, dana)]
    with transaction():
        db.session.get_one(Person, dana.id).created_at = now + DAY  # somebody else under this number

    # then
    assert nudges.person_of(tokens[0]).id == ada.id
    for token in (tokens[0] + "x", tokens[1], "", "WzEsMV0.x"):
        with pytest.raises(LinkInvalid):
            nudges.person_of(token)
