"""Whoever misses a part is offered the same part in a parallel group, while there is a seat."""

from datetime import timedelta

import pytest

from database import transaction
from sessions.courses import makeups
from sessions.courses.errors import SeatGone
from sessions.errors import SessionMissing
from sessions.models import Via

LATER = timedelta(days=9)  # from the first group's start to the second's


@pytest.fixture
def groups(course, now):
    """`groups(invited=[ada])`: a course of three parts, and the same two days later each, for nobody yet."""

    def build(**second):
        first = course(invited=second.pop("invited", ()), parts=3, minimum=2)
        return first, course(like=first, parts=3, minimum=2, first=now + LATER, **second)

    return build


@pytest.fixture
def offered(now):
    """`offered(course, ada)`: part and start of each offer."""

    def read(made, person, *, at=None):
        found = makeups.standing_in(made, person.id, now=at or now).offers
        return [(offer.missed.part, offer.session.series_id, offer.session.part) for offer in found]

    return read


@pytest.fixture
def take(now):
    def press(session, person, *, at=None):
        with transaction():
            return makeups.take(session.id, person.id, via=Via.LINK, now=at or now)

    return press


@pytest.mark.parametrize(("word", "found"), [("declined", True), ("tentative", False), ("accepted", False), ("", False)], ids=str)
def test_before_it_starts_a_part_is_missed_by_a_no(groups, ada, say_parts, offered, word, found):
    # given
    first, second = groups(invited=[ada])

    # when
    say_parts(first, ada, word)

    # then
    assert offered(first, ada) == ([(1, second.id, 1)] if found else [])


@pytest.mark.parametrize("word", ["tentative", "", "accepted"])
def test_once_it_has_begun_a_part_is_missed_without_a_seat(course, ada, bo, say_parts, offered, now, word):
    # given: Bo has the one seat of each part
    first = course(invited=[bo, ada], parts=2, minimum=1, capacity=1)
    second = course(like=first, parts=2, minimum=1, first=now + LATER)
    say_parts(first, bo, "accepted", "accepted")
    say_parts(first, ada, word)
    begun = now + timedelta(days=7)

    # then
    assert (offered(first, ada), offered(first, ada, at=begun)) == ([], [(1, second.id, 1)])
    assert offered(first, bo, at=begun) == []


def test_a_group_that_is_full_or_off_or_over_or_a_draft_offers_nothing(course, ada, bo, say_parts, parts, cancel, offered, now):
    # given
    first = course(invited=[ada], parts=2, minimum=1)
    full = course(like=first, invited=[bo], parts=2, minimum=1, capacity=1, first=now + LATER)
    off = course(like=first, parts=2, minimum=1, first=now + LATER)
    course(like=first, parts=2, minimum=1, first=now + LATER, publish=False)
    say_parts(full, bo, "accepted")
    cancel(parts(off)[0])

    # when
    say_parts(first, ada, "declined", "declined")

    # then: of the first part nobody has a seat; all is over in the end
    assert offered(first, ada) == [(2, full.id, 2), (2, off.id, 2)]
    assert offered(first, ada, at=now + timedelta(days=30)) == []


def test_what_clashes_with_a_yes_is_not_offered(groups, ada, meetup, say, say_parts, offered, now):
    # given
    first, second = groups(invited=[ada])
    lunch = meetup(invited=[ada], starts_at=now + LATER, ends_at=now + LATER + timedelta(minutes=30))
    say_parts(first, ada, "declined")
    before = offered(first, ada)

    # when
    say(lunch, ada, "accepted")

    # then
    assert (before, offered(first, ada)) == ([(1, second.id, 1)], [])


def test_a_make_up_is_an_invitation_to_that_date_alone_and_a_yes(groups, parts, ada, say_parts, take, row_in, offered, now):
    # given
    first, second = groups(invited=[ada], capacity=1)
    say_parts(first, ada, "declined", "accepted")

    # when
    recorded = take(parts(second)[0], ada)

    # then
    standing = makeups.standing_in(first, ada.id, now=now)
    assert (recorded.rsvp.seat.value, row_in(second, ada)) == ("seated", [(1, "accepted", "seated")])
    assert (standing.parts, standing.yes, standing.offers) == (3, 2, ())
    assert {part: one.id for part, one in standing.made_up.items()} == {1: parts(second)[0].id}
    assert row_in(first, ada)[0] == (1, "declined", "none")


def test_the_calendar_gets_the_make_up(clock, groups, parts, ada, say_parts, deliver, take, smtp_sink, vevents_to):
    # given
    first, second = groups(invited=[ada])
    say_parts(first, ada, "declined")
    deliver()
    before = len(vevents_to(ada))

    # when
    take(parts(second)[0], ada)
    deliver()

    # then
    events = vevents_to(ada)[before:]
    assert [(event["METHOD"], event["SUMMARY"], "PARTSTAT=ACCEPTED" in event["ATTENDEE"]) for event in events] == [
        ("REQUEST", "First steps: Finding people", True)
    ]


def test_a_seat_that_has_just_gone_leaves_nothing_behind(groups, parts, ada, bo, say, invite, say_parts, take, row_in, mails_to):
    # given
    first, second = groups(invited=[ada], capacity=1)
    say_parts(first, ada, "declined")
    invite(parts(second)[0], bo)
    say(parts(second)[0], bo, "accepted")
    before = mails_to(ada)

    # when
    with pytest.raises(SeatGone, match="just gone"):
        take(parts(second)[0], ada)

    # then: no place in line either
    assert (row_in(second, ada), mails_to(ada)) == ([], before)


def test_nobody_takes_what_is_not_offered(groups, parts, ada, bo, dana, meetup, say_parts, take):
    # given
    first, second = groups(invited=[ada, bo])
    say_parts(first, ada, "declined", "accepted")
    lunch = meetup()

    # then: another part, no miss, another session, an outsider
    for session, person in ((parts(second)[1], ada), (parts(second)[0], bo), (lunch, ada), (parts(second)[0], dana)):
        with pytest.raises(SessionMissing):
            take(session, person)


def test_a_guest_who_says_no_to_the_make_up_is_not_offered_it_again(groups, parts, ada, say, say_parts, take, offered):
    # given
    first, second = groups(invited=[ada])
    say_parts(first, ada, "declined")
    take(parts(second)[0], ada)

    # when
    say(parts(second)[0], ada, "declined")

    # then
    assert (offered(first, ada), offered(second, ada)) == ([], [])


def test_two_who_want_the_last_seat_get_one(groups, parts, ada, bo, say_parts, take, row_in):
    # given
    first, second = groups(invited=[ada, bo], capacity=1)
    say_parts(first, ada, "declined")
    say_parts(first, bo, "declined")

    # when
    take(parts(second)[0], ada)
    with pytest.raises(SeatGone):
        take(parts(second)[0], bo)

    # then
    assert (row_in(second, ada), row_in(second, bo)) == ([(1, "accepted", "seated")], [])
