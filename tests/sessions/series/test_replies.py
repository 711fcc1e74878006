"""Answers that calendars give to a series: RECURRENCE-ID in every form that clients write, and several events in one mail."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import IncomingMail
from sessions import links, replies
from sessions.details import details_of
from sessions.models import Rsvp
from sessions.series import edits
from sessions.series.edits import Scope
from sessions.series.models import Series
from sessions.series.rhythms import Every, Rhythm

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


def test_yes_for_all_pressed_before_a_date_moved_is_none_for_that_date(
    weekly, dates, answer, comes_in, change, row, told, deliver, ada, now, clock
):
    # given
    made = weekly(invited=[ada])
    pressed = answer(dates(made)[0], ada, "ACCEPTED", stamped=now + timedelta(minutes=1))
    series = SimpleNamespace(id=made.id, topic=made.topic)
    clock.shift(timedelta(minutes=5))
    change(dates(series)[2], moved_by=timedelta(hours=2), at=now + timedelta(minutes=5))
    deliver()

    # when
    comes_in(pressed, at=now + timedelta(minutes=10))

    # then
    assert row(series, ada) == ("accepted", [YES, YES, OPEN, YES, YES, YES])
    assert [why for why, *_rest in told(series)][-1] == "answered"


def test_no_for_all_under_way_to_the_old_entry_counts_for_what_went_on_from_it(
    weekly, dates, answer, comes_in, say_all, planner, row, deliver, ada, now, clock
):
    # given
    series = weekly(invited=[ada])
    say_all(series, ada, "accepted")
    deliver()
    pressed = answer(dates(series)[0], ada, "DECLINED", stamped=now + timedelta(minutes=2))
    clock.shift(timedelta(minutes=5))
    with transaction():
        third = dates(series)[2]
        named = replace(details_of(third), title="Lunch and more")
        edits.change(third.id, named, scope=Scope.FOLLOWING, by=planner, now=now + timedelta(minutes=5))

    # when
    comes_in(pressed, at=now + timedelta(minutes=10))

    # then
    new = db.session.scalars(select(Series).where(Series.continues_id == series.id)).one()
    assert (row(series, ada), row(new, ada)) == (("declined", [NO] * 2), ("declined", [NO] * 4))


def test_two_dates_without_a_zone_in_one_mail_are_two(weekly, dates, answer, comes_in, row, ada):
    # given
    series = weekly(invited=[ada])
    first = dates(series)[0]
    events = [
        answer(first, ada, "ACCEPTED", properties=["RECURRENCE-ID:20261215T100000"]).event,
        answer(first, ada, "DECLINED", properties=["RECURRENCE-ID:20261222T100000"]).event,
    ]

    # when
    comes_in(answer(first, ada, events=events))

    # then
    assert row(series, ada) == ("needs-action", [OPEN, YES, NO, OPEN, OPEN, OPEN])


def test_day_alone_is_the_day_at_the_place_not_in_utc(weekly, dates, answer, comes_in, row, ada, now):
    # given: every day at 19:00 in New York, when it is the next day already by UTC
    start = now.replace(hour=0) + timedelta(days=8)
    daily = Rhythm(every=Every.DAY, count=3)
    series = weekly(invited=[ada], rhythm=daily, timezone="America/New_York", starts_at=start, ends_at=start + timedelta(hours=1))
    day = dates(series)[1].starts_at.astimezone(ZoneInfo("America/New_York"))

    # when
    comes_in(answer(dates(series)[0], ada, "DECLINED", properties=[f"RECURRENCE-ID;VALUE=DATE:{day:%Y%m%d}"]))

    # then
    assert row(series, ada) == ("needs-action", [OPEN, NO, OPEN])


def test_link_of_an_earlier_mail_still_leads_to_its_date_after_a_split(weekly, dates, planner, ada, now):
    # given
    series = weekly(invited=[ada])
    fifth = dates(series)[4]
    rsvp = db.session.scalars(select(Rsvp).where(Rsvp.session_id == fifth.id)).one()
    token = links.answer_path(rsvp).removeprefix("/a/")
    with transaction():
        named = replace(details_of(dates(series)[2]), title="Lunch and more")
        edits.change(dates(series)[2].id, named, scope=Scope.FOLLOWING, by=planner, now=now)

    # then
    assert links.read(token, now=now).session_id == fifth.id
