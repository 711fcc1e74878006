"""Whoever fits a filter no more is let go once that has stood for a day: lists flip back and forth, and teams are renamed one by one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from database import db, transaction
from people import people
from people.models import Person
from people.people import Details
from sessions.details import details_of
from sessions.living import following, lapsed
from sessions.models import ScheduledSession
from sessions.series import edits
from sessions.series.edits import Scope
from tests.infra.series import dates_of

HOUR, PURCHASING = timedelta(hours=1), {"departments": ("Purchasing",)}


@pytest.fixture
def works_in(now):
    """`works_in(dana, "Planning", after=2)`: so it says, so many hours later; the worker has looked."""

    def change(person, department, *, after=0):
        with transaction():
            people.update_person(db.session.get_one(Person, person.id), Details(department=department))
        look(now + after * HOUR)

    return change


def look(at):
    """The worker has looked at whoever there was to look at."""
    more = True
    while more:
        with transaction():
            more = following.check_some(now=at)


def test_list_that_flips_back_tells_nobody(
    meetup, follow_filter, works_in, invited, deliver, vevents_to, dana, now, clock, smtp_sink
):
    # given
    session = meetup()
    follow_filter(session, **PURCHASING)
    deliver()

    # when
    works_in(dana, "Planning")
    works_in(dana, "Purchasing", after=23)
    look(now + 72 * HOUR)
    clock.shift(timedelta(days=3))
    deliver()

    # then
    assert ([event["METHOD"] for event in vevents_to(dana)], invited(session)) == (["REQUEST"], ["Dana"])


def test_day_begins_with_the_last_change(meetup, follow_filter, works_in, invited, dana, now):
    # given
    session = meetup()
    follow_filter(session, **PURCHASING)

    # when: from one department that is not followed to the next, she has left since the first
    works_in(dana, "Planning")
    works_in(dana, "Purchasing", after=2)
    works_in(dana, "Planning", after=20)
    works_in(dana, "Export", after=30)
    found = []
    for hours in (24, 43, 44):
        look(now + hours * HOUR)
        found.append(invited(session))

    # then
    assert found == [["Dana"], ["Dana"], []]


def test_department_renamed_person_by_person_keeps_everybody(meetup, follow_filter, works_in, invited, add_person, now):
    # given
    fitters = [add_person(f"{name} Test", department="Sheet metal") for name in ("Eve", "Finn", "Gus")]
    session = meetup()
    follow_filter(session, departments=("Sheet metal",))

    # when: over a morning, then some days go by
    for hours, person in enumerate(fitters):
        works_in(person, "Metal", after=hours)
    for days in (1, 2, 3):
        look(now + days * 24 * HOUR + 5 * HOUR)
    asked = [one.title for _audience, one in lapsed.waiting(now=now, most=20)]

    # then
    assert (invited(session), asked) == (["Eve", "Finn", "Gus"], ["Lunch and learn"])

    # when: somebody works there by its old name after all, so that the name may have come bit by bit
    add_person("Hedda Test", department="Sheet metal")
    look(now + 120 * HOUR)

    # then
    asked = [one.title for _audience, one in lapsed.waiting(now=now, most=20)]
    assert (invited(session), asked) == (["Eve", "Finn", "Gus"], ["Lunch and learn"])


def test_dates_that_go_on_as_a_series_of_their_own_go_too(weekly, follow_filter, works_in, invited, bo, dana, planner, now):
    # given: split in the day between
    dates = dates_of(weekly(invited=[bo]))
    follow_filter(dates[0], **PURCHASING)
    works_in(dana, "Planning")
    with transaction():
        edits.change(dates[2].id, replace(details_of(dates[2]), place="Hall 2"), scope=Scope.FOLLOWING, by=planner, now=now)
        split = db.session.get_one(ScheduledSession, dates[2].id)
    before = [invited(date) for date in (dates[0], split)]

    # when
    look(now + following.STANDS)

    # then
    assert before == [["Bo", "Dana"]] * 2
    assert [invited(date) for date in (dates[0], split)] == [["Bo"]] * 2


def test_filters_that_wait_take_as_many_queries_for_many(meetup, follow_filter, works_in, add_person, count_queries, now):
    # given
    counts, waits = [], []
    for team in ("Press shop", "Paint shop", "Weld shop"):
        crowd = [add_person(f"{team[:3]}{number} Test", department=team) for number in range(2)]
        follow_filter(meetup(), departments=(team,))
        for person in crowd:
            works_in(person, "Metal")

        # when
        db.session.expire_all()
        with count_queries() as queries_:
            waits.append(len(lapsed.waiting(now=now, most=20)))
        counts.append(len(queries_))

    # then
    assert (waits, set(counts)) == ([1, 2, 3], {counts[0]})
