"""One next step for each."""

from datetime import timedelta

from database import transaction
from people import people
from sessions.feedback import offers
from sessions.feedback.offers import Offer

DAY = timedelta(days=1)


def titles(now, *persons):
    found = offers.next_sessions([person.id for person in persons], now=now)
    return {person.name.split()[0]: found[person.id].session.title for person in persons if person.id in found}


def test_the_next_session_one_is_asked_to_is_offered(meetup, say, ada, dana, now):
    # given
    meetup(invited=[ada], title="Later", starts_at=now + 3 * DAY, ends_at=now + 4 * DAY)
    soon = meetup(invited=[ada, dana], title="Soon", starts_at=now + DAY, ends_at=now + 2 * DAY)
    say(soon, dana, "declined")

    # then
    assert titles(now, ada, dana) == {"Ada": "Soon"}


def test_one_without_seats_is_not_offered(meetup, say, ada, dana, now):
    # given
    full = meetup(invited=[ada, dana], capacity=1)
    say(full, dana, "accepted")

    # then
    assert titles(now, ada) == {}


def test_what_is_over_cancelled_or_withdrawn_is_not_offered(meetup, cancel, withdraw, ada, now):
    # given
    cancel(meetup(invited=[ada]))
    withdraw(meetup(invited=[ada]), ada)
    meetup(invited=[ada], at=now - DAY, starts_at=now - DAY / 2, ends_at=now - DAY / 3)
    meetup(invited=[ada], publish=False)

    # then
    assert titles(now, ada) == {}


def test_who_has_nothing_ahead_is_offered_somebody_who_answers_questions(meetup, ada, bo, now):
    # given
    session = meetup()

    # then
    assert offers.of(session, None) == Offer(host=bo)


def test_a_host_who_left_is_not_offered(meetup, bo):
    # given
    session = meetup()
    with transaction():
        people.deactivate(bo)

    # then
    assert offers.of(session, None) == Offer()


def test_the_next_steps_of_many_take_one_query(meetup, colleagues, count_queries, now):
    # given
    persons = colleagues(6)
    for number in range(3):
        meetup(invited=persons, title=f"Tea {number}")

    # when
    with count_queries() as queries:
        found = titles(now, *persons)

    # then
    assert (len(found), len(queries)) == (6, 1)
