"""One date of a series is handed on: the colleague has that seat and that entry alone, whatever becomes of the series."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import IncomingMail, OutgoingMail
from people.models import Person
from sessions import admissions, departures, feeds, replies
from sessions.cases import Reason
from sessions.series.edits import Scope
from sessions.series.models import SeriesRsvp
from tests.infra.model_calendar import in_foyer
from tests.infra.post import vevent
from tests.infra.series import dates_of

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NO, KEPT = ("declined", "none", None), ("needs-action", "seated", None)


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
def handed_on(weekly, say_all, delegate, ada, dana):
    """Ada comes to six Tuesdays with room for one; on the third Dana comes instead."""
    series = weekly(invited=[ada], capacity=1)
    say_all(series, ada, "accepted")
    series = SimpleNamespace(id=series.id)
    delegate(dates_of(series)[2], ada, dana)
    return series


def test_delegate_has_the_seat_of_that_date_and_no_other(handed_on, room, row, ada):
    # then
    assert [room(date) for date in dates_of(handed_on)[1:4]] == [
        {"Ada": ("accepted", "seated", None)},
        {"Ada": NO, "Dana": KEPT},
        {"Ada": ("accepted", "seated", None)},
    ]
    assert row(handed_on, ada)[0] == "accepted"
    assert db.session.scalars(select(SeriesRsvp.person_id)).all() == [ada.id]


def test_delegate_is_sent_that_date_without_a_master(handed_on, deliver, smtp_sink, dana):
    # when
    deliver()
    (mail,) = smtp_sink.to(dana.email)

    # then
    event = vevent(mail)
    assert event["RECURRENCE-ID"] == "20261222T100000"
    assert "RRULE" not in event
    assert mail.message["Subject"] == "Lunch and learn, Tuesday 22 December"


def test_delegates_no_gives_the_date_back(handed_on, say, say_all, room, row, ada, dana, now):
    # when
    third = dates_of(handed_on)[2]
    say(third, dana, "declined", at=now + timedelta(minutes=5))
    returned = room(third)
    say_all(handed_on, ada, "accepted", at=now + timedelta(minutes=6))

    # then: the question is open, and a yes for all dates answers it
    assert returned == {"Ada": KEPT, "Dana": NO}
    assert room(third) == {"Ada": ("accepted", "seated", None), "Dana": NO}


def test_delegates_answer_for_all_of_it_is_for_their_date(handed_on, answer, comes_in, room, dana):
    # when: a client that leaves RECURRENCE-ID out
    third = dates_of(handed_on)[2]
    incoming = comes_in(answer(third, dana, "ACCEPTED"), envelope_from=dana.email)

    # then
    assert became(incoming) == ("applied", Reason.ANSWER)
    assert room(third)["Dana"] == ("accepted", "seated", None)


@pytest.mark.parametrize(
    ("what", "scope"),
    [("move", Scope.THIS), ("move", Scope.FOLLOWING), ("move", Scope.ALL), ("title", Scope.FOLLOWING), ("off", Scope.FOLLOWING)],
)
def test_delegates_calendar_follows_what_becomes_of_the_series(
    handed_on, edit, call_off, calendars, press, clock, ada, dana, now, what, scope
):
    # given: what the calendars understand is known once they have answered
    press(ada, "ACCEPTED", at=now + HOUR)
    press(dana, "ACCEPTED", nth=0, at=now + HOUR)
    third = dates_of(handed_on)[2]

    # when
    if what == "off":
        call_off(third, scope, at=now + HOUR)
    else:
        edit(third, scope, at=now + HOUR, **({"by": DAY} if what == "move" else {"title": "Soup"}))
    clock.shift(HOUR)
    theirs = calendars(ada, dana)

    # then
    assert [calendar.contents() for calendar in theirs] == [in_foyer(ada), in_foyer(dana)]
    assert len(theirs[1].contents()) == (0 if what == "off" else 1)


def test_delegate_of_two_dates_keeps_one_when_the_other_is_off(
    handed_on, delegate, call_off, calendars, press, clock, ada, dana, now
):
    # given
    press(dana, "ACCEPTED", nth=0, at=now + HOUR)
    delegate(dates_of(handed_on)[4], ada, dana, minutes=61)
    calendars(dana)

    # when
    call_off(dates_of(handed_on)[2], Scope.THIS, at=now + HOUR)
    clock.shift(HOUR)
    (theirs,) = calendars(dana)

    # then
    assert theirs.contents() == in_foyer(dana)
    assert len(theirs.contents()) == 1


def test_delegate_who_is_withdrawn_loses_the_date(handed_on, withdraw, calendars, room, clock, dana, now):
    # given
    calendars(dana)
    clock.shift(HOUR)

    # when
    withdraw(dates_of(handed_on)[2], dana, at=now + HOUR)
    clock.shift(HOUR)

    # then
    assert calendars(dana)[0].contents() == set()


def test_delegate_who_is_invited_to_all_of_it_keeps_what_they_said(handed_on, say, invite, row, calendars, clock, dana, now):
    # given
    say(dates_of(handed_on)[2], dana, "accepted", at=now + timedelta(minutes=5))
    calendars(dana)
    clock.shift(HOUR)

    # when
    invited = invite(dates_of(handed_on)[0], dana, at=now + HOUR)
    clock.shift(HOUR)

    # then
    assert (invited.invited, invited.already_invited) == (1, 0)
    open_, yes = ("needs-action", "none"), ("accepted", "seated")
    assert row(handed_on, dana) == ("needs-action", [open_, open_, yes, open_, open_, open_])
    assert calendars(dana)[0].contents() == in_foyer(dana)


def test_delegate_sees_the_date_and_not_the_series(handed_on, client_of, dana):
    # when
    third, browser = dates_of(handed_on)[2], client_of(db.session.get_one(Person, dana.id))
    shown = browser.get(f"/sessions/{third.id}").get_data(as_text=True)

    # then
    assert "One date of the series" in shown
    assert f"/series/{handed_on.id}" not in shown
    paths = (f"/series/{handed_on.id}", f"/sessions/{dates_of(handed_on)[0].id}")
    assert [browser.get(path).status_code for path in paths] == [404, 404]


def test_calendar_hears_when_the_host_puts_a_delegation_aside(weekly, say_all, delegate, dates, bo, ada, dana, now):
    # given: Dana is invited to all of it, so she can take no single seat
    series = weekly(invited=[ada, dana])
    say_all(series, ada, "accepted")
    third = dates(series)[2]
    incoming = delegate(third, ada, dana)

    # when
    with transaction():
        replies.close(incoming.id, by=bo, now=now + HOUR)

    # then
    assert became(db.session.get_one(IncomingMail, incoming.id))[0] == "closed"
    newest = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
    assert (newest.recipient, newest.payload["why"]) == (ada.email, "answered")


def test_who_left_and_was_sent_hears_of_the_date_alone_when_back(handed_on, calendars, clock, change, dana, now):
    # given
    calendars(dana)
    with transaction():
        db.session.get_one(Person, dana.id).active = False
    clock.shift(HOUR)
    change(dates_of(handed_on)[2], place="Hall 2", at=now + HOUR)

    # when
    with transaction():
        back = db.session.get_one(Person, dana.id)
        back.active = True
        departures.put_calendar_right(back, now=now + 2 * HOUR)
    clock.shift(2 * HOUR)

    # then
    assert calendars(dana)[0].contents() == in_foyer(dana)


def test_delegates_feed_leads_to_the_date_and_not_to_the_series(handed_on, dana, now):
    # when
    feed = feeds.personal_feed(db.session.get_one(Person, dana.id), now=now).decode()

    # then
    assert [line for line in feed.split("\r\n") if line.startswith("URL")] == [
        f"URL:http://foyer.example/sessions/{dates_of(handed_on)[2].id}"
    ]


def test_withdrawn_delegate_is_not_sent_again_by_one_press(handed_on, withdraw, delegate, bo, ada, dana, now):
    # given
    withdraw(dates_of(handed_on)[2], dana, at=now + HOUR)
    incoming = delegate(dates_of(handed_on)[4], ada, dana, minutes=90)

    # then
    assert became(incoming) == ("waiting", Reason.DELEGATED)
    with pytest.raises(replies.SessionError, match="was invited before, and is not any more"), transaction():
        admissions.admit(incoming.id, by=bo, now=now + 2 * HOUR)
