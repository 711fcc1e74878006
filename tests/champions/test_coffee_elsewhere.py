"""Coffees on the home page and in the calendar to subscribe to: only of whoever has one."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from champions import coffee_meetings
from database import db, transaction
from people.models import Person
from sessions import feeds
from sessions.models import Answer
from tests.infra.pages import text


@pytest.fixture
def coffee(joins, paired, ada, bo):
    """Ada and Bo have a coffee on Tuesday the 8th at nine."""
    joins(ada, bo)
    paired()


@pytest.fixture
def answers(seat_of):
    def run(person, answer):
        with transaction():
            coffee_meetings.record_answer(seat_of(person).id, answer, now=datetime.now(UTC))

    return run


def feed(person):
    with transaction():
        return Calendar.from_ical(feeds.personal_feed(db.session.get_one(Person, person.id), now=datetime.now(UTC))).walk(
            "VEVENT"
        )


def test_coffee_ahead_stands_at_home_of_the_two_and_of_nobody_else(coffee, client_of, ada, bo, chen, dana, admin):
    # when
    pages = {person.name.split()[0]: text(client_of(person).get("/")) for person in (ada, bo, chen, dana, admin)}

    # then
    assert {name: "Coffee with" in page for name, page in pages.items()} == {
        "Ada": True,
        "Bo": True,
        "Chen": False,
        "Dana": False,
        admin.name.split()[0]: False,
    }
    assert "One thing waits for you." in pages["Ada"]
    assert "Coffee with Bo Lindqvist Tuesday 8 December, 09:00–09:30 Answer by Tuesday 8 December" in pages["Ada"]
    assert "Nothing waits for you." not in pages["Ada"]


def test_answered_coffee_waits_no_more_and_a_declined_one_is_gone(coffee, answers, client_of, ada, bo):
    # when
    answers(ada, Answer.ACCEPTED)
    said_yes = text(client_of(ada).get("/"))
    answers(bo, Answer.DECLINED)
    pages = [text(client_of(person).get("/")) for person in (ada, bo)]

    # then
    assert "Coffee with Bo Lindqvist 09:00–09:30 You said yes" in said_yes
    assert ("Nothing waits for you." in said_yes, "Answer by" in said_yes) == (True, False)
    assert ["Coffee with" in page for page in pages] == [False, False]


def test_coffee_that_is_over_stands_at_home_no_more(coffee, client_of, clock, ada, now):
    clock.move_to(now + timedelta(days=30))
    assert "Coffee with" not in text(client_of(ada).get("/"))


def test_home_takes_a_constant_number_of_queries(coffee, joins, paired, client_of, count_queries, ada, dana):
    # given
    browser, counted = client_of(ada), []

    # when: one coffee, then two
    for prepare in (lambda: None, lambda: (joins(dana), paired(weeks=2))):
        prepare()
        with count_queries() as queries:
            browser.get("/")
        counted.append(len(queries))

    # then
    assert counted[0] == counted[1]


def test_own_calendar_holds_the_coffee_and_names_nobody(coffee, answers, seat_of, ada, dana, clock):
    # when
    (first,) = feed(ada)
    later = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    clock.move_to(later)
    answers(ada, Answer.ACCEPTED)
    (accepted,) = feed(ada)

    # then
    seat = seat_of(ada)
    assert (str(first["UID"]), str(first["SUMMARY"]), first.get("DESCRIPTION"), "ATTENDEE" in first) == (
        seat.meeting.uid,
        "Across departments",
        None,
        False,
    )
    assert first["DTSTART"].dt == seat.meeting.starts_at
    assert (str(first["STATUS"]), str(accepted["STATUS"])) == ("TENTATIVE", "CONFIRMED")
    assert accepted["DTSTAMP"].dt - later < timedelta(minutes=1)  # a calendar program sees that it has changed
    assert feed(dana) == []


def test_own_calendar_stays_the_same_while_nothing_changes(coffee, ada):
    with transaction():
        person = db.session.get_one(Person, ada.id)
        once, later = (feeds.personal_feed(person, now=datetime.now(UTC) + timedelta(hours=hours)) for hours in (0, 1))
    assert once == later


def test_declined_coffee_leaves_both_calendars(coffee, answers, ada, bo):
    answers(ada, Answer.DECLINED)
    assert [feed(person) for person in (ada, bo)] == [[], []]
