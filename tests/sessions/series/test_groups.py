"""The group that stays together: never one seat too many, never one empty while somebody waits."""

from datetime import timedelta

import pytest

from database import transaction
from sessions import scheduling
from sessions.series import edits
from sessions.series.edits import Scope
from sessions.series.setup import call_in

YES, NO, WAITS = ("accepted", "seated"), ("declined", "none"), ("accepted", "waiting")


@pytest.fixture
def group(weekly, say_all, ada, bo, dana):
    """Six Tuesdays for a group of one: Bo has the seat, Ada and Dana wait in this order."""
    series = weekly(invited=[bo, ada, dana], capacity=1, plan={"keeps_group": True})
    for person in (bo, ada, dana):
        say_all(series, person, "accepted")
    return series


def test_whoever_waits_and_declines_each_date_waits_no_more(group, say_all, say, dates, row, ada, bo, dana):
    # given: Ada's maybe for the series, and a yes for one date alone keeps her in line
    say_all(group, ada, "tentative")
    say(dates(group)[2], ada, "accepted")

    # when: she declines that one too, and then the seat frees
    say(dates(group)[2], ada, "declined")
    say_all(group, bo, "declined")

    # then
    assert row(group, dana) == ("accepted", [YES] * 6)


def test_seat_of_who_declined_each_date_and_then_all_is_anothers(group, say_all, say, dates, row, ada, bo):
    # given
    for session in dates(group):
        say(session, bo, "declined")

    # when
    say_all(group, bo, "declined")

    # then
    assert row(group, bo) == ("declined", [NO] * 6)
    assert row(group, ada) == ("accepted", [YES] * 6)


def test_seat_kept_for_one_date_frees_when_that_date_is_off(group, say_all, say, dates, cancel, row, ada, bo):
    # given
    third = dates(group)[2]
    say(third, bo, "accepted")
    say_all(group, bo, "tentative")

    # when
    cancel(third)

    # then
    assert [answer for nth, answer in enumerate(row(group, ada)[1]) if nth != 2] == [YES] * 5


def test_more_seats_seat_who_waits_longest(group, planner, row, ada, dana, now):
    # when
    with transaction():
        edits.resize_group(group.id, 2, by=planner, now=now)

    # then
    assert (row(group, ada)[1], row(group, dana)[1]) == ([YES] * 6, [WAITS] * 6)


def test_series_whose_dates_are_cancelled_one_by_one_is_off(weekly, dates, planner, now):
    # given
    series = weekly()

    # when
    for session in dates(series):
        with transaction():
            scheduling.cancel(session.id, reason="Snow.", by=planner, now=now)

    # then
    with transaction() as work:
        assert (work.get_one(type(series), series.id).state.value, work.get_one(type(series), series.id).cancel_reason) == (
            "cancelled",
            "Snow.",
        )


def test_following_dates_are_changed_by_who_hosts_them_all(client_of, weekly, dates, change, dana, bo, now):
    # given: Dana hosts the last date and no other
    series = weekly()
    last = dates(series)[-1]
    change(last, host_ids=(dana.id,))
    path = f"/series/dates/{last.id}/cancellation"

    # when
    client = client_of(dana)
    client.post(path, data={"scope": Scope.ALL, "reason": "Mine."})

    # then: nothing is off; her own date she may cancel
    assert [session.state.value for session in dates(series)] == ["published"] * 6
    client.post(path, data={"scope": Scope.THIS, "reason": "Mine."})
    states = [session.state.value for session in dates(series)]
    assert states == ["published"] * 5 + ["cancelled"]
    assert client.get(f"/series/dates/{dates(series)[0].id}/rhythm").status_code == 404
    assert now + timedelta(days=7) == dates(series)[0].starts_at


def test_seat_kept_for_a_date_that_has_begun_is_another_s_without_asking(group, say_all, say, dates, row, clock, ada, bo):
    # given: Bo comes to the first date alone, and keeps the seat for it
    say(dates(group)[0], bo, "accepted")
    say_all(group, bo, "tentative")
    before = row(group, ada)[1][1]
    clock.shift(timedelta(days=8))

    # when
    call_in()
    call_in()

    # then
    assert (before, row(group, ada)[1][1:]) == (WAITS, [YES] * 5)


def test_copy_of_a_date_has_the_seats_of_the_group(group, dates, planner, now):
    # when
    with transaction():
        copy = scheduling.duplicate(dates(group)[0].id, by=planner, now=now)
        found = (copy.capacity, copy.series_id, copy.recurrence_id)

    # then
    assert found == (1, None, None)
