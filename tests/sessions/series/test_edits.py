"""Changing one date, this and the following, or all: what stands in people's calendars afterwards is what Foyer says."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db
from sessions.series.edits import Scope
from sessions.series.models import Series
from tests.infra.model_calendar import in_foyer

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


def test_invitation_stands_in_the_calendar_at_every_date(weekly, calendars, ada, clock):
    # given
    weekly(invited=[ada])

    # when
    (calendar,) = calendars(ada)

    # then
    assert len(calendar.contents()) == 6
    assert calendar.contents() == in_foyer(ada)


def test_calendar_answers_for_all_and_for_one(weekly, calendars, press, row, ada, clock, now):
    # given
    series = weekly(invited=[ada])

    # when
    press(ada, "DECLINED", nth=2, at=now)
    press(ada, "ACCEPTED", at=now + HOUR)

    # then
    assert row(series, ada)[0] == "accepted"
    assert [answer for answer, _seat in row(series, ada)[1]] == ["accepted"] * 2 + ["declined"] + ["accepted"] * 3
    (calendar,) = calendars(ada)
    assert calendar.contents() == in_foyer(ada)


@pytest.mark.parametrize("scope", list(Scope))
def test_place_of_some_dates_changes(weekly, calendars, press, edit, dates, ada, bo, clock, now, scope):
    # given
    series = weekly(invited=[ada, bo])
    press(ada, "ACCEPTED", at=now)
    press(bo, "ACCEPTED", nth=1, at=now)
    calendars(ada, bo)

    # when
    edit(dates(series)[2], scope, place="Hall 2")

    # then
    for calendar, person in zip(calendars(ada, bo), (ada, bo), strict=True):
        assert calendar.contents() == in_foyer(person)
    asked = {Scope.THIS: 1, Scope.FOLLOWING: 4, Scope.ALL: 6}[scope]
    assert sorted(partstat for _start, _end, partstat, _status in in_foyer(ada)) == sorted(
        ["NEEDS-ACTION"] * asked + ["ACCEPTED"] * (6 - asked)
    )


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("step", [HOUR, DAY, WEEK, -HOUR], ids=["hour", "day", "week", "earlier"])
def test_dates_move(weekly, calendars, press, edit, dates, ada, clock, now, scope, step):
    # given
    series = weekly(invited=[ada])
    press(ada, "ACCEPTED", at=now)
    starts = [session.starts_at for session in dates(series)]

    # when
    edit(dates(series)[2], scope, by=step)

    # then
    (calendar,) = calendars(ada)
    assert calendar.contents() == in_foyer(ada)
    first = {Scope.THIS: 2, Scope.FOLLOWING: 2, Scope.ALL: 0}[scope]
    moved = range(first, 3 if scope is Scope.THIS else 6)
    assert sorted(start for start, *_rest in in_foyer(ada)) == sorted(
        start + step if nth in moved else start for nth, start in enumerate(starts)
    )


def test_all_dates_ahead_move_and_those_that_were_stay(weekly, calendars, press, edit, dates, ada, clock, now):
    # given
    series = weekly(invited=[ada])
    press(ada, "ACCEPTED", at=now)
    clock.shift(15 * DAY)

    # when
    edit(dates(series)[3], Scope.ALL, by=HOUR, at=now + 15 * DAY)

    # then: two dates are over
    (calendar,) = calendars(ada)
    assert calendar.contents() == in_foyer(ada)
    assert [partstat for _start, _end, partstat, _status in sorted(in_foyer(ada))] == ["ACCEPTED"] * 2 + ["NEEDS-ACTION"] * 4
    new = db.session.scalars(select(Series).where(Series.continues_id == series.id)).one()
    assert len(calendar.objects) == 2
    assert str(calendar.objects[new.calendar_object.uid][None]["RELATED-TO"]) == series.calendar_object.uid


@pytest.mark.parametrize("scope", list(Scope))
def test_dates_are_called_off(weekly, calendars, press, call_off, dates, ada, bo, clock, now, scope):
    # given
    series = weekly(invited=[ada, bo])
    press(ada, "ACCEPTED", at=now)
    press(bo, "TENTATIVE", nth=0, at=now)  # until somebody has answered, nobody knows what their calendar understands
    calendars(ada, bo)

    # when
    call_off(dates(series)[2], scope)

    # then
    for calendar, person in zip(calendars(ada, bo), (ada, bo), strict=True):
        assert calendar.contents() == in_foyer(person)
    assert len(in_foyer(ada)) == {Scope.THIS: 5, Scope.FOLLOWING: 2, Scope.ALL: 0}[scope]


def test_answer_under_way_to_the_old_series_finds_its_date(weekly, calendars, edit, lmtp, read_in, dates, row, ada, clock, now):
    # given: Ada declined the fifth date before the split, and her mail is late
    series = weekly(invited=[ada])
    (calendar,) = calendars(ada)
    uid = series.calendar_object.uid
    raw, sender, recipient = calendar.press(uid, "DECLINED", rid=calendar.dates(uid)[4], now=now)
    edit(dates(series)[3], Scope.FOLLOWING, title="Lunch and more", at=now + HOUR)
    calendars(ada)

    # when
    clock.shift(2 * HOUR)
    lmtp(raw, recipient, sender=sender)
    read_in()

    # then
    new = db.session.scalars(select(Series).where(Series.continues_id == series.id)).one()
    assert [answer for answer, _seat in row(new, ada)[1]] == ["needs-action", "declined", "needs-action"]


def test_late_joiner_and_leaver_have_what_is_theirs(weekly, calendars, invite, withdraw, dates, ada, dana, clock, now):
    # given
    series = weekly(invited=[ada])
    calendars(ada)
    clock.shift(15 * DAY)

    # when
    invite(dates(series)[3], dana, at=now + 15 * DAY)
    withdraw(dates(series)[3], ada, at=now + 15 * DAY)

    # then
    hers, danas = calendars(ada, dana)
    assert (hers.contents(), len(danas.contents())) == (set(), 4)
    assert danas.contents() == in_foyer(dana)
