"""A series that was handed on, and what becomes of it: changes, splits, cancels, people who are gone, and what the host decides."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from database import db, transaction
from people import erasing
from people.models import Person
from sessions import admissions, departures, feeds, replies
from sessions.cases import Reason
from sessions.details import details_of
from sessions.errors import WrongState
from sessions.series import new_rhythms
from sessions.series.edits import Scope
from sessions.series.plans import SeriesPlan
from sessions.series.rhythms import Every, Rhythm
from tests.infra.model_calendar import in_foyer
from tests.infra.series import dates_of

HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
NO, YES, OPEN, KEPT = ("declined", "none"), ("accepted", "seated"), ("needs-action", "none"), ("needs-action", "seated")


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


@pytest.mark.parametrize("what", ["move", "split", "title", "off"])
def test_both_calendars_follow_what_becomes_of_the_series(
    lunches, sends, edit, call_off, calendars, press, clock, ada, dana, now, what
):
    # given
    press(ada, "ACCEPTED", at=now + HOUR)
    sends(lunches, ada, dana, minutes=120)
    calendars(ada, dana)
    press(dana, "ACCEPTED", at=now + 3 * HOUR)
    third = dates_of(lunches)[2]

    # when
    if what == "off":
        call_off(third, Scope.FOLLOWING, at=now + 4 * HOUR)
    else:
        scope = {"move": Scope.ALL, "split": Scope.FOLLOWING, "title": Scope.ALL}[what]
        edit(third, scope, at=now + 4 * HOUR, **({"title": "Soup"} if what == "title" else {"by": HOUR}))
    clock.shift(4 * HOUR)
    theirs = calendars(ada, dana)

    # then
    assert [calendar.contents() for calendar in theirs] == [in_foyer(ada), in_foyer(dana)]
    assert {entry[2] for entry in theirs[0].contents()} == {"DELEGATED"}


def test_no_for_what_it_went_on_as_gives_those_dates_back(lunches, sends, edit, say_all, row, ada, dana, now):
    # given
    sends(lunches, ada, dana)
    edit(dates_of(lunches)[2], Scope.FOLLOWING, by=HOUR, at=now + HOUR)
    later = SimpleNamespace(id=lunches.id + 1)

    # when
    say_all(later, dana, "declined", at=now + 2 * HOUR)

    # then
    assert (row(lunches, ada), row(later, ada)) == (("declined", [NO] * 2), ("needs-action", [KEPT] * 4))


def test_delegation_that_was_under_way_counts_for_what_the_series_went_on_as(lunches, edit, sends, row, clock, ada, dana, now):
    # given
    edit(dates_of(lunches)[2], Scope.FOLLOWING, title="Soup", at=now + HOUR)
    later = SimpleNamespace(id=lunches.id + 1)
    clock.shift(2 * HOUR)

    # when: pressed before, read after
    incoming = sends(lunches, ada, dana, stamped=now + MINUTE)

    # then
    assert became(incoming) == ("applied", Reason.HANDED_ON)
    assert [row(one, dana) for one in (lunches, later)] == [("needs-action", [KEPT] * 2), ("needs-action", [KEPT] * 4)]


def test_new_dates_are_the_delegates(lunches, sends, row, planner, ada, dana, now):
    # given
    sends(lunches, ada, dana)
    fourth = dates_of(lunches)[3]

    # when: Wednesdays instead
    with transaction():
        plan = SeriesPlan(first=details_of(fourth), rhythm=Rhythm(every=Every.WEEK, weekdays=(2,), count=2))
        new = new_rhythms.go_on(fourth.id, plan, by=planner, now=now + HOUR).id

    # then
    later = SimpleNamespace(id=new)
    assert [row(later, one)[0] for one in (ada, dana)] == ["declined", "needs-action"]
    assert {answer for answer, _seat in row(later, ada)[1][-2:]} == {"declined"}
    assert {answer for answer, _seat in row(later, dana)[1][-2:]} == {"needs-action"}


def test_delegate_who_was_not_told_yet_is_invited_whatever_changes(
    lunches, sends, edit, deliver, smtp_sink, clock, ada, dana, now
):
    # given: the invitation has not left
    sends(lunches, ada, dana)

    # when
    edit(dates_of(lunches)[0], Scope.ALL, title="Soup", at=now + MINUTE)
    clock.shift(HOUR)
    deliver()

    # then
    (mail,) = smtp_sink.to(dana.email)
    assert mail.message["Subject"].startswith("Soup: every Tuesday")
    text = " ".join(mail.message.get_body(("plain",)).get_content().split())
    assert "Ada Okafor cannot come and would like you to come instead." in text
    assert "The seats are kept for you. With a no they go back to Ada Okafor." in text


@pytest.mark.parametrize("end", ["left", "withdrawn", "erased"])
def test_delegate_who_is_gone_gives_everything_back(
    lunches,
    sends,
    withdraw,
    row,
    told,
    ada,
    dana,
    now,
    end,
    handed_on_now,
):
    # given
    sends(lunches, ada, dana)

    # when
    if end == "withdrawn":
        withdraw(dates_of(lunches)[0], dana)
    else:
        with transaction():
            gone = db.session.get_one(Person, dana.id)
            gone.active = False
            departures.give_up_seats(gone, now=now + HOUR)
            if end == "erased":
                erasing.erase(gone, now=now + HOUR)

    # then
    assert row(lunches, ada) == ("needs-action", [KEPT] * 6)
    assert [why for why, who, *_ in told(lunches) if who == "ada"][-1] == "returned"
    assert handed_on_now() == (0, 0)


@pytest.mark.parametrize("end", ["left", "withdrawn"])
def test_seats_of_who_sent_somebody_and_is_gone_go_on(lunches, sends, invite, say_all, withdraw, row, ada, dana, bo, now, end):
    # given
    invite(dates_of(lunches)[0], bo)
    say_all(lunches, bo, "accepted")
    sends(lunches, ada, dana)
    if end == "withdrawn":
        withdraw(dates_of(lunches)[0], ada)
    else:
        with transaction():
            db.session.get_one(Person, ada.id).active = False

    # when
    say_all(lunches, dana, "declined", at=now + 5 * MINUTE)

    # then
    assert row(lunches, bo) == ("accepted", [YES] * 6)


def test_delegation_of_a_series_that_is_off_changes_nothing(lunches, call_off, sends, row, ada, dana):
    # given
    call_off(dates_of(lunches)[0], Scope.ALL)

    # then
    assert became(sends(lunches, ada, dana)) == ("ignored", Reason.CANCELLED)


def test_delegate_sees_the_series(lunches, sends, client_of, ada, dana):
    # given
    sends(lunches, ada, dana)

    # when
    shown = client_of(db.session.get_one(Person, dana.id)).get(f"/series/{lunches.id}")

    # then
    assert shown.status_code == 200


def test_delegates_feed_holds_every_date(lunches, sends, ada, dana, now):
    # given
    sends(lunches, ada, dana)

    # then
    feed = feeds.personal_feed(db.session.get_one(Person, dana.id), now=now).decode()
    assert feed.count("BEGIN:VEVENT") == 1
    assert "RRULE:FREQ=WEEKLY" in feed


def test_host_lets_who_waits_come_instead(lunches, sends, invite, say_all, row, ada, dana, chen, now):
    # given: Dana waits for a seat of her own
    invite(dates_of(lunches)[0], dana)
    say_all(lunches, dana, "accepted")
    incoming = sends(lunches, ada, dana, minutes=3)

    # when
    with transaction():
        admissions.admit(incoming.id, by=chen, now=now + HOUR)

    # then: she has Ada's seats, and her place in line is nobody's
    assert (row(lunches, ada), row(lunches, dana)) == (("declined", [NO] * 6), ("accepted", [YES] * 6))


def test_host_lets_a_colleague_come_instead_once_they_are_known(lunches, sends, add_person, row, ada, chen, now):
    # given
    stranger = SimpleNamespace(email="eve@elsewhere.example")
    incoming = sends(lunches, ada, stranger)
    with pytest.raises(replies.SessionError, match="Add the colleague first"), transaction():
        admissions.admit(incoming.id, by=chen, now=now + HOUR)
    eve = kept(add_person("Eve Mulder", email=stranger.email))

    # when
    with transaction():
        admissions.admit(incoming.id, by=chen, now=now + HOUR)

    # then
    assert (row(lunches, ada), row(lunches, eve)) == (("declined", [NO] * 6), ("needs-action", [KEPT] * 6))


def test_host_cannot_send_who_is_not_invited_any_more(lunches, sends, withdraw, invite, row, ada, dana, chen, now):
    # given
    invite(dates_of(lunches)[0], dana)
    withdraw(dates_of(lunches)[0], dana)
    incoming = sends(lunches, ada, dana, minutes=3)

    # then
    with pytest.raises(WrongState, match="was invited before, and is not any more"), transaction():
        admissions.admit(incoming.id, by=chen, now=now + HOUR)
    assert row(lunches, ada) == ("accepted", [YES] * 6)


def test_who_is_invited_anew_and_comes_themselves_keeps_their_yes(
    lunches, sends, invite, withdraw, say_all, row, ada, dana, now, handed_on_now
):
    # given: Dana comes instead, and keeps the seats when Ada is withdrawn
    sends(lunches, ada, dana)
    withdraw(dates_of(lunches)[0], ada)
    invite(dates_of(lunches)[0], ada)

    # when
    say_all(lunches, ada, "accepted", at=now + 5 * MINUTE)
    say_all(lunches, dana, "declined", at=now + 6 * MINUTE)

    # then: nobody asks Ada once more
    assert row(lunches, ada) == ("accepted", [YES] * 6)
    assert handed_on_now() == (0, 0)


def test_who_sent_somebody_on_is_not_asked_about_new_dates(lunches, sends, row, planner, ada, dana, bo, now):
    # given
    sends(lunches, ada, dana)
    sends(lunches, dana, bo, minutes=2)
    fourth = dates_of(lunches)[3]

    # when: Wednesdays instead
    with transaction():
        plan = SeriesPlan(first=details_of(fourth), rhythm=Rhythm(every=Every.WEEK, weekdays=(2,), count=2))
        new = new_rhythms.go_on(fourth.id, plan, by=planner, now=now + HOUR).id

    # then
    stands = [row(SimpleNamespace(id=new), one) for one in (ada, dana, bo)]
    assert [(whole, {answer for answer, _seat in dates}) for whole, dates in stands] == [
        ("declined", {"declined"}),
        ("declined", {"declined"}),
        ("needs-action", {"needs-action"}),
    ]


def test_no_goes_back_past_who_is_gone(lunches, sends, withdraw, say_all, row, told, ada, dana, bo, now, handed_on_now):
    # given: Ada sent Dana, who sent Bo, and is not invited any more
    sends(lunches, ada, dana)
    sends(lunches, dana, bo, minutes=2)
    withdraw(dates_of(lunches)[0], dana)
    before = row(lunches, ada)

    # when
    say_all(lunches, bo, "declined", at=now + 5 * MINUTE)

    # then: nobody asked her as long as Bo came
    assert (before, row(lunches, ada)) == (("declined", [NO] * 6), ("needs-action", [KEPT] * 6))
    assert [why for why, who, *_ in told(lunches) if who == "ada"][-1] == "returned"
    assert handed_on_now() == (0, 0)
