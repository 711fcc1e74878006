"""A group that stays together: for one date somebody else sits in a seat of it, which stays its owner's; and the seat changes hands for all."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from database import db, transaction
from people.models import Person
from sessions import departures
from sessions.cases import Reason
from sessions.errors import CapacityTaken
from sessions.models import Rsvp, Seat
from sessions.series import edits
from sessions.series.models import SeriesRsvp
from tests.infra.model_calendar import in_foyer
from tests.infra.series import dates_of

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NO, YES, KEPT = ("declined", "none", None), ("accepted", "seated", None), ("needs-action", "seated", None)


def became(incoming):
    return incoming.state.value, incoming.reason


def kept(person):
    """As tests may keep somebody, whatever became of the database session that read them."""
    return SimpleNamespace(id=person.id, email=person.email, name=person.name)


@pytest.fixture
def ada(ada):
    return kept(ada)


@pytest.fixture
def dana(dana):
    return kept(dana)


@pytest.fixture
def bo(bo):
    return kept(bo)


@pytest.fixture
def group(weekly, say_all, ada, bo):
    """A group of one seat: it is Ada's, and Bo waits for it."""
    series = weekly(invited=[ada, bo], plan={"keeps_group": True}, capacity=1)
    say_all(series, ada, "accepted")
    say_all(series, bo, "accepted")
    return SimpleNamespace(id=series.id, topic=series.topic)


@pytest.fixture
def third(group):
    return dates_of(group)[2]


@pytest.fixture
def seats(room):
    """`seats(group)`: who has a seat in the group, and who sits at its third date."""

    def look(group):
        db.session.expire_all()
        query = select(Person.name).join(SeriesRsvp, SeriesRsvp.person_id == Person.id)
        query = query.where(SeriesRsvp.series_id == group.id, SeriesRsvp.seat == Seat.SEATED)
        third = dates_of(group)[2]
        here = select(Person.name).join(Rsvp, Rsvp.person_id == Person.id)
        here = here.where(Rsvp.session_id == third.id, Rsvp.seat == Seat.SEATED)
        return [sorted(name.split()[0] for name in db.session.scalars(one)) for one in (query, here)]

    return look


def test_delegate_sits_in_the_seat_that_stays_the_owners(group, third, delegate, seats, room, row, ada, dana):
    # when
    incoming = delegate(third, ada, dana)

    # then
    assert became(incoming) == ("applied", Reason.HANDED_ON)
    assert seats(group) == [["Ada"], ["Dana"]]
    assert (room(third)["Ada"], room(third)["Dana"]) == (NO, KEPT)
    assert row(group, ada)[1].count(("accepted", "seated")) == 5


@pytest.mark.parametrize("words", [["accepted"], ["tentative", "accepted"]])
def test_delegates_yes_keeps_that_seat(group, third, delegate, say, seats, room, ada, dana, now, words):
    # given
    delegate(third, ada, dana)

    # when
    for minutes, word in enumerate(words, start=5):
        say(third, dana, word, at=now + minutes * MINUTE)

    # then
    assert room(third)["Dana"] == YES
    assert seats(group) == [["Ada"], ["Dana"]]


def test_delegates_no_gives_the_date_back(group, third, delegate, say, seats, room, ada, dana, now):
    # given
    delegate(third, ada, dana)

    # when
    say(third, dana, "declined", at=now + 5 * MINUTE)

    # then
    assert seats(group) == [["Ada"], ["Ada"]]
    assert (room(third)["Ada"], room(third)["Dana"]) == (KEPT, NO)


def test_seat_is_kept_for_the_sake_of_the_one_date_somebody_else_comes_to(
    weekly, dates, say, say_all, delegate, seats, ada, bo, dana, now
):
    # given: Ada comes to the third date only, which is why she is of the group
    series = weekly(invited=[ada, bo], plan={"keeps_group": True}, capacity=1)
    third = dates(series)[2]
    say(third, ada, "accepted")
    say_all(series, bo, "accepted")

    # when
    delegate(third, ada, dana)

    # then
    assert seats(series) == [["Ada"], ["Dana"]]


def test_owner_who_comes_after_all_waits_for_that_date(group, third, delegate, say, seats, room, ada, dana, now):
    # given
    delegate(third, ada, dana)

    # when
    say(third, ada, "accepted", at=now + 5 * MINUTE)
    meanwhile = seats(group), room(third)["Ada"][:2]
    say(third, dana, "declined", at=now + 6 * MINUTE)

    # then
    assert meanwhile == ([["Ada"], ["Dana"]], ("accepted", "waiting"))
    assert seats(group) == [["Ada"], ["Ada"]]


@pytest.mark.parametrize("end", ["withdrawn", "left"])
def test_seat_of_an_owner_who_is_gone_is_given_on_only_once_nobody_sits_in_it(
    group, third, delegate, withdraw, say, seats, ada, dana, now, end
):
    # given
    delegate(third, ada, dana)

    # when
    if end == "withdrawn":
        withdraw(third, ada)
    else:
        with transaction():
            gone = db.session.get_one(Person, ada.id)
            gone.active = False
            departures.give_up_seats(gone, now=now + HOUR)
    meanwhile = seats(group)
    say(third, dana, "declined", at=now + 2 * HOUR)

    # then: Bo waits as long as Dana has the one seat there is at that date
    assert meanwhile == [[], ["Dana"]]
    assert seats(group) == [["Bo"], ["Bo"]]


def test_capacity_is_not_lowered_below_who_sits_there(group, third, delegate, withdraw, planner, ada, dana, bo, now):
    # given: two seats; Bo has one, and Dana sits at the third date in one that was Ada's
    with transaction():
        edits.resize_group(group.id, 2, by=planner, now=now)
    delegate(third, ada, dana)
    withdraw(third, ada)

    # then
    with pytest.raises(CapacityTaken, match="2 seats are taken already"), transaction():
        edits.resize_group(group.id, 1, by=planner, now=now + HOUR)


def test_who_waits_for_the_group_sends_somebody_who_waits_as_well(
    group, third, delegate, say_all, seats, room, ada, dana, bo, now
):
    # given
    delegate(third, bo, dana)
    before = room(third)["Dana"][:2]

    # when
    say_all(group, ada, "declined", at=now + 5 * MINUTE)

    # then: both are called in, Bo for all the others
    assert before == ("needs-action", "waiting")
    assert seats(group) == [["Bo"], ["Dana"]]


def test_owner_who_waits_and_comes_after_all_waits_behind_nobody_of_the_same_number(
    group, third, delegate, say, seats, room, ada, dana, bo, now
):
    # given
    delegate(third, bo, dana)

    # when
    say(third, bo, "accepted", at=now + 5 * MINUTE)

    # then
    assert [room(third)[name][1] for name in ("Ada", "Bo", "Dana")] == ["seated", "waiting", "waiting"]


def test_whole_seat_changes_hands_and_comes_back(group, delegate, say_all, row, seats, ada, dana, now):
    # when
    incoming = delegate(dates_of(group)[0], ada, dana, whole=True)
    handed_on = seats(group)
    say_all(group, dana, "declined", at=now + 5 * MINUTE)

    # then
    assert became(incoming) == ("applied", Reason.HANDED_ON)
    assert handed_on == [["Dana"], ["Dana"]]
    assert seats(group) == [["Ada"], ["Ada"]]
    assert row(group, ada) == ("needs-action", [("needs-action", "seated")] * 6)


def test_date_given_back_is_the_delegators_in_the_delegates_seat(group, third, delegate, say, seats, room, ada, dana, now):
    # given
    delegate(third, ada, dana, whole=True)

    # when
    say(third, dana, "declined", at=now + 5 * MINUTE)
    say(third, ada, "accepted", at=now + 6 * MINUTE)

    # then
    assert seats(group) == [["Dana"], ["Ada"]]
    assert room(third)["Ada"] == YES


def test_seat_comes_back_with_the_last_date(group, delegate, say, seats, ada, dana, now):
    # given
    delegate(dates_of(group)[0], ada, dana, whole=True)

    # when
    for minutes, date in enumerate(dates_of(group), start=5):
        say(date, dana, "declined", at=now + minutes * MINUTE)

    # then
    assert seats(group) == [["Ada"], ["Ada"]]


def test_delegate_who_keeps_one_date_sits_there_in_the_seat_that_went_back(
    group, third, delegate, say, say_all, seats, room, ada, dana, now
):
    # given
    delegate(third, ada, dana, whole=True)
    say(third, dana, "accepted", at=now + 5 * MINUTE)

    # when
    say_all(group, dana, "declined", at=now + 6 * MINUTE)

    # then
    assert seats(group) == [["Ada"], ["Dana"]]
    assert room(dates_of(group)[0])["Ada"] == KEPT


def test_calendars_say_so(group, delegate, calendars, press, clock, ada, dana, now):
    # given
    press(ada, "ACCEPTED", at=now + HOUR)
    delegate(dates_of(group)[2], ada, dana, minutes=120)
    clock.shift(3 * HOUR)
    press(dana, "ACCEPTED", nth=0, at=now + 3 * HOUR)

    # then
    theirs = calendars(ada, dana)
    assert theirs[1].contents() == in_foyer(dana)
    assert len(theirs[1].contents()) == 1
