"""A series that goes on in another rhythm."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from sessions.details import details_of
from sessions.errors import WrongState
from sessions.models import ScheduledSession, SessionState
from sessions.series import new_rhythms
from sessions.series.models import Series
from sessions.series.plans import SeriesPlan
from sessions.series.rhythms import Every, Rhythm
from tests.infra.model_calendar import ModelCalendar, in_foyer

EVERY_SECOND = Rhythm(every=Every.WEEK, between=2, weekdays=(1,), count=3)
YES, NO, OPEN = ("accepted", "seated"), ("declined", "none"), ("needs-action", "none")


@pytest.fixture
def go_on(planner, now):
    """`go_on(session, rhythm, at=...)`: from that date on."""

    def change(session, rhythm, *, at=None, **fields):
        with transaction():
            details = replace(details_of(db.session.get(ScheduledSession, session.id)), **fields)
            return new_rhythms.go_on(session.id, SeriesPlan(first=details, rhythm=rhythm), by=planner, now=at or now)

    return change


def test_days_of_both_rhythms_keep_their_answers(weekly, say_all, go_on, dates, row, deliver, smtp_sink, ada, bo, clock):
    # given: six Tuesdays; from the third on every second one, three times
    series = weekly(invited=[ada, bo])
    say_all(series, ada, "accepted")
    say_all(series, bo, "declined")
    deliver()
    third = dates(series)[2]

    # when
    new = go_on(third, EVERY_SECOND)

    # then
    assert [session.state for session in dates(series)] == [SessionState.PUBLISHED] * 2
    live = [session for session in dates(new) if session.is_published]
    assert [session.starts_at for session in live] == [third.starts_at + timedelta(weeks=weeks) for weeks in (0, 2, 4)]
    answers = dict(
        zip([session.starts_at for session in sorted(dates(new), key=lambda one: one.starts_at)], row(new, ada)[1], strict=True)
    )
    assert [answers[session.starts_at] for session in live] == [YES, YES, OPEN]
    assert (row(new, ada)[0], row(new, bo)[0]) == ("needs-action", "declined")
    assert row(new, bo)[1] == [NO] * len(row(new, bo)[1])


@pytest.mark.parametrize("nth", [0, 2])
def test_calendars_follow_into_the_new_rhythm(weekly, say_all, go_on, dates, deliver, smtp_sink, ada, clock, nth):
    # given
    series = weekly(invited=[ada])
    say_all(series, ada, "accepted")
    deliver()

    # when
    go_on(dates(series)[nth], EVERY_SECOND)
    deliver()

    # then
    calendar = ModelCalendar(ada.email)
    for mail in smtp_sink.to(ada.email):
        calendar.receive(mail.raw)
    assert calendar.contents() == in_foyer(ada)
    assert len(calendar.contents()) == nth + 3


def test_plan_says_what_stays_what_is_off_and_what_is_new(weekly, dates, now):
    # given
    third = dates(weekly())[2]

    # when
    planned = new_rhythms.plan_rhythm(third, SeriesPlan(first=details_of(third), rhythm=EVERY_SECOND), now=now)

    # then
    assert (len(planned.stays), len(planned.off), len(planned.new)) == (2, 2, 1)


def test_draft_is_planned_anew_instead(weekly, go_on, dates):
    with pytest.raises(WrongState, match="draft"):
        go_on(dates(weekly(publish=False))[0], EVERY_SECOND)
    assert len(db.session.scalars(select(Series)).all()) == 1


def test_date_that_was_moved_by_itself_keeps_its_time(weekly, change, go_on, dates, client_of, chen):
    # given: the third of six is a day and two hours later
    third = dates(weekly())[2]
    regular = third.starts_at
    change(third, moved_by=timedelta(days=1, hours=2))

    # when: the page offers the rhythm as it is, and every second Tuesday begins with that date
    page = client_of(chen).get(f"/series/dates/{third.id}/rhythm").get_data(as_text=True)
    moved = db.session.get(ScheduledSession, third.id)
    new = go_on(moved, EVERY_SECOND, starts_at=regular, ends_at=regular + timedelta(hours=1))

    # then
    assert f'value="{regular:%Y-%m-%d}"' in page
    starts = [session.starts_at for session in dates(new) if session.is_published]
    assert starts == [regular + timedelta(days=1, hours=2), regular + timedelta(weeks=2), regular + timedelta(weeks=4)]
