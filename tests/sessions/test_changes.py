"""What a change means: decided as a table, then what becomes of answers, seats and reminders."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from database import db, transaction
from sessions import changes
from sessions.changes import Change, Told
from sessions.details import SessionDetails
from sessions.models import Answer, AnswerRecord, Outcome, Rsvp, Seat, SessionKind, Via

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def asks_bumps_tells(change):
    return change.asks_again, change.bumps_sequence, change.tells


@pytest.mark.parametrize(
    ("changed", "follows"),
    [
        ({}, (False, False, False)),
        ({"starts_at": datetime(2026, 12, 8, 10, tzinfo=UTC)}, (True, True, True)),
        ({"ends_at": datetime(2026, 12, 8, 12, tzinfo=UTC)}, (True, True, True)),
        ({"place": "Hall 2"}, (True, True, True)),
        ({"address": "Second floor"}, (False, True, True)),  # stands in LOCATION
        ({"online_url": "https://meet.example/1"}, (False, True, True)),
        ({"timezone": "Europe/Lisbon"}, (False, True, True)),
        ({"title": "Lunch and listen"}, (False, False, True)),
        ({"description": "Bread first."}, (False, False, True)),
        ({"host_ids": (2, 1)}, (False, False, True)),  # the first stands in the calendar entry
        ({"host_ids": (1, 2)}, (False, False, False)),
        ({"capacity": 3}, (False, False, False)),
        ({"rsvp_until": datetime(2026, 12, 4, tzinfo=UTC)}, (False, False, False)),
        ({"shows_who_comes": True}, (False, False, False)),
        ({"kind": SessionKind.MEETUP}, (False, False, False)),
    ],
)
def test_plan_says_what_follows_from_each_field(changed, follows, now):
    # given
    before = SessionDetails(
        title="Lunch and learn",
        starts_at=datetime(2026, 12, 8, 9, tzinfo=UTC),
        ends_at=datetime(2026, 12, 8, 11, tzinfo=UTC),
        timezone="Europe/Amsterdam",
        host_ids=(1,),
        place="Canteen",
    )

    # when
    planned = changes.plan(before, replace(before, **changed), now=now)

    # then
    assert asks_bumps_tells(planned) == follows


def test_plan_asks_nobody_again_once_the_session_has_begun(now):
    # given
    before = SessionDetails(
        title="Lunch", starts_at=now, ends_at=now + timedelta(hours=1), timezone="Europe/Amsterdam", host_ids=(1,)
    )

    # when
    planned = changes.plan(before, replace(before, ends_at=now + timedelta(hours=2)), now=now)

    # then
    assert asks_bumps_tells(planned) == (False, True, True)


def test_told_by_names_who_is_called_from_the_waiting_list(meetup, say, colleagues):
    # given
    people = colleagues(5)
    session = meetup(invited=people, capacity=1)
    for person in people[:4]:
        say(session, person, "accepted")
    raised = Change(frozenset({"capacity"}))

    # when
    by_two, by_many, without_limit, lowered = (
        changes.told_by(session, raised, capacity=capacity) for capacity in (3, 30, None, 1)
    )

    # then
    seated, open_ = Told("seated", 1, "nothing"), Told("unanswered", 1, "nothing")
    assert by_two == [seated, Told("called", 2, "seated"), Told("waiting", 1, "nothing"), open_]
    assert by_many == without_limit == [seated, Told("called", 3, "seated"), open_]
    assert lowered == [seated, Told("waiting", 3, "nothing"), open_]


def test_names_are_of_who_is_told_and_who_waits_longest_is_called(meetup, say, withdraw, add_person):
    # given
    people = [add_person(name) for name in ("Zoe", "Yara", "Xander", "Wim")]
    session = meetup(invited=people, capacity=1)
    for person in people[:3]:
        say(session, person, "accepted")
    withdraw(session, people[3])

    # when
    told = changes.told_by(session, Change(frozenset({"capacity"})), capacity=2)

    # then
    assert changes.names_of(session, told) == [("Zoe", "seated"), ("Yara", "called"), ("Xander", "waiting")]


def test_told_by_leaves_out_who_is_withdrawn_or_not_here_any_more(meetup, add_person, ada, chen, now):
    # given
    from people import people as everybody
    from sessions import invitations

    eve, finn = add_person("Eve Mulder"), add_person("Finn Bos")
    session = meetup(invited=[ada, eve, finn])
    with transaction():
        invitations.withdraw(session.id, eve.id, by=chen, now=now)
        everybody.deactivate(db.session.merge(finn))

    # when
    told = changes.told_by(session, Change(frozenset({"title"})), capacity=None)

    # then
    assert told == [Told("unanswered", 1, "told")]
    assert changes.count_people(told) == 1


def test_asking_again_keeps_the_seat_and_stands_in_the_history(meetup, say, ada, now):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted")

    # when
    with transaction():
        changes.ask_again([session.id], now=now + timedelta(minutes=1))

    # then
    rsvp = db.session.scalars(select(Rsvp).execution_options(populate_existing=True)).one()
    assert (rsvp.answer, rsvp.seat) == (Answer.NEEDS_ACTION, Seat.SEATED)
    record = db.session.scalars(select(AnswerRecord).order_by(AnswerRecord.id.desc())).first()
    assert (record.via, record.outcome, record.answer_before, record.answer, record.seat_before, record.seat, record.at) == (
        Via.SYSTEM,
        Outcome.APPLIED,
        Answer.ACCEPTED,
        Answer.NEEDS_ACTION,
        Seat.SEATED,
        Seat.SEATED,
        now + timedelta(minutes=1),
    )


def test_asking_again_reminds_anew_but_never_nudges_twice(meetup, say, ada, now):
    # given: promise 5 counts nudges by `nudged_at`, and the nudge itself says that it is the only one
    session = meetup(invited=[ada])
    with transaction():
        rsvp = db.session.scalars(select(Rsvp)).one()
        rsvp.reminded_at = rsvp.nudged_at = now

    # when
    with transaction():
        changes.ask_again([session.id], now=now)

    # then
    rsvp = db.session.scalars(select(Rsvp).execution_options(populate_existing=True)).one()
    assert (rsvp.reminded_at, rsvp.nudged_at) == (None, now)


@pytest.mark.parametrize(
    ("at", "weeks", "later"),
    [
        ((2026, 12, 8, 11), 1, (2026, 12, 15, 11)),
        ((2027, 3, 24, 11), 1, (2027, 3, 31, 10)),  # summer time has begun: the same hour on the wall
        ((2026, 10, 20, 10), 1, (2026, 10, 27, 11)),  # and has ended
        ((2026, 12, 8, 11), 3, (2026, 12, 29, 11)),
    ],
)
def test_later_keeps_the_hour_on_the_wall(at, weeks, later):
    # when
    found = changes.later(datetime(*at, tzinfo=UTC), AMSTERDAM, weeks=weeks)

    # then
    assert found == datetime(*later, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts_at", "weeks"), [((2026, 12, 8), 1), ((2026, 11, 24, 9), 2), ((2026, 11, 24, 8, 59), 2), ((2026, 9, 1), 14)]
)
def test_weeks_until_ahead_ends_after_now(starts_at, weeks, now):
    # when
    found = changes.weeks_until_ahead(datetime(*starts_at, tzinfo=UTC), AMSTERDAM, now=now)

    # then
    assert found == weeks
