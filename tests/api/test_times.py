"""Local ISO times with a time zone."""

from datetime import UTC, datetime

from database import db
from sessions.models import ScheduledSession


def create(calling, **fields):
    return calling("POST", "/sessions", {"title": "Lunch", "timezone": "Europe/Amsterdam", **fields})


WRITTEN = [
    ("2026-12-08T12:00", "Europe/Amsterdam", "2026-12-08T12:00:00", datetime(2026, 12, 8, 11, tzinfo=UTC)),
    ("2026-12-08T12:00:00", "Europe/Amsterdam", "2026-12-08T12:00:00", datetime(2026, 12, 8, 11, tzinfo=UTC)),
    ("2026-12-08T12:00:00.000000", "Europe/Amsterdam", "2026-12-08T12:00:00", datetime(2026, 12, 8, 11, tzinfo=UTC)),
    ("2026-12-08 12:00", "Europe/Amsterdam", "2026-12-08T12:00:00", datetime(2026, 12, 8, 11, tzinfo=UTC)),
    ("2026-12-08T12:00Z", "Europe/Amsterdam", "2026-12-08T13:00:00", datetime(2026, 12, 8, 12, tzinfo=UTC)),
    ("2026-12-08t12:00:00z", "Asia/Kolkata", "2026-12-08T17:30:00", datetime(2026, 12, 8, 12, tzinfo=UTC)),
    ("2026-12-08T12:00-05:00", "Europe/Amsterdam", "2026-12-08T18:00:00", datetime(2026, 12, 8, 17, tzinfo=UTC)),
    ("2027-07-01T09:00", "America/New_York", "2027-07-01T09:00:00", datetime(2027, 7, 1, 13, tzinfo=UTC)),
    # Clocks go back at three: half past two exists twice, and the first is meant.
    ("2027-10-31T02:30", "Europe/Amsterdam", "2027-10-31T02:30:00", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
    ("2027-10-31T02:30+01:00", "Europe/Amsterdam", "2027-10-31T02:30:00", datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
]


def test_time_is_meant_in_the_zone_unless_it_has_an_offset(call_as, chen):
    # given
    calling = call_as(chen)

    # when
    answers = [create(calling, starts_at=written, timezone=zone) for written, zone, _kept, _instant in WRITTEN]

    # then
    assert [(answer.status, answer.body["timezone"], answer.body["starts_at"]) for answer in answers] == [
        (201, zone, kept) for _written, zone, kept, _instant in WRITTEN
    ]
    starts = [db.session.get(ScheduledSession, answer.body["id"]).starts_at for answer in answers]
    assert starts == [instant for _written, _zone, _kept, instant in WRITTEN]


NO_TIMES = [
    "2026-12-08T12:00:30",
    "2026-12-08T12:00:00.5",
    "2026-12-08",
    "12:00",
    "2026-W50-2T12:00",
    "20261208T120000",
    "2026-02-30T12:00",
    "2026-12-08T24:00",
    "2026-12-08T12:60",
    "2026-12-08T12:00+25:00",
    "8 December 2026, noon",
    "2026-12-08T12:00[Europe/Amsterdam]",
    "\u0662026-12-08T12:00",
    "",
    1796727600,
    1796727600.5,
    True,
    ["2026-12-08T12:00"],
    {"date": "2026-12-08"},
]
OUT_OF_REACH = ["0001-01-01T00:00", "0001-01-01T00:00+14:00", "9999-12-31T23:59", "9999-12-31T23:59-12:00", "1969-12-31T23:59"]


def test_time_that_is_none_names_its_field(call_as, chen):
    # given
    calling, fine = call_as(chen), "2026-12-08T12:00"

    # when
    starts = [create(calling, starts_at=written) for written in NO_TIMES]
    deadlines = [create(calling, starts_at=fine, rsvp_until=written) for written in NO_TIMES]

    # then
    assert [(answer.status, list(answer.faults)) for answer in starts] == [(422, ["starts_at"])] * len(NO_TIMES)
    assert [(answer.status, list(answer.faults)) for answer in deadlines] == [(422, ["rsvp_until"])] * len(NO_TIMES)


def test_year_out_of_reach_names_its_field(call_as, chen):
    # given
    calling, fine, message = call_as(chen), "2026-12-08T12:00", "Choose a year from 1970 to 2200."

    # when
    starts = [create(calling, starts_at=written) for written in OUT_OF_REACH]
    deadlines = [create(calling, starts_at=fine, rsvp_until=written) for written in OUT_OF_REACH]

    # then
    assert [(answer.status, answer.faults) for answer in starts] == [(422, {"starts_at": message})] * len(OUT_OF_REACH)
    assert [(answer.status, answer.faults) for answer in deadlines] == [(422, {"rsvp_until": message})] * len(OUT_OF_REACH)


GAP = "This time does not exist on that day: the clocks go forward. Choose an hour earlier or later."


SKIPPED = [
    ({"starts_at": "2027-03-28T02:30"}, "starts_at"),
    ({"starts_at": "2027-03-28T12:00", "rsvp_until": "2027-03-28T02:30"}, "rsvp_until"),
    ({"starts_at": "2027-03-14T02:30", "timezone": "America/New_York"}, "starts_at"),
]


def test_hour_that_the_clocks_skip_names_its_field(call_as, chen):
    # given
    calling = call_as(chen)

    # when
    answers = [create(calling, **fields) for fields, _field in SKIPPED]

    # then
    assert [(answer.status, answer.faults) for answer in answers] == [(422, {field: GAP}) for _fields, field in SKIPPED]


def test_new_zone_keeps_the_time_on_the_wall_for_start_and_deadline(call_as, chen):
    # given
    calling = call_as(chen)
    create(calling, starts_at="2026-12-08T12:00", rsvp_until="2026-12-07T17:00", duration_minutes=90)

    # when
    answer = calling("PATCH", "/sessions/1", {"timezone": "America/New_York"})

    # then
    session = db.session.get(ScheduledSession, 1)
    shown = {name: answer.body[name] for name in ("starts_at", "timezone", "rsvp_until", "duration_minutes")}
    assert shown == {
        "starts_at": "2026-12-08T12:00:00",
        "timezone": "America/New_York",
        "rsvp_until": "2026-12-07T17:00:00",
        "duration_minutes": 90,
    }
    assert (session.starts_at, session.rsvp_until) == (
        datetime(2026, 12, 8, 17, tzinfo=UTC),
        datetime(2026, 12, 7, 22, tzinfo=UTC),
    )


def test_new_zone_in_which_the_hour_is_skipped_names_the_zone(call_as, chen):
    # given
    calling = call_as(chen)
    create(calling, starts_at="2027-03-28T02:30", timezone="America/New_York")

    # when
    answer = calling("PATCH", "/sessions/1", {"timezone": "Europe/Amsterdam"})

    # then
    assert (answer.status, answer.faults) == (422, {"timezone": GAP})


def test_new_start_after_the_deadline_alone_is_fine_and_before_it_is_not(call_as, chen):
    # given
    calling = call_as(chen)
    create(calling, starts_at="2026-12-08T12:00", rsvp_until="2026-12-07T17:00")

    # when
    later = calling("PATCH", "/sessions/1", {"starts_at": "2026-12-10T12:00"})
    earlier = calling("PATCH", "/sessions/1", {"starts_at": "2026-12-06T12:00"})

    # then
    assert (later.status, later.body["rsvp_until"]) == (200, "2026-12-07T17:00:00")
    assert (earlier.status, earlier.faults) == (422, {"rsvp_until": "The answer is needed before the session starts."})


def test_session_over_a_change_of_clocks_lasts_as_long_as_was_said(call_as, chen):
    # when
    answer = create(call_as(chen), starts_at="2027-03-27T20:00", duration_minutes=720)

    # then
    assert (answer.status, answer.body["duration_minutes"]) == (201, 720)


def test_published_session_is_not_moved_into_the_past(call_as, chen, meetup):
    # when
    answer = call_as(chen)("PATCH", f"/sessions/{meetup().id}", {"starts_at": "2026-11-30T12:00"})

    # then
    assert (answer.status, answer.faults) == (422, {"starts_at": "This start lies in the past."})
