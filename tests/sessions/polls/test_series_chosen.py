"""The winner of a poll becomes a series."""

import pytest
from sqlalchemy import select

from database import db
from sessions.models import ScheduledSession
from sessions.polls.models import Poll, PollState
from sessions.series.models import Series, SeriesRsvp


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
