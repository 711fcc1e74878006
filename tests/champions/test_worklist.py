"""The worklist of the week: each line ends in one action, and nothing is a good page."""

from datetime import timedelta

import pytest

from champions import commitments, register
from champions.commitments import Promise
from champions.mentorships import asking
from champions.mentorships.asking import Wish
from champions.offers import Offer
from champions.waves import adopters, queries, waves
from champions.waves.waves import Plan
from database import db, transaction
from people import people
from people.directory import Filter
from people.models import Person
from people.people import Details
from sessions.living import audiences
from tests.infra.pages import text, words

DAY = timedelta(days=1)


@pytest.fixture
def seen(client_of, chen):
    """`seen()`: the words of Chen's worklist."""
    browser = client_of(chen)
    return lambda: text(browser.get("/ambassadors/week"))


def test_nothing_needs_you_is_a_page(client_of, chen):
    page = client_of(chen).get("/ambassadors/week")
    assert words(page, "h1") == ["Nothing needs you this week"]
    assert words(page, "h2") == []


def test_who_volunteered_is_welcomed_from_here(client_of, do, seen, ada, chen):
    # given
    do(register.volunteer, ada, Offer(capacity=0))
    before = seen()

    # when
    client_of(chen).post(f"/ambassadors/register/{ada.id}/welcome")

    # then
    assert "Would like to be an ambassador Ada Okafor" in before
    assert "Nothing needs you this week" in seen()


@pytest.mark.parametrize(("days", "waits"), [(13, False), (15, True)])
def test_who_waits_longer_than_promised_stands_there(do, seen, dana, now, days, waits):
    do(asking.ask, dana, Wish("I would like to find files.", ("Files",)), at=now - days * DAY)
    page = seen()
    assert ("Dana Petrov" in page, "promised 14 days" in page) == (waits, waits)
    assert "find files" not in page  # what they wrote is not for managers


def test_who_took_the_question_back_stands_there_no_more(do, seen, dana, now):
    do(asking.ask, dana, Wish("I would like to find files.", ("Files",)), at=now - 30 * DAY)
    with transaction():
        asking.forget(db.session.get_one(Person, dana.id))
    assert "Dana Petrov" not in seen()


@pytest.mark.parametrize(("capacity", "rests", "free"), [(2, False, True), (0, False, False), (2, True, False)])
def test_ambassador_who_would_like_a_mentee_stands_there(do, seen, bo, chen, capacity, rests, free):
    do(register.volunteer, bo, Offer(capacity=capacity))
    do(register.welcome, bo.id, by=chen)
    if rests:
        do(register.rest, bo)
    assert ("Would accompany somebody, and have nobody yet Bo Lindqvist" in seen()) is free


def test_wave_that_is_past_is_to_be_closed(do, seen, ada, chen, now):
    # given: one that ended yesterday, one that ends today, and a draft of last month
    today = now.date()
    do(adopters.raise_hand, ada, [])
    for title, ends in (("Yesterday's", today - DAY), ("Today's", today)):
        made = do(waves.plan, Plan(title, today - 9 * DAY, ends), by=chen)
        do(waves.ask, made.id, [one.person_id for one in queries.candidates()])
    do(waves.plan, Plan("Draft", today - 30 * DAY, today - 20 * DAY), by=chen)

    # then
    page = seen()
    assert [title in page for title in ("Yesterday's", "Today's", "Draft")] == [True, False, False]


def test_commitment_stands_there_only_for_whom_it_is_shown_to(client_of, do, seen, promised, bo, chen, admin, today):
    # given
    shown, hidden = promised(words="Answer two questions"), promised(words="Open the meetup")
    late = promised(words="Some day", due_on=today + 30 * DAY)
    for number in (shown, late):
        do(commitments.share, number, [chen.id], by=bo)

    # when
    page, other = seen(), text(client_of(admin).get("/ambassadors/week"))
    do(commitments.mark, shown, today + 3 * DAY, kept=False, by=bo)

    # then
    assert [word in page for word in ("Answer two questions", "Open the meetup", "Some day")] == [True, False, False]
    assert "Bo Lindqvist" not in other
    assert "Answer two questions" not in seen()
    assert hidden != shown


def test_worklist_is_for_community_managers(client, client_of, ada, bo, dana, reports_to):
    reports_to(ada, bo)
    assert [client_of(person).get("/ambassadors/week").status_code for person in (ada, bo, dana)] == [403] * 3
    assert client.get("/ambassadors/week").status_code == 303


def test_page_takes_the_same_queries_for_many(client_of, count_queries, do, chen, add_person, now):
    def fill(first, count):
        for number in range(first, first + count):
            do(asking.ask, people[number], Wish("Files", ("Files",)), at=now - 30 * DAY)
            do(register.volunteer, people[number + 8], Offer(capacity=2))
            do(commitments.share, do(commitments.make, people[number], Promise("x", now.date())).id, [chen.id], by=people[number])

    people, browser = [add_person(f"Person{number} Of Many") for number in range(16)], client_of(chen)
    fill(0, 1)
    with count_queries() as few:
        browser.get("/ambassadors/week")
    fill(1, 5)
    with count_queries() as many:
        browser.get("/ambassadors/week")
    assert len(few) == len(many)


def test_team_that_nobody_is_in_any_more_is_asked_about(meetup, add_person, seen, bo, now):
    # given
    session, crowd = meetup(), [add_person(f"{name} Test", department="Sheet metal") for name in ("Eve", "Finn")]
    with transaction():
        audiences.open_to(session.id, Filter(departments=("Sheet metal",)), by=bo, now=now)
    before = seen()

    # when
    with transaction():
        for person in crowd:
            people.update_person(db.session.get_one(Person, person.id), Details(department="Metal"))

    # then
    assert "Nothing needs you this week" in before
    assert f"Followed teams that may have another name now Sheet metal {session.title}" in seen()
