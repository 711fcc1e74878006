"""Reminders for who comes, one nudge for who has not said, both on the person's own terms."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from people.models import Person
from sessions import reminders
from sessions.models import Rsvp

DAY = timedelta(days=1)


@pytest.fixture
def run():
    """`run(at)`: the job at that moment; how many messages it posted."""

    def post_due(at):
        with transaction():
            return reminders.post_due(now=at)

    return post_due


@pytest.fixture
def asides():
    """Every reminder and nudge: kind, who to, when it leaves, state."""

    def read():
        db.session.expire_all()
        rows = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind.in_(("sessions.reminder", "sessions.nudge"))))
        return [(row.kind.partition(".")[2], row.recipient.partition("@")[0], row.due_at, row.state.value) for row in rows]

    return read


def set_for(person, **columns):
    with transaction() as session:
        person = session.get_one(Person, person.id)
        for name, value in columns.items():
            setattr(person, name, value)


def test_who_has_a_seat_is_reminded_once_a_day_before(meetup, say, run, asides, colleagues):
    # given: one of each
    seated, waiting, maybe, no, _open = colleagues(5)
    session = meetup(invited=[seated, waiting, maybe, no, _open], capacity=1)
    for person, word in ((seated, "accepted"), (waiting, "accepted"), (maybe, "tentative"), (no, "declined")):
        say(session, person, word)
    due = session.starts_at - DAY

    # when
    counts = [run(due - timedelta(seconds=1)), run(due), run(due), run(due + timedelta(hours=3))]

    # then: the nudges of who said maybe or nothing have gone before, three days ahead
    assert [row for row in asides() if row[0] == "reminder"] == [("reminder", "p000", due, "queued")]
    assert sum(counts) == 1 + len([row for row in asides() if row[0] == "nudge"])


def test_who_is_undecided_is_asked_once_more_and_never_again(meetup, say, run, asides, colleagues):
    # given
    seated, waiting, maybe, no, open_ = colleagues(5)
    session = meetup(invited=[seated, waiting, maybe, no, open_], capacity=1)
    for person, word in ((seated, "accepted"), (waiting, "accepted"), (maybe, "tentative"), (no, "declined")):
        say(session, person, word)
    due = session.starts_at - 3 * DAY

    # when
    counts = [run(due - timedelta(seconds=1)), run(due), run(due + timedelta(minutes=5)), run(due + DAY)]

    # then
    assert counts == [0, 2, 0, 0]
    assert asides() == [("nudge", "p002", due, "queued"), ("nudge", "p004", due, "queued")]


def test_a_nudge_comes_before_the_date_to_answer_and_none_after_it(meetup, run, asides, ada, now):
    # given
    until = now + 5 * DAY
    meetup(invited=[ada], rsvp_until=until)

    # when
    counts = [run(until - 3 * DAY - timedelta(minutes=1)), run(until), run(until - 3 * DAY)]

    # then
    assert (counts, asides()) == ([0, 0, 1], [("nudge", "ada", until - 3 * DAY, "queued")])


def test_nobody_is_nudged_on_the_day_of_the_invitation(meetup, invite, run, asides, ada):
    # given
    session = meetup()
    asked_at = session.starts_at - 2 * DAY
    invite(session, ada, at=asked_at)

    # when
    counts = [run(asked_at + timedelta(minutes=5)), run(asked_at + DAY)]

    # then
    assert (counts, asides()) == ([0, 1], [("nudge", "ada", asked_at + DAY, "queued")])


def test_a_person_is_nudged_four_times_a_month_and_once_a_run(meetup, run, asides, ada, now):
    # given: seven sessions that all wait for an answer
    for _number in range(7):
        meetup(invited=[ada])
    due = now + 4 * DAY

    # when
    counts = [run(due + timedelta(minutes=5 * number)) for number in range(8)]

    # then
    assert counts == [1, 1, 1, 1, 0, 0, 0, 0]
    assert [row[:2] for row in asides()] == [("nudge", "ada")] * 4


def test_moving_and_inviting_anew_do_not_reset_the_count_of_nudges(meetup, change, withdraw, invite, run, asides, ada, now):
    # given: four were sent; then one session is moved, and to another the invitation is withdrawn and renewed
    sessions = [meetup(invited=[ada]) for _number in range(6)]
    due = now + 4 * DAY
    for number in range(4):
        run(due + timedelta(minutes=number))
    change(sessions[0], moved_by=DAY, at=due + timedelta(hours=1))
    withdraw(sessions[1], ada, at=due + timedelta(hours=1))
    invite(sessions[1], ada, at=due + timedelta(hours=2))

    # when
    count = sum(run(due + timedelta(hours=hours)) for hours in range(3, 60, 3))

    # then
    assert count == 0
    assert len(asides()) == 4


@pytest.mark.parametrize(("switch", "left"), [("wants_reminders", ["nudge"]), ("wants_nudges", ["reminder"])])
def test_each_can_be_switched_off_alone(meetup, say, run, asides, ada, switch, left):
    # given
    seat, open_ = meetup(invited=[ada]), meetup(invited=[ada])
    say(seat, ada, "accepted")
    set_for(ada, **{switch: False})

    # when
    run(open_.starts_at - 3 * DAY)
    run(seat.starts_at - DAY)

    # then
    assert [row[0] for row in asides()] == left


@pytest.mark.parametrize("end", ["cancelled", "withdrawn", "left", "begun"])
def test_nobody_is_written_to_about_what_is_off(meetup, say, cancel, withdraw, run, asides, clock, colleagues, now, end):
    # given
    seated, open_ = colleagues(2)
    session = meetup(invited=[seated, open_])
    say(session, seated, "accepted")
    if end == "cancelled":
        cancel(session)
    for person in (seated, open_):
        if end == "withdrawn":
            withdraw(session, person)
        elif end == "left":
            set_for(person, active=False)

    # when
    count = run(session.starts_at) if end == "begun" else run(session.starts_at - 3 * DAY) + run(session.starts_at - DAY)

    # then
    assert (count, asides()) == (0, [])


def test_a_session_that_moves_is_reminded_of_anew(meetup, say, change, run, asides, ada):
    # given
    session = meetup(invited=[ada])
    say(session, ada, "accepted")
    first = session.starts_at - DAY
    run(first)

    # when: it moves by a week, and back again the day after
    change(session, moved_by=7 * DAY, at=first + timedelta(hours=1))
    counts = [run(first + timedelta(hours=2)), run(first + 7 * DAY)]
    moved_away = [row[2] for row in asides()]
    change(session, moved_by=DAY, at=first + 7 * DAY + timedelta(hours=1))
    change(session, moved_by=-DAY, at=first + 7 * DAY + timedelta(hours=2))
    again = run(first + 7 * DAY + timedelta(hours=3))

    # then
    assert (counts, moved_away) == ([0, 1], [first, first + 7 * DAY])
    assert again == 1


@pytest.mark.parametrize(
    ("zone", "quiet", "at", "leaves"),
    [
        ("", (None, None), (2026, 12, 7, 9), (2026, 12, 7, 9)),  # ten in the morning
        ("", (None, None), (2026, 12, 7, 18, 59), (2026, 12, 7, 18, 59)),
        ("", (None, None), (2026, 12, 7, 19), (2026, 12, 8, 7)),  # from eight in the evening to eight in the morning
        ("", (None, None), (2026, 12, 7, 23, 30), (2026, 12, 8, 7)),
        ("", (None, None), (2026, 12, 8, 6, 59), (2026, 12, 8, 7)),
        ("", (None, None), (2026, 12, 8, 7), (2026, 12, 8, 7)),
        ("America/New_York", (None, None), (2026, 12, 7, 9), (2026, 12, 7, 13)),  # four at night over there
        ("Pacific/Auckland", (None, None), (2026, 12, 7, 9), (2026, 12, 7, 19)),
        ("Asia/Kathmandu", (None, None), (2026, 12, 7, 16), (2026, 12, 8, 2, 15)),
        ("Nowhere/Atlantis", (None, None), (2026, 12, 7, 19), (2026, 12, 8, 7)),  # no zone: the company's
        ("", (22, 6), (2026, 12, 7, 20), (2026, 12, 7, 20)),
        ("", (22, 6), (2026, 12, 7, 21), (2026, 12, 8, 5)),
        ("", (0, 6), (2026, 12, 7, 23), (2026, 12, 8, 5)),
        ("", (12, 14), (2026, 12, 7, 11, 30), (2026, 12, 7, 13)),
        ("", (0, 0), (2026, 12, 7, 2), (2026, 12, 7, 2)),  # equal hours: none
        ("", (9, 9), (2026, 12, 7, 8), (2026, 12, 7, 8)),
        ("", (None, None), (2027, 3, 27, 20), (2027, 3, 28, 6)),  # summer time begins in that night
        ("", (22, 2), (2027, 3, 28, 0), (2027, 3, 28, 1)),  # two o'clock is skipped: three it is
        ("", (None, None), (2026, 10, 24, 20), (2026, 10, 25, 7)),  # and ends
        ("", (20, 2), (2026, 10, 25, 0, 30), (2026, 10, 25, 0, 30)),  # half past two, for the first time
    ],
)
def test_quiet_hours_are_the_persons_own(app, zone, quiet, at, leaves):
    # given
    person = Person(timezone=zone, quiet_from_hour=quiet[0], quiet_until_hour=quiet[1])

    # when
    found = reminders.after_quiet_hours(datetime(*at, tzinfo=UTC), person)

    # then
    assert found == datetime(*leaves, tzinfo=UTC)


def test_a_reminder_waits_for_the_end_of_quiet_hours_and_is_left_out_when_that_is_too_late(
    meetup, say, run, asides, colleagues, now
):
    # given: half past eight in the morning; one is quiet until eight, the other until nine
    early, late = colleagues(2)
    set_for(late, quiet_from_hour=20, quiet_until_hour=9)
    starts_at = datetime(2026, 12, 8, 7, 30, tzinfo=UTC)
    session = meetup(invited=[early, late], starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
    night = datetime(2026, 12, 8, 2, tzinfo=UTC)
    for person in (early, late):
        say(session, person, "accepted", at=night)

    # when
    count = run(night)

    # then
    assert (count, asides()) == (1, [("reminder", "p000", datetime(2026, 12, 8, 7, tzinfo=UTC), "queued")])


def nudge_at(session, person, now):
    db.session.expire_all()
    query = select(Rsvp).where(Rsvp.session_id == session.id, Rsvp.person_id == person.id)
    return reminders.nudge_at(db.session.scalars(query).one(), now=now)


def test_the_page_promises_the_nudge_that_will_come(meetup, invite, run, asides, ada, dana, now):
    # given: three days before is Saturday at ten; Dana was invited later and has a quiet afternoon
    session = meetup(invited=[ada])
    set_for(dana, quiet_from_hour=9, quiet_until_hour=17)
    invite(session, dana, at=now + 5 * DAY)

    # when
    promised = [nudge_at(session, person, now + 5 * DAY) for person in (ada, dana)]
    early = nudge_at(session, ada, now)
    for hours in range(24 * 7):
        run(now + timedelta(hours=hours))

    # then
    assert early == session.starts_at - 3 * DAY
    assert promised == [None, datetime(2026, 12, 7, 16, tzinfo=UTC)]
    assert sorted((row[1], row[2]) for row in asides()) == [("ada", early), ("dana", promised[1])]


@pytest.mark.parametrize("reason", ["nudged", "switched off", "too late"])
def test_the_page_promises_no_nudge_that_will_not_come(meetup, ada, now, reason):
    # given
    session = meetup(invited=[ada])
    if reason == "nudged":
        with transaction():
            db.session.scalars(select(Rsvp)).one().nudged_at = now
    elif reason == "switched off":
        set_for(ada, wants_nudges=False)

    # then
    assert nudge_at(session, ada, session.starts_at if reason == "too late" else now) is None


@pytest.mark.settings(reminder_hours=2, nudge_hours=24)
def test_the_hours_are_a_setting(meetup, say, run, colleagues):
    # given
    people = colleagues(2)
    session = meetup(invited=people)
    say(session, people[0], "accepted")

    # when
    counts = [run(session.starts_at - timedelta(hours=hours)) for hours in (25, 24, 3, 2)]

    # then
    assert counts == [0, 1, 0, 1]
