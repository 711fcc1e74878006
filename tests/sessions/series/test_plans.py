"""A plan becomes dates, a draft, and one question to everybody on the list."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from sessions.errors import DetailsInvalid, WrongState
from sessions.models import CalendarObject, ScheduledSession, SessionState
from sessions.series import plans
from sessions.series.models import Series
from sessions.series.plans import SeriesPlan
from sessions.series.rhythms import Every, Rhythm

TUESDAYS = Rhythm(every=Every.WEEK, weekdays=(1,), count=4)
DAY = timedelta(days=1)


def test_dates_are_skipped_and_moved_before_anybody_is_told(weekly, dates, now):
    # given
    second, third = date(2026, 12, 15), date(2026, 12, 22)
    moved_to = datetime(2026, 12, 23, 15, tzinfo=UTC)

    # when
    series = weekly(rhythm=TUESDAYS, publish=False, plan={"skipped": frozenset({second}), "moved": {third: moved_to}})

    # then
    starts = [now + timedelta(days=7), moved_to, now + timedelta(days=28)]
    assert [session.starts_at for session in dates(series)] == starts
    assert [session.ends_at - session.starts_at for session in dates(series)] == [timedelta(hours=1)] * 3
    assert {session.state for session in dates(series)} == {SessionState.DRAFT}
    assert (series.first_at, series.last_at) == (starts[0], starts[2])


def test_date_to_answer_keeps_its_distance(weekly, dates, now):
    # when
    series = weekly(rhythm=TUESDAYS, rsvp_until=now + timedelta(days=5))

    # then
    assert {session.starts_at - session.rsvp_until for session in dates(series)} == {2 * DAY}


def test_series_without_a_date_is_none(details, planner, now):
    left_out = frozenset(date(2026, 12, 8) + timedelta(weeks=week) for week in range(4))
    with transaction(), pytest.raises(DetailsInvalid) as refused:
        plans.draft(SeriesPlan(first=details(), rhythm=TUESDAYS, skipped=left_out), by=planner, now=now)
    assert refused.value.field == "skipped"
    assert db.session.scalars(select(Series.id)).all() == []


def test_hour_that_the_clocks_skip_is_said_by_its_day(details):
    # given: 02:30 every Sunday; on 28 March 2027 there is no such time in Amsterdam
    start = datetime(2027, 3, 21, 1, 30, tzinfo=UTC)
    plan = SeriesPlan(
        first=details(starts_at=start, ends_at=start + timedelta(hours=1)),
        rhythm=Rhythm(every=Every.WEEK, weekdays=(6,), count=2),
    )

    # then
    with pytest.raises(DetailsInvalid, match="2027-03-28"):
        plans.planned_dates(plan)


def test_publishing_asks_everybody_once(weekly, told, ada, dana):
    # when
    series = weekly(invited=[ada, dana])

    # then
    assert told(series) == [("invited", "ada", 0, "queued"), ("invited", "dana", 0, "queued")]


def test_publishing_twice_or_into_the_past_is_refused(weekly, planner, now):
    # given
    published, draft = weekly(), weekly(publish=False)

    # then
    with transaction(), pytest.raises(WrongState, match="already"):
        plans.publish(published.id, by=planner, now=now)
    with transaction(), pytest.raises(WrongState, match="past"):
        plans.publish(draft.id, by=planner, now=now + timedelta(days=8))


def test_draft_is_thrown_away_with_its_dates(weekly, planner, ada):
    # given
    series, other = weekly(publish=False, invited=[ada]), weekly()

    # when
    with transaction():
        plans.discard(series.id, by=planner)

    # then
    assert db.session.scalars(select(Series.id)).all() == [other.id]
    assert {session.series_id for session in db.session.scalars(select(ScheduledSession)).unique()} == {other.id}
    assert db.session.scalars(select(CalendarObject.id)).all() == [other.calendar_object_id]
    with transaction(), pytest.raises(WrongState, match="draft"):
        plans.discard(other.id, by=planner)
