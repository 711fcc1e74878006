"""Plans that change while seats are taken and people wait: never a seat too many, never one empty while somebody waits."""

from datetime import timedelta

import pytest

from database import transaction
from sessions import scheduling
from sessions.errors import CapacityTaken, WrongState
from sessions.models import Via


def seats_of(room, session):
    return [seat for _answer, seat, _number in room(session).values()]


@pytest.fixture
def all_say_yes(meetup, say, colleagues):
    """`all_say_yes(4, capacity=2)`: a session to which four said yes, in order."""

    def build(count, **fields):
        people = colleagues(count)
        session = meetup(invited=people, **fields)
        for person in people:
            say(session, person, "accepted")
        return session

    return build


def test_capacity_can_come_down_to_the_seats_that_are_taken_and_no_further(all_say_yes, change, room):
    # given
    session = all_say_yes(3, capacity=5)

    # when
    change(session, capacity=3)
    with pytest.raises(CapacityTaken) as refused:
        change(session, capacity=2)

    # then
    assert refused.value.message == "3 seats are taken already. Nobody loses a seat: choose 3 or more."
    assert seats_of(room, session) == ["seated"] * 3


def test_a_limit_where_there_was_none_leaves_everybody_their_seat(all_say_yes, change, room):
    # given
    session = all_say_yes(3)

    # when
    with pytest.raises(CapacityTaken):
        change(session, capacity=2)
    change(session, capacity=3)

    # then
    assert seats_of(room, session) == ["seated"] * 3


def test_one_seat_more_calls_one_and_tells_one(all_say_yes, room, posted, bo, now):
    # given
    session = all_say_yes(3, capacity=1)
    before = len(posted(session))

    # when
    with transaction():
        scheduling.add_seat(session.id, by=bo, now=now)

    # then
    assert seats_of(room, session) == ["seated", "seated", "waiting"]
    assert [row[:3] for row in posted(session)[before:]] == [("seat", "p001", 3)]


def test_one_seat_more_where_there_is_no_limit_is_refused(meetup, bo, now):
    # given
    session = meetup()

    # when
    with pytest.raises(WrongState), transaction():
        scheduling.add_seat(session.id, by=bo, now=now)

    # then
    assert session.capacity is None


def test_a_seat_that_came_free_after_the_start_is_filled_when_the_session_is_put_off(meetup, change, say, room, bo, colleagues):
    # given: nobody is called once it has begun
    people = colleagues(2)
    session = meetup(invited=people, capacity=1)
    for person in people:
        say(session, person, "accepted")
    begun = session.starts_at + timedelta(minutes=5)
    say(session, people[0], "declined", via=Via.HOST, by=bo, at=begun)
    before = seats_of(room, session)

    # when
    change(session, moved_by=timedelta(days=7), at=begun)

    # then
    assert (before, seats_of(room, session)) == (["none", "waiting"], ["none", "seated"])


def test_more_seats_and_another_time_are_told_in_one_mail(all_say_yes, change, smtp_sink, deliver, words_of, clock):
    # given
    session = all_say_yes(2, capacity=1)
    deliver()
    before = len(smtp_sink.received)

    # when
    change(session, capacity=2, moved_by=timedelta(days=1))
    deliver()

    # then
    told = {mail.recipients[0].partition("@")[0]: words_of(mail) for mail in smtp_sink.received[before:]}
    assert sorted(told) == ["p000", "p001"]
    assert "Lunch and learn has a new time: Wednesday 9 December, 10:00–11:00." in told["p001"]
    assert "A seat came free and it is yours." in told["p001"]


def test_capacity_of_a_draft_calls_nobody_and_tells_nobody(meetup, change, posted, ada):
    # given
    session = meetup(invited=[ada], publish=False, capacity=1)

    # when
    change(session, capacity=5)

    # then
    assert posted(session) == []
