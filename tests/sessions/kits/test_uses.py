"""Which format a session has, and what it is one more of."""

from dataclasses import replace
from datetime import timedelta

import pytest

from database import db, transaction
from sessions import scheduling
from sessions.details import details_of
from sessions.kits import formats, uses
from sessions.series import edits
from sessions.series.edits import Scope
from sessions.series.models import Series
from tests.infra.series import dates_of


@pytest.fixture
def choose(app):
    def use(session, key):
        with transaction():
            uses.choose(session, key)

    return use


def test_a_session_has_no_format_unless_somebody_chose_one(meetup, choose):
    # given
    session = meetup()

    # then
    assert (uses.key_of(session), uses.kit_of(session, "en"), uses.follow_up_of(session, "en")) == ("", None, "")
    choose(session, "first-steps")
    assert uses.kit_of(session, "nl") == formats.find("first-steps", "nl")
    assert uses.follow_up_of(session, "en") == formats.find("first-steps", "en").text.follow_up
    choose(session, "")
    assert uses.kit_of(session, "en") is None


def test_what_is_no_format_is_none(meetup, choose):
    # given
    session = meetup()

    # when
    choose(session, "nonsense")

    # then
    assert session.format_key == ""


def test_a_format_of_one_date_is_that_of_its_series(weekly, dates, choose):
    # given
    series = weekly()
    all_dates = dates(series)

    # when
    choose(all_dates[2], "working-out-loud")

    # then
    assert [uses.key_of(date) for date in all_dates] == ["working-out-loud"] * 6


def test_a_part_of_a_course_has_a_format_of_its_own(course, choose):
    # given
    first, second = dates_of_course(course(parts=2, minimum=1))

    # when
    choose(first, "first-steps")

    # then
    assert (uses.key_of(first), uses.key_of(second)) == ("first-steps", "")


def dates_of_course(made):
    query = scheduling.select(scheduling.ScheduledSession).where(scheduling.ScheduledSession.series_id == made.id)
    return list(db.session.scalars(query.order_by(scheduling.ScheduledSession.part)).unique())


def test_a_copy_is_of_the_same_format_and_like_the_first(meetup, choose, planner, now):
    # given
    session = meetup()
    choose(session, "profile-clinic")

    # when
    with transaction():
        copy = scheduling.duplicate(session.id, by=planner, now=now)
        copy_of_copy = scheduling.duplicate(copy.id, by=planner, now=now)

    # then
    assert [one.format_key for one in (copy, copy_of_copy)] == ["profile-clinic"] * 2
    assert {uses.topic_of(one) for one in (session, copy, copy_of_copy)} == {session.topic}


def test_a_copy_of_a_date_is_like_its_series(weekly, dates, choose, planner, now):
    # given
    series = weekly()
    date = dates(series)[0]
    choose(date, "show-your-work")

    # when
    with transaction():
        copy = scheduling.duplicate(date.id, by=planner, now=now)

    # then
    assert (uses.key_of(copy), uses.topic_of(copy), uses.topic_of(date)) == ("show-your-work", series.topic, series.topic)


def test_a_series_that_goes_on_as_another_keeps_its_format(weekly, choose, planner, now):
    # given
    series = weekly()
    date = dates_of(series)[2]
    choose(date, "working-out-loud")

    # when
    with transaction():
        details = details_of(scheduling.lock(date.id))
        moved = {"starts_at": details.starts_at + timedelta(hours=1), "ends_at": details.ends_at + timedelta(hours=1)}
        edits.change(date.id, replace(details, **moved), scope=Scope.FOLLOWING, by=planner, now=now)

    # then
    later = db.session.get_one(Series, date.series_id)
    assert (later.id == series.id, later.format_key, uses.topic_of(date)) == (False, "working-out-loud", series.topic)


def test_parallel_groups_of_a_course_are_of_one_kind(course):
    # given
    first = course(parts=2, minimum=1)
    second = course(like=first)

    # then
    assert {uses.topic_of(date) for made in (first, second) for date in dates_of_course(made)} == {first.topic}
