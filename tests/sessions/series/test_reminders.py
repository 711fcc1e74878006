"""Reminders for each date of a series; one nudge for all of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from sessions import reminders
from sessions.details import details_of
from sessions.models import Rsvp, ScheduledSession
from sessions.series import edits
from sessions.series.rhythms import Every, Rhythm

DAY = timedelta(days=1)


@pytest.fixture
def post_until(now):
    """`post_until(30)`: the job runs once a day for so many days; what it posted, by kind and day of the session."""

    def run(days: int) -> list[tuple[str, str]]:
        for step in range(days):
            with transaction():
                reminders.post_due(now=now + step * DAY)
        kinds = ("sessions.reminder", "sessions.nudge")
        rows = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind.in_(kinds)).order_by(OutgoingMail.id))
        sessions = {session.topic: session for session in db.session.scalars(select(ScheduledSession)).unique()}
        return [(row.kind.removeprefix("sessions."), f"{sessions[row.topic].starts_at:%d-%m}") for row in rows]

    return run


def test_who_has_not_answered_is_asked_once_more_for_the_whole_series(weekly, post_until, ada):
    # given
    weekly(invited=[ada])

    # then: about the first date, and never again
    assert post_until(50) == [("nudge", "08-12")]


def test_nudge_is_about_the_first_date_that_is_still_open(weekly, dates, say, post_until, ada):
    # given
    series = weekly(invited=[ada])
    for date in dates(series)[:2]:
        say(date, ada, "declined")

    # then
    assert post_until(50) == [("nudge", "22-12")]


def test_dates_that_follow_each_other_closely_are_one_question_too(weekly, post_until, ada):
    # given
    weekly(invited=[ada], rhythm=Rhythm(every=Every.DAY, count=6))

    # then
    assert post_until(20) == [("nudge", "08-12")]


def test_another_series_is_another_question(weekly, post_until, ada):
    # given
    weekly(invited=[ada])
    weekly(invited=[ada])

    # then
    assert post_until(50) == [("nudge", "08-12")] * 2


def test_series_that_went_on_under_another_uid_is_still_the_same(weekly, dates, planner, post_until, ada, now):
    # given: nudged about the first date; then it goes on differently from the third, and once more from the fifth
    days = dates(weekly(invited=[ada]))
    post_until(7)
    for number, title in ((2, "Supper"), (4, "Breakfast")):
        with transaction():
            session = db.session.get(ScheduledSession, days[number].id)
            details = replace(details_of(session), title=title)
            edits.change(session.id, details, scope=edits.Scope.FOLLOWING, by=planner, now=now + 7 * DAY)

    # then
    assert post_until(50) == [("nudge", "08-12")]


def test_reminder_comes_before_each_date_that_somebody_comes_to(weekly, dates, say, say_all, post_until, ada):
    # given
    series = weekly(invited=[ada])
    say_all(series, ada, "accepted")
    say(dates(series)[1], ada, "declined")

    # then
    assert post_until(50) == [("reminder", day) for day in ("08-12", "22-12", "29-12", "05-01", "12-01")]


def test_page_of_a_date_promises_no_question_of_its_own(weekly, meetup, ada, now):
    # given
    weekly(invited=[ada])
    meetup(invited=[ada])
    of_series, single = db.session.scalars(select(Rsvp).order_by(Rsvp.id)).all()[::6]

    # then
    assert reminders.nudge_at(of_series, now=now) is None
    assert reminders.nudge_at(single, now=now) == now + 4 * DAY
