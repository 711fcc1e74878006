"""A whole series is handed on by calendar: the colleague who is named has every seat that was not answered by itself, and a no gives it back."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from database import db
from mail.models import IncomingMail
from sessions.cases import Reason
from tests.infra.model_calendar import in_foyer
from tests.infra.post import vevent
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


def test_delegate_has_the_seat_at_every_date(
    lunches,
    sends,
    row,
    told,
    ada,
    dana,
    handed_on_now,
):
    # when
    incoming = sends(lunches, ada, dana)

    # then
    assert became(incoming) == ("applied", Reason.HANDED_ON)
    assert (row(lunches, ada), row(lunches, dana)) == (("declined", [NO] * 6), ("needs-action", [KEPT] * 6))
    assert handed_on_now() == (6, 1)


def test_dates_answered_by_themselves_stay_as_they_are(lunches, say, sends, row, room, ada, dana):
    # given
    second, third = dates_of(lunches)[1:3]
    say(second, ada, "accepted")
    say(third, ada, "declined")

    # when
    sends(lunches, ada, dana)

    # then
    assert row(lunches, ada) == ("declined", [NO, YES, NO, NO, NO, NO])
    assert row(lunches, dana) == ("needs-action", [KEPT] * 4)
    assert (list(room(second)), list(room(third))) == (["Ada"], ["Ada"])


def test_delegate_is_invited_from_the_next_date_on(lunches, sends, row, deliver, smtp_sink, clock, ada, dana, now):
    # given: the first date is over
    clock.move_to(now + 8 * DAY)

    # when
    sends(lunches, ada, dana, minutes=8 * 24 * 60)
    deliver()

    # then
    (mail,) = smtp_sink.to(dana.email)
    master = vevent(mail)
    assert (master["DTSTART"], "RRULE" in master) == ("20261215T100000", True)
    assert row(lunches, ada) == ("declined", [YES, *[NO] * 5])
    assert len(row(lunches, dana)[1]) == 5


def test_delegates_no_gives_everything_back_in_one_mail(
    lunches,
    sends,
    say_all,
    row,
    told,
    ada,
    dana,
    now,
    handed_on_now,
):
    # given
    sends(lunches, ada, dana)

    # when
    say_all(lunches, dana, "declined", at=now + 5 * MINUTE)

    # then
    assert (row(lunches, ada), row(lunches, dana)) == (("needs-action", [KEPT] * 6), ("declined", [NO] * 6))
    assert [why for why, who, *_ in told(lunches) if who == "ada"].count("returned") == 1
    assert handed_on_now() == (0, 0)


def test_single_date_goes_back_alone(
    lunches,
    sends,
    say,
    row,
    posted,
    deliver,
    smtp_sink,
    ada,
    dana,
    now,
    handed_on_now,
):
    # given: what is under way has left
    sends(lunches, ada, dana)
    deliver()
    third = dates_of(lunches)[2]

    # when
    say(third, dana, "declined", at=now + 5 * MINUTE)

    # then
    assert row(lunches, ada) == ("declined", [NO, NO, KEPT, NO, NO, NO])
    assert row(lunches, dana)[1] == [KEPT, KEPT, NO, KEPT, KEPT, KEPT]
    assert [row[1] for row in posted(third)].count("ada") == 1
    assert handed_on_now() == (5, 1)


def test_who_waits_sends_somebody_to_their_place_in_line(weekly, say_all, sends, row, room, ada, dana, bo):
    # given
    series = weekly(invited=[ada, bo], capacity=1)
    say_all(series, bo, "accepted")
    say_all(series, ada, "accepted")

    # when
    sends(series, ada, dana)

    # then
    assert row(series, dana) == ("needs-action", [("needs-action", "waiting")] * 6)
    assert room(dates_of(series)[0])["Bo"] == ("accepted", "seated", None)


def test_who_has_no_seat_sends_somebody_without(weekly, sends, row, ada, dana):
    # given
    series = weekly(invited=[ada])

    # then
    assert became(sends(series, ada, dana)) == ("applied", Reason.HANDED_ON)
    assert row(series, dana) == ("needs-action", [OPEN] * 6)


def test_delegates_answer_that_overtakes_is_held(lunches, sends, danas_answer, row, ada, dana):
    # when
    held = danas_answer(lunches, ada, dana, "ACCEPTED", minutes=1)
    meanwhile = row(lunches, ada)
    sends(lunches, ada, dana, minutes=3)

    # then
    assert became(held) == ("waiting", Reason.HELD)
    assert meanwhile == ("accepted", [YES] * 6)
    assert (row(lunches, ada)[1], row(lunches, dana)) == ([NO] * 6, ("accepted", [YES] * 6))
    assert became(db.session.get_one(IncomingMail, held.id)) == ("applied", Reason.ANSWER)


def test_delegates_answer_to_one_date_that_overtakes_is_held(lunches, sends, delegates_answer, row, ada, dana):
    # when
    held = delegates_answer(dates_of(lunches)[3], ada, dana, "DECLINED", minutes=1)
    sends(lunches, ada, dana, minutes=3)

    # then
    assert became(db.session.get_one(IncomingMail, held.id)) == ("applied", Reason.ANSWER)
    assert row(lunches, ada)[1] == [NO, NO, NO, KEPT, NO, NO]


def test_delegate_sends_somebody_on_and_the_no_goes_one_step_back(lunches, sends, say_all, row, ada, dana, bo, now):
    # given
    sends(lunches, ada, dana)
    sends(lunches, dana, bo, minutes=3)
    handed_on = [row(lunches, one)[1][0] for one in (ada, dana, bo)]

    # when
    steps = []
    for minutes, person in ((5, bo), (6, dana)):
        say_all(lunches, person, "declined", at=now + minutes * MINUTE)
        steps.append([row(lunches, one)[1][0] for one in (ada, dana, bo)])

    # then
    assert handed_on == [NO, NO, KEPT]
    assert steps == [[NO, KEPT, NO], [KEPT, NO, NO]]


def test_handed_back_it_is_a_no(lunches, sends, row, told, ada, dana):
    # given
    sends(lunches, ada, dana)

    # when
    incoming = sends(lunches, dana, ada, minutes=3)

    # then: and Dana's calendar, which says something else, hears how it stands
    assert became(incoming) == ("applied", Reason.ANSWER)
    assert (row(lunches, ada), row(lunches, dana)) == (("needs-action", [KEPT] * 6), ("declined", [NO] * 6))
    assert told(lunches)[-1][:2] == ("refreshed", "dana")


def test_repeat_with_a_new_stamp_changes_nothing(
    lunches,
    sends,
    row,
    ada,
    dana,
    handed_on_now,
):
    # given
    sends(lunches, ada, dana)

    # when
    again = sends(lunches, ada, dana, minutes=3)

    # then
    assert became(again) == ("applied", Reason.HANDED_ON)
    assert (row(lunches, ada)[1], row(lunches, dana)[1]) == ([NO] * 6, [KEPT] * 6)
    assert handed_on_now() == (6, 1)


def test_old_delegation_does_not_come_back_by_a_repeat(lunches, sends, say_all, row, ada, dana, now):
    # given
    sends(lunches, ada, dana)
    say_all(lunches, dana, "declined", at=now + 5 * MINUTE)

    # when
    again = sends(lunches, ada, dana, headers=["X-Again: yes"])

    # then
    assert became(again) == ("applied", Reason.EARLIER)
    assert row(lunches, ada) == ("needs-action", [KEPT] * 6)


@pytest.mark.parametrize("case", ["somebody else as well", "herself", "a stranger", "invited", "waiting", "withdrawn"])
def test_delegation_that_the_host_has_to_decide_waits(lunches, sends, invite, say_all, withdraw, row, ada, dana, bo, now, case):
    # given
    to = {
        "somebody else as well": bo,
        "herself": ada,
        "a stranger": SimpleNamespace(email="eve@elsewhere.example"),
    }
    if case == "somebody else as well":
        sends(lunches, ada, dana)
    if case in {"invited", "waiting", "withdrawn"}:
        invite(dates_of(lunches)[0], dana)
    if case == "waiting":
        say_all(lunches, dana, "accepted")
    if case == "withdrawn":
        withdraw(dates_of(lunches)[0], dana)
    before = row(lunches, ada)

    # then
    named = {"parameters": f';DELEGATED-TO="mailto:{to[case].email}"'} if case in to else {}
    assert became(sends(lunches, ada, dana, minutes=3, **named)) == ("waiting", Reason.DELEGATED)
    assert row(lunches, ada) == before


def test_who_had_single_dates_gets_the_others_as_well(lunches, delegate, sends, row, ada, dana, calendars, clock):
    # given: the third date is Dana's already
    delegate(dates_of(lunches)[2], ada, dana)
    calendars(dana)
    clock.shift(HOUR)

    # when
    incoming = sends(lunches, ada, dana, minutes=60)

    # then
    assert became(incoming) == ("applied", Reason.HANDED_ON)
    assert row(lunches, dana) == ("needs-action", [KEPT] * 6)
    assert calendars(dana)[0].contents() == in_foyer(dana)


def test_date_past_its_deadline_stays_with_whoever_said_yes(weekly, say_all, sends, row, clock, ada, dana, now):
    # given: answers for the first date were due the day before
    series = weekly(invited=[ada], capacity=1, rsvp_until=now + 6 * DAY)
    say_all(series, ada, "accepted")
    clock.move_to(now + 6 * DAY + HOUR)

    # when
    sends(series, ada, dana, minutes=6 * 24 * 60 + 60)

    # then
    assert row(series, ada) == ("declined", [YES, *[NO] * 5])
    assert len(row(series, dana)[1]) == 5


def test_date_whose_deadline_passes_before_the_mail_is_read_stays_as_well(weekly, say_all, sends, row, clock, ada, dana, now):
    # given: the mail reached us in time, and waited
    series = weekly(invited=[ada], capacity=1, rsvp_until=now + 6 * DAY)
    say_all(series, ada, "accepted")
    clock.move_to(now + 6 * DAY + HOUR)

    # when
    sends(series, ada, dana, minutes=6 * 24 * 60 - 60)

    # then
    assert row(series, ada) == ("declined", [YES, *[NO] * 5])
    assert row(series, dana) == ("needs-action", [KEPT] * 5)


def test_who_answers_again_themselves_sends_nobody_any_more(
    lunches,
    sends,
    say_all,
    row,
    ada,
    dana,
    now,
    handed_on_now,
):
    # given
    sends(lunches, ada, dana)

    # when
    say_all(lunches, ada, "accepted", at=now + 5 * MINUTE)
    both = row(lunches, ada), row(lunches, dana)
    say_all(lunches, dana, "declined", at=now + 6 * MINUTE)

    # then: the seats were Dana's, and go to who waits
    assert both == (("accepted", [("accepted", "waiting")] * 6), ("needs-action", [KEPT] * 6))
    assert row(lunches, ada) == ("accepted", [YES] * 6)
    assert handed_on_now() == (0, 0)
