"""Who leaves the organisation leaves their series too, and comes back to one mail about it."""

import pytest

from database import db, transaction
from people import people as everybody
from people.models import Person
from tests.infra.model_calendar import ModelCalendar, in_foyer

OPEN, YES = ("needs-action", "none"), ("accepted", "seated")


@pytest.fixture
def leave(clock):
    def go(person, *, back=False):
        with transaction() as work:
            (everybody.reactivate if back else everybody.deactivate)(work.get_one(Person, person.id))

    return go


def test_group_fills_the_seat_of_who_has_left(weekly, say_all, leave, row, ada, bo):
    # given
    series = weekly(invited=[bo, ada], capacity=1, plan={"keeps_group": True})
    say_all(series, bo, "accepted")
    say_all(series, ada, "accepted")

    # when
    leave(bo)

    # then
    assert row(series, ada) == ("accepted", [YES] * 6)
    assert row(series, bo) == ("needs-action", [OPEN] * 6)


def test_who_comes_back_hears_of_a_series_once(weekly, say_all, leave, deliver, told, smtp_sink, ada):
    # given
    series = weekly(invited=[ada])
    say_all(series, ada, "accepted")
    deliver()
    leave(ada)

    # when
    leave(ada, back=True)
    deliver()

    # then
    assert [why for why, *_rest in told(series)][-1] == "refreshed"
    mails = smtp_sink.to(ada.email)
    assert len(mails) == 2
    calendar = ModelCalendar(ada.email)
    for mail in mails:
        calendar.receive(mail.raw)
    assert calendar.contents() == in_foyer(ada)
    assert db.session.get(Person, ada.id).active
