"""The true state of a series once more, because a host or the calendar itself asks."""

from datetime import timedelta

import pytest

from database import transaction
from sessions import resends
from sessions.errors import WrongState
from sessions.models import Rsvp
from tests.infra.model_calendar import ModelCalendar, in_foyer


def test_host_sends_all_of_a_series_once_more(weekly, say, say_all, dates, deliver, smtp_sink, told, room, ada, now, clock):
    # given: two dates that were told one by one
    series = weekly(invited=[ada])
    say_all(series, ada, "accepted")
    say(dates(series)[1], ada, "declined")
    deliver()

    # when
    with transaction() as work:
        rsvp = work.query(Rsvp).filter_by(session_id=dates(series)[2].id, person_id=ada.id).one()
        resends.resend(rsvp, now=now)
    deliver()

    # then: one mail is enough for a calendar that had lost everything
    assert told(series)[-1] == ("refreshed", "ada", 0, "sent")
    calendar = ModelCalendar(ada.email)
    calendar.receive(smtp_sink.to(ada.email)[-1].raw)
    assert calendar.contents() == in_foyer(ada)
    with transaction() as work, pytest.raises(WrongState, match="last hour"):
        resends.resend(work.get_one(Rsvp, rsvp.id), now=now + timedelta(minutes=59))


def test_calendar_asks_for_its_series_once_an_hour(weekly, answer, comes_in, dates, told, deliver, ada, clock):
    # given
    series = weekly(invited=[ada])
    deliver()
    asks = answer(dates(series)[0], ada, method="REFRESH")

    # when
    reasons = [comes_in(asks).reason]
    clock.shift(timedelta(minutes=50))
    reasons.append(comes_in(answer(dates(series)[0], ada, method="REFRESH", headers=["X-Again: 1"])).reason)

    # then
    assert reasons == ["refreshed"] * 2
    assert [why for why, *_rest in told(series)] == ["invited", "refreshed"]
