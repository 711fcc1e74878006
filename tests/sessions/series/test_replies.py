"""Answers that calendars give to a series: RECURRENCE-ID in every form that clients write, and several events in one mail."""

from datetime import timedelta

import pytest

from database import db, transaction
from mail.models import IncomingMail
from sessions import replies

THIRD = {
    "UTC (Google)": "RECURRENCE-ID:20261222T090000Z",
    "our zone (Thunderbird)": "RECURRENCE-ID;TZID=Europe/Amsterdam:20261222T100000",
    "a Windows zone (Exchange)": "RECURRENCE-ID;TZID=W. Europe Standard Time:20261222T100000",
    "another zone, the same instant": "RECURRENCE-ID;TZID=America/New_York:20261222T040000",
    "wall-clock time without a zone": "RECURRENCE-ID:20261222T100000",
    "wall-clock time in a zone nobody knows": "RECURRENCE-ID;TZID=Kantoor:20261222T100000",
    "the day alone": "RECURRENCE-ID;VALUE=DATE:20261222",
}
OPEN, YES, NO = ("needs-action", "none"), ("accepted", "seated"), ("declined", "none")


@pytest.mark.parametrize("form", THIRD)
def test_one_date_is_answered_however_its_recurrence_id_is_written(weekly, dates, answer, comes_in, row, ada, form):
    # given
    series = weekly(invited=[ada])

    # when
    incoming = comes_in(answer(dates(series)[0], ada, "DECLINED", properties=[THIRD[form]]))

    # then
    assert (incoming.state.value, incoming.reason) == ("applied", "answer")
    assert row(series, ada) == ("needs-action", [OPEN, OPEN, NO, OPEN, OPEN, OPEN])


@pytest.mark.parametrize(
    "line", ["RECURRENCE-ID:20261223T090000Z", "RECURRENCE-ID;VALUE=DATE:20261223", "RECURRENCE-ID:yesterday"]
)
def test_date_that_is_not_ours_answers_nothing_least_of_all_the_series(weekly, dates, answer, comes_in, row, ada, line):
    # given
    series = weekly(invited=[ada])

    # when
    incoming = comes_in(answer(dates(series)[0], ada, "ACCEPTED", properties=[line]))

    # then
    assert incoming.state.value in {"waiting", "unreadable"}
    assert row(series, ada) == ("needs-action", [OPEN] * 6)


def test_series_and_its_dates_in_one_mail_the_date_wins(weekly, dates, answer, comes_in, row, ada):
    # given: as Thunderbird sends them, here the dates first; one is still open
    series = weekly(invited=[ada])
    first = dates(series)[0]
    events = [
        answer(first, ada, "DECLINED", properties=[THIRD["UTC (Google)"]]).event,
        answer(first, ada, "NEEDS-ACTION", properties=["RECURRENCE-ID:20261229T090000Z"]).event,
        answer(first, ada, "ACCEPTED").event,
    ]

    # when
    incoming = comes_in(answer(first, ada, events=events))

    # then
    assert (incoming.state.value, incoming.reason) == ("applied", "answer")
    assert row(series, ada) == ("accepted", [YES, YES, NO, YES, YES, YES])


def test_overtaken_and_repeated_answers_for_the_series_change_nothing(weekly, dates, answer, comes_in, row, ada, now):
    # given
    series = weekly(invited=[ada])
    first = dates(series)[0]
    late = answer(first, ada, "DECLINED", stamped=now + timedelta(minutes=1), headers=["X-Mail: late"])

    # when
    reasons = [
        comes_in(answer(first, ada, "ACCEPTED", stamped=now + timedelta(minutes=2)), at=now + timedelta(minutes=3)).reason,
        comes_in(late, at=now + timedelta(minutes=4)).reason,
        comes_in(
            answer(first, ada, "ACCEPTED", stamped=now + timedelta(minutes=2), headers=["X-Mail: again"]),
            at=now + timedelta(minutes=5),
        ).reason,
    ]

    # then
    assert reasons == ["answer", "earlier", "repeat"]
    assert row(series, ada) == ("accepted", [YES] * 6)


def test_answer_from_another_sender_waits_and_a_host_vouches_for_it(weekly, dates, answer, comes_in, row, planner, ada, now):
    # given
    series = weekly(invited=[ada])

    # when
    incoming = comes_in(answer(dates(series)[0], ada, "ACCEPTED", sender="Mallory <mallory@elsewhere.example>"))

    # then
    assert (incoming.state.value, incoming.reason) == ("waiting", "other-sender")
    assert row(series, ada) == ("needs-action", [OPEN] * 6)

    # when
    with transaction():
        replies.confirm(incoming.id, by=planner, now=now)

    # then
    assert row(series, ada) == ("accepted", [YES] * 6)
    assert db.session.get(IncomingMail, incoming.id).state.value == "closed"


def test_deadline_closes_some_dates_and_the_calendar_hears_which(
    weekly, dates, answer, comes_in, row, told, deliver, ada, now, clock
):
    # given: people answer until two days before each date; the first deadline has passed
    series = weekly(invited=[ada], rsvp_until=now + timedelta(days=5))
    deliver()
    clock.shift(timedelta(days=6))

    # when
    at = now + timedelta(days=6)
    incoming = comes_in(answer(dates(series)[0], ada, "ACCEPTED", stamped=at), at=at + timedelta(minutes=1))

    # then
    assert incoming.reason == "answer"
    assert row(series, ada) == ("accepted", [OPEN, YES, YES, YES, YES, YES])
    assert [why for why, *_rest in told(series)] == ["invited", "answered"]
