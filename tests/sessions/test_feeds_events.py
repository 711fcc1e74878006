"""A series in a calendar to subscribe to: expanded by a calendar library it is our dates, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from hypothesis import assume, example, given, settings
from hypothesis import strategies as some
from sqlalchemy.orm.attributes import set_committed_value

from calendars.invitations import published
from sessions.details import SessionDetails
from sessions.errors import DetailsInvalid
from sessions.feeds_events import FeedRow, series_events
from sessions.models import Answer, CalendarObject, Invitation, Rsvp, ScheduledSession, Seat, SessionState
from sessions.series import plans
from sessions.series.models import Series
from sessions.series.rhythms import Every, Rhythm
from sessions.series.rhythms import dates as rhythm_dates

ZONES = (
    "Europe/Amsterdam",
    "America/New_York",
    "Australia/Sydney",
    "America/Santiago",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "UTC",
)
MADE = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = {"title": "Lunch", "description": "", "place": "Canteen", "address": "", "online_url": "https://example.com/lunch"}
WHAT = ("as planned", "as planned", "left out", "moved", "longer", "renamed", "cancelled", "declined", "open")

rhythms = some.one_of(
    some.builds(Rhythm, every=some.just(Every.DAY), between=some.integers(1, 12), count=some.integers(1, 60)),
    some.builds(
        Rhythm,
        every=some.just(Every.WEEK),
        between=some.integers(1, 4),
        weekdays=some.sets(some.integers(0, 6), min_size=1, max_size=3).map(tuple),
        count=some.integers(1, 60),
    ),
    some.builds(
        Rhythm,
        every=some.just(Every.MONTH),
        between=some.integers(1, 3),
        nth=some.sampled_from((1, 2, 3, 4, -1)),
        weekdays=some.integers(0, 6).map(lambda day: (day,)),
        count=some.integers(1, 24),
    ),
    some.builds(Rhythm, every=some.just(Every.MONTHDAY), monthday=some.integers(1, 28), count=some.integers(1, 24)),
)


def planned(zone, rhythm, first_on, at, minutes, happened):
    """The dates of a rhythm, or None where it cannot be planned: a date at an hour that the clocks skip can only be left out."""
    starts_at = datetime.combine(first_on, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    first = SessionDetails(
        title="Lunch", starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), timezone=zone, host_ids=(1,)
    )
    try:
        days = [local.date() for local in rhythm_dates(rhythm, first_on, at)]
        skipped = frozenset(day for day, what in zip(days, happened, strict=False) if what == "left out")
        return plans.planned_dates(plans.SeriesPlan(first=first, rhythm=rhythm, skipped=skipped))
    except DetailsInvalid:
        return None


def series_of(dates, rhythm, zone, minutes):
    return Series(
        id=1,
        recur=rhythm.recur,
        first_at=dates[0].recurrence_id,
        last_at=dates[-1].recurrence_id,
        minutes=minutes,
        timezone=zone,
        state=SessionState.PUBLISHED,
        **WORDS,
    )


def row_of(one, what, zone):
    """A date to which this happened."""
    session = ScheduledSession(
        id=1,
        series_id=1,
        recurrence_id=one.recurrence_id,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        timezone=zone,
        calendar_object=CalendarObject(uid="lunch@foyer.example", sequence=3),
        state=SessionState.CANCELLED if what == "cancelled" else SessionState.PUBLISHED,
        created_at=MADE,
        **{**WORDS, "title": "Dinner" if what == "renamed" else "Lunch"},
    )
    if what == "moved":
        session.starts_at, session.ends_at = one.starts_at + timedelta(minutes=95), one.ends_at + timedelta(minutes=95)
    if what == "longer":
        session.ends_at = one.ends_at + timedelta(minutes=30)
    answer = {"declined": Answer.DECLINED, "open": Answer.NEEDS_ACTION}.get(what, Answer.ACCEPTED)
    rsvp = Rsvp(answer=answer, seat=Seat.SEATED if answer is Answer.ACCEPTED else Seat.NONE)
    set_committed_value(rsvp, "invitation", Invitation(invited_at=MADE))
    return FeedRow(session, rsvp)


def expanded(body, dates):
    """What a calendar shows: start, end, STATUS, words."""
    calendar = icalendar.Calendar.from_ical(body)
    day = timedelta(days=1)
    found = recurring_ical_events.of(calendar).between(dates[0].starts_at - 400 * day, dates[-1].starts_at + 400 * day)
    return sorted(
        (
            one["DTSTART"].dt.astimezone(UTC),
            one["DTEND"].dt.astimezone(UTC),
            str(one["STATUS"]),
            str(one["SUMMARY"]),
        )
        for one in found
    )


@settings(deadline=None)
@given(
    zone=some.sampled_from(ZONES),
    rhythm=rhythms,
    first_on=some.dates(date(2026, 1, 1), date(2028, 12, 31)),
    at=some.times().map(lambda at: at.replace(second=0, microsecond=0)),
    minutes=some.integers(15, 600),
    happened=some.lists(some.sampled_from(WHAT), min_size=60, max_size=60),
)
@example(  # the clocks go back: 02:30 comes twice
    zone="Europe/Amsterdam",
    rhythm=Rhythm(every=Every.DAY, count=4),
    first_on=date(2026, 10, 23),
    at=time(2, 30),
    minutes=60,
    happened=["as planned", "moved", "open", "longer"] * 15,
)
@example(  # ... and forward: 02:30 is not there on the day that is left out
    zone="Europe/Amsterdam",
    rhythm=Rhythm(every=Every.DAY, count=4),
    first_on=date(2026, 3, 27),
    at=time(2, 30),
    minutes=60,
    happened=["as planned", "as planned", "left out", "as planned"] * 15,
)
@example(  # ... back during the night's meeting, which ends at one for the second time
    zone="America/New_York",
    rhythm=Rhythm(every=Every.DAY, between=8, count=24),
    first_on=date(2027, 5, 6),
    at=time(22),
    minutes=240,
    happened=["as planned"] * 60,
)
@example(  # they go back in the south as they go forward in the north
    zone="Australia/Sydney",
    rhythm=Rhythm(every=Every.WEEK, weekdays=(6,), count=30),
    first_on=date(2026, 3, 1),
    at=time(12),
    minutes=60,
    happened=["as planned", "cancelled", "moved", "declined", "left out", "renamed"] * 10,
)
@example(  # Ramadan: no yearly rule
    zone="Africa/Casablanca",
    rhythm=Rhythm(every=Every.WEEK, weekdays=(1,), count=60),
    first_on=date(2026, 1, 1),
    at=time(9),
    minutes=60,
    happened=["as planned", "moved", "as planned"] * 20,
)
def test_series_is_expanded_to_our_dates(zone, rhythm, first_on, at, minutes, happened):
    # given
    dates = planned(zone, rhythm, first_on, at, minutes, happened)
    assume(dates is not None)
    rows = [row_of(one, what, zone) for one, what in zip(dates, happened, strict=False) if not one.is_skipped]

    # when
    body = published(series_events(series_of(dates, rhythm, zone, minutes), rows), name="Lunch")

    # then
    shown = [row for row in rows if row.session.state is SessionState.PUBLISHED and not row.is_declined]
    ours = sorted((row.session.starts_at, row.session.ends_at, row.status.value, row.session.title) for row in shown)
    assert (expanded(body, dates) if shown else []) == ours
