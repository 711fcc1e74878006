"""The check-in of a date: closing it says who was missed, and only then is anybody."""

from datetime import timedelta

import pytest

from database import db, transaction
from sessions import attendance, checkin
from sessions.errors import OnlyHosts, WrongState
from sessions.models_attendance import CheckIn
from tests.infra.attendance import presences_at

MINUTE = timedelta(minutes=1)


@pytest.fixture
def lunch(meetup, say, ada, dana, chen, admin):
    """Ada and Dana have a seat, Chen said no, Marieke has not answered."""
    session = meetup(invited=[ada, dana, chen, admin])
    for person, word in ((ada, "accepted"), (dana, "accepted"), (chen, "declined")):
        say(session, person, word)
    return session


@pytest.fixture
def close(bo):
    def at(session, moment):
        with transaction():
            checkin.close(session.id, by=bo, now=moment)

    return at


def test_who_had_a_seat_and_is_not_ticked_is_missed(lunch, ada, ticks, close):
    # given
    ticks(lunch, ada)

    # when
    close(lunch, lunch.ends_at)

    # then
    assert presences_at(lunch) == {"Ada": ("here", "host"), "Dana": ("missed", None)}
    assert checkin.is_closed(lunch.id) is True


def test_a_host_with_a_seat_ticks_others_and_is_not_missed(meetup, say, ada, bo, close):
    # given
    session = meetup(invited=[ada, bo])
    for person in (ada, bo):
        say(session, person, "accepted")

    # when
    close(session, session.ends_at)

    # then
    assert presences_at(session) == {"Ada": ("missed", None)}


def test_a_late_tick_counts_however_early_it_was_made(lunch, dana, ticks, close):
    # given
    close(lunch, lunch.ends_at)

    # when
    ticks(lunch, dana, at=lunch.ends_at + 60 * MINUTE, made_at=lunch.starts_at)

    # then
    assert presences_at(lunch) == {"Ada": ("missed", None), "Dana": ("here", "host")}


def test_a_tick_taken_back_is_missed_once_it_is_closed(lunch, ada, admin, bo, ticks, close):
    # given: both are ticked and it is closed; then the host sees that two names were mixed up
    ticks(lunch, ada, admin)
    close(lunch, lunch.ends_at)

    # when
    ticks(lunch, ada, admin, here=False, at=lunch.ends_at + MINUTE)

    # then: who had no seat was not expected
    assert presences_at(lunch) == {"Ada": ("missed", None), "Dana": ("missed", None), "Marieke": ("open", None)}


def test_a_tick_taken_back_before_is_missed_as_well(lunch, ada, ticks, close):
    # given
    ticks(lunch, ada)
    ticks(lunch, ada, here=False, at=lunch.starts_at + MINUTE)

    # when
    close(lunch, lunch.ends_at)

    # then
    assert presences_at(lunch) == {"Ada": ("missed", None), "Dana": ("missed", None)}


def test_opened_again_nobody_is_missed(lunch, ada, bo, ticks, close):
    # given
    ticks(lunch, ada)
    close(lunch, lunch.ends_at)

    # when
    with transaction():
        checkin.reopen(lunch.id, by=bo, now=lunch.ends_at)

    # then
    assert (presences_at(lunch), checkin.is_closed(lunch.id)) == ({"Ada": ("here", "host")}, False)


def test_closing_twice_keeps_the_first_time(lunch, close):
    # when
    close(lunch, lunch.ends_at)
    close(lunch, lunch.ends_at + MINUTE)

    # then
    assert db.session.get_one(CheckIn, lunch.id).closed_at == lunch.ends_at


def test_it_is_not_closed_before_the_start(lunch, close):
    with pytest.raises(WrongState):
        close(lunch, lunch.starts_at - MINUTE)


def test_guests_are_a_number_and_nothing_else(lunch, bo):
    # when
    with transaction():
        checkin.note_guests(lunch.id, 2, by=bo, now=lunch.starts_at)
    with pytest.raises(WrongState), transaction():
        checkin.note_guests(lunch.id, -1, by=bo, now=lunch.starts_at)

    # then
    assert (checkin.of(lunch).guests, presences_at(lunch)) == (2, {})


def test_managers_who_do_not_host_it_close_and_note_nothing(lunch, chen, admin, dana):
    for by in (chen, admin, dana):
        for rule in (checkin.close, checkin.reopen):
            with pytest.raises(OnlyHosts), transaction():
                rule(lunch.id, by=by, now=lunch.starts_at)
        with pytest.raises(OnlyHosts), transaction():
            checkin.note_guests(lunch.id, 1, by=by, now=lunch.starts_at)
        with pytest.raises(OnlyHosts), transaction():
            attendance.walk_in(lunch.id, by.id, by=by, now=lunch.starts_at)


def test_a_draft_or_a_cancelled_session_has_none(meetup, cancel, ada, bo):
    # given
    draft, off = meetup(invited=[ada], publish=False), meetup(invited=[ada])
    cancel(off)

    # then
    for session in (draft, off):
        with pytest.raises(WrongState), transaction():
            checkin.close(session.id, by=bo, now=session.starts_at)
