"""Who came: ticks in any order, a word at the door, walk-ins, and what a person has taken out."""

from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import select

from database import db, transaction
from people.models import Person
from sessions import attendance, checkin
from sessions.attendance import Tick
from sessions.errors import NobodyThere, NotInvited, OnlyHosts, RoomFull, WrongState
from sessions.models import Rsvp
from sessions.models_attendance import Attendance
from tests.infra.attendance import presences_at

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def lunch(meetup, say, ada, dana):
    """A lunch at which Ada and Dana have the two seats there are."""
    session = meetup(invited=[ada, dana], capacity=2)
    for person in (ada, dana):
        say(session, person, "accepted")
    return session


def test_a_tick_says_who_is_here_and_changes_no_answer(lunch, ada, dana, ticks):
    # given
    before = db.session.execute(select(Rsvp.answer, Rsvp.seat).order_by(Rsvp.id)).all()

    # when
    ticks(lunch, ada)

    # then
    assert presences_at(lunch) == {"Ada": ("here", "host")}
    assert db.session.execute(select(Rsvp.answer, Rsvp.seat).order_by(Rsvp.id)).all() == before


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_latest_tick_counts_in_whatever_order_they_arrive(lunch, ada, bo, order):
    # given
    made = [Tick(ada.id, here, lunch.starts_at + number * MINUTE) for number, here in enumerate((True, False, True))]

    # when: each arrives twice, as from a phone whose answer was lost
    for number in (*order, *order):
        with transaction():
            attendance.tick(lunch.id, [made[number]], by=bo, now=lunch.ends_at + DAY)

    # then
    assert presences_at(lunch) == {"Ada": ("here", "host")}
    assert db.session.scalars(select(Attendance.at)).all() == [lunch.starts_at + 2 * MINUTE]


def test_a_clock_that_is_wrong_does_no_harm(lunch, ada, dana, ticks):
    # when: a phone that is in 2030, and one that is in 1970
    ticks(lunch, ada, made_at=lunch.starts_at + 1500 * DAY)
    ticks(lunch, dana, made_at=lunch.starts_at - 20000 * DAY)

    # then
    at = dict(db.session.execute(select(Attendance.person_id, Attendance.at)).all())
    assert at == {ada.id: lunch.starts_at, dana.id: lunch.starts_at - checkin.TICKS_FROM}


def test_ticks_of_people_who_were_on_no_list_are_passed_over(lunch, chen, ticks):
    # when
    ticks(lunch, chen)

    # then
    assert presences_at(lunch) == {}


@pytest.mark.parametrize("name", ["ada", "dana", "chen", "admin"])
def test_only_hosts_of_the_date_tick(lunch, ada, dana, chen, admin, name):
    # given
    by = {"ada": ada, "dana": dana, "chen": chen, "admin": admin}[name]

    # then
    with pytest.raises(OnlyHosts), transaction():
        attendance.tick(lunch.id, [Tick(ada.id, True, lunch.starts_at)], by=by, now=lunch.starts_at)


@pytest.mark.parametrize(("from_start", "fine"), [(-13 * 60, False), (-11 * 60, True), (14 * 1440, True), (15 * 1440, False)])
def test_ticks_count_around_the_date(lunch, ada, ticks, from_start, fine):
    # given
    at = lunch.starts_at + from_start * MINUTE

    # then
    if fine:
        ticks(lunch, ada, at=at)
        assert presences_at(lunch) == {"Ada": ("here", "host")}
    else:
        with pytest.raises(WrongState):
            ticks(lunch, ada, at=at)


def test_who_is_invited_says_so_at_the_door(lunch, ada):
    # when
    with transaction():
        attendance.say_here(lunch.id, ada.id, now=lunch.starts_at - 5 * MINUTE)

    # then
    assert presences_at(lunch) == {"Ada": ("here", "code")}


@pytest.mark.parametrize("from_start", [-61, 90])
def test_nobody_says_so_at_another_hour(lunch, ada, from_start):
    with pytest.raises(WrongState), transaction():
        attendance.say_here(lunch.id, ada.id, now=lunch.starts_at + from_start * MINUTE)


def test_who_is_not_invited_any_more_cannot_say_so(lunch, ada, chen, withdraw):
    # given
    withdraw(lunch, ada)

    # then
    for person in (ada, chen):
        with pytest.raises(NotInvited), transaction():
            attendance.say_here(lunch.id, person.id, now=lunch.starts_at)


def test_a_walk_in_takes_nobodys_seat(lunch, chen, admin, ada, bo, ticks):
    # given: two seats, one of them not there yet
    ticks(lunch, ada)

    # when
    with pytest.raises(RoomFull), transaction():
        attendance.walk_in(lunch.id, chen.id, by=bo, now=lunch.starts_at)
    with transaction():
        attendance.walk_in(lunch.id, admin.id, by=bo, now=lunch.starts_at, although_full=True)

    # then
    assert presences_at(lunch) == {"Ada": ("here", "host"), "Marieke": ("here", "walk-in")}
    assert db.session.scalars(select(Rsvp.person_id).where(Rsvp.session_id == lunch.id)).all() == [
        person.id for person in db.session.scalars(select(Person).where(Person.name.in_(("Ada Okafor", "Dana Petrov"))))
    ]


def test_a_walk_in_fits_while_there_is_room(meetup, chen, bo):
    # given
    session = meetup(capacity=1)

    # when
    with transaction():
        attendance.walk_in(session.id, chen.id, by=bo, now=session.starts_at)

    # then
    assert (presences_at(session), attendance.is_full(session)) == ({"Chen": ("here", "walk-in")}, True)


def test_a_walk_in_who_was_asked_is_ticked(meetup, ada, bo):
    # given
    session = meetup(invited=[ada])

    # when
    with transaction():
        attendance.walk_in(session.id, ada.id, by=bo, now=session.starts_at)

    # then
    assert presences_at(session) == {"Ada": ("here", "host")}


def test_nobody_who_has_left_walks_in(lunch, add_person, bo):
    gone = add_person("Finn Bakker", active=False)
    for person_id in (gone.id, 4711):
        with pytest.raises(NobodyThere), transaction():
            attendance.walk_in(lunch.id, person_id, by=bo, now=lunch.starts_at)


def test_during_the_session_a_person_takes_back_their_tick(lunch, ada, ticks):
    # given
    ticks(lunch, ada)

    # when
    with transaction():
        attendance.take_back(lunch.id, ada.id, now=lunch.starts_at + MINUTE)

    # then: and the host may tick again
    assert presences_at(lunch) == {"Ada": ("open", None)}
    ticks(lunch, ada, at=lunch.starts_at + 2 * MINUTE)
    assert presences_at(lunch) == {"Ada": ("here", "host")}


def test_what_a_person_had_taken_out_no_late_tick_brings_back(lunch, ada, dana, ticks, bo):
    # given
    ticks(lunch, ada)
    after = lunch.ends_at + 60 * MINUTE

    # when
    with transaction():
        attendance.take_back(lunch.id, ada.id, now=after)
    ticks(lunch, ada, dana, at=after + DAY, made_at=lunch.ends_at)
    with transaction():
        checkin.close(lunch.id, by=bo, now=after + DAY)

    # then: gone from figures too, and in two weeks from every table
    assert presences_at(lunch) == {"Ada": ("erased", None), "Dana": ("here", "host")}
    assert attendance.times_here([lunch.id]) == {dana.id: 1}
    with transaction():
        checkin.forget_erased(now=lunch.ends_at + checkin.TICKS_UNTIL)
    assert presences_at(lunch) == {"Dana": ("here", "host")}


def test_when_no_tick_can_come_any_more_it_is_gone_at_once(lunch, ada, ticks):
    # given
    ticks(lunch, ada)

    # when
    with transaction():
        attendance.take_back(lunch.id, ada.id, now=lunch.ends_at + 15 * DAY)

    # then
    assert presences_at(lunch) == {}
    with pytest.raises(NobodyThere), transaction():
        attendance.take_back(lunch.id, ada.id, now=lunch.ends_at + 15 * DAY)


def test_what_others_build_on(lunch, meetup, say, ada, dana, bo, ticks):
    # given
    second, third = meetup(invited=[ada]), meetup(invited=[ada])
    before = attendance.is_kept(lunch.id)
    ticks(lunch, ada, dana)
    ticks(second, ada)

    # then
    assert (before, attendance.is_kept(lunch.id), attendance.is_kept(third.id)) == (False, True, False)
    assert sorted(db.session.scalars(attendance.here(lunch.id))) == sorted([ada.id, dana.id])
    assert attendance.times_here([lunch.id, second.id, third.id]) == {ada.id: 2, dana.id: 1}
    assert attendance.presences(ada.id, [lunch.id, third.id]) == {lunch.id: "here"}
