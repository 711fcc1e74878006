"""The winner of a poll becomes a series."""

import pytest
from sqlalchemy import select

from database import db
from sessions.models import ScheduledSession
from sessions.polls.models import Poll, PollState
from sessions.series.models import Series, SeriesRsvp
from tests.infra.pages import links, words


def test_winner_becomes_a_series_and_everybody_polled_is_invited(poll, client_of, ada, dana, bo):
    # given
    made = poll(asked=[ada, dana])

    # when
    pressed = client_of(bo).post(f"/polls/{made.id}/choice/{made.dates[0].id}", data={"every": "2", "times": "4"})

    # then
    db.session.expire_all()
    series = db.session.scalars(select(Series)).one()
    assert (pressed.status_code, pressed.location) == (303, f"/series/{series.id}")
    assert series.recur.startswith("FREQ=WEEKLY;INTERVAL=2;BYDAY=")
    assert len(db.session.scalars(select(ScheduledSession.id)).all()) == 4
    assert sorted(db.session.scalars(select(SeriesRsvp.person_id))) == sorted([ada.id, dana.id])
    assert db.session.get(Poll, made.id).state is PollState.CLOSED


def test_poll_leads_to_the_series_it_became(poll, client_of, ada, bo):
    # given
    made, browser = poll(asked=[ada]), client_of(bo)

    # when
    drafted = browser.post(f"/polls/{made.id}/choice/{made.dates[0].id}", data={"every": "1", "times": "3", "do": "draft"})
    page = browser.get(f"/polls/{made.id}")

    # then
    series = db.session.scalars(select(Series)).one()
    assert (drafted.status_code, drafted.location) == (303, f"/series/{series.id}")
    assert [link for link in links(page) if link.startswith(("/series/", "/sessions/"))] == [f"/series/{series.id}"]


def test_dates_of_the_series_are_looked_at_before_they_are_chosen(poll, client_of, ada, bo):
    # given
    made, browser = poll(asked=[ada]), client_of(bo)

    # when
    page = browser.post(f"/polls/{made.id}/choice/{made.dates[0].id}", data={"every": "2", "times": "3", "do": "look"})

    # then
    assert (page.status_code, words(page, "summary")[-2:]) == (
        200,
        ["Three dates, until Tuesday 22 December 2026", "Three dates, until Tuesday 5 January 2027"],
    )
    assert words(page, "ul", "plain-list")[-1] == "Tuesday 8 December Tuesday 22 December Tuesday 5 January"
    assert db.session.scalars(select(Series)).all() == []


def test_holidays_are_marked_before_a_date_or_a_series_is_chosen(poll, client_of, ada, bo):
    # given: the second date is Christmas Day, and New Year's Day comes a week later
    made, browser = poll(asked=[ada], days=(7, 24)), client_of(bo)

    # when
    page = browser.post(f"/polls/{made.id}/choice/{made.dates[1].id}", data={"every": "2", "times": "2", "do": "look"})

    # then
    assert words(page, "p", "mail-state")[0] == "A holiday: Christmas Day"
    assert words(page, "ul", "plain-list")[-2:] == [
        "Friday 25 December A holiday: Christmas Day Friday 1 January A holiday: New Year's Day",
        "Friday 25 December A holiday: Christmas Day Friday 8 January",
    ]


@pytest.mark.parametrize("times", ["", "1", "161", "-3", "six", "9999999"])
def test_number_of_dates_that_makes_no_series_is_asked_for_again(poll, client_of, ada, bo, times):
    # given
    made = poll(asked=[ada])

    # when
    page = client_of(bo).post(f"/polls/{made.id}/choice/{made.dates[0].id}", data={"every": "1", "times": times})

    # then
    assert page.status_code == 422
    assert "Choose 2 to 160 dates." in page.get_data(as_text=True)
    assert db.session.scalars(select(ScheduledSession.id)).all() == []
