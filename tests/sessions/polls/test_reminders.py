"""One gentle question to those who have not marked, on each person's own terms."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from people import nudges
from people.models import Person
from sessions.polls import polls, reminders
from sessions.reminders import post_due as post_nudges_of_sessions

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
    """Every reminder about a poll: who to, when it leaves."""

    def read():
        db.session.expire_all()
        rows = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "sessions.poll_reminder"))
        return [(row.recipient.partition("@")[0], row.due_at) for row in rows]

    return read


def set_for(person, **columns):
    with transaction() as session:
        person = session.get_one(Person, person.id)
        for name, value in columns.items():
            setattr(person, name, value)


def test_who_has_not_marked_is_asked_once_three_days_before_the_end(poll, mark, run, asides, now, ada, bo):
    # given
    made = poll(asked=[ada, bo], answer_until=now + 5 * DAY)
    mark(made, bo, "no")
    due = now + 2 * DAY

    # when
    counts = [run(due - timedelta(seconds=1)), run(due), run(due), run(due + DAY)]

    # then
    assert (counts, asides()) == ([0, 1, 0, 0], [("ada", due)])


def test_without_a_day_to_answer_by_the_first_date_ahead_is_the_end(poll, run, asides, now, ada):
    # given
    poll(asked=[ada])

    # when
    counts = [run(now + 3 * DAY), run(now + 4 * DAY)]

    # then
    assert (counts, asides()) == ([0, 1], [("ada", now + 4 * DAY)])


def test_quiet_hours_are_the_person_s_own(poll, run, asides, now, ada):
    # given: 22:30 in Amsterdam
    poll(asked=[ada], answer_until=now + 5 * DAY)
    late = now.replace(hour=21, minute=30) + 2 * DAY

    # when
    run(late)

    # then
    assert asides() == [("ada", now.replace(hour=7) + 3 * DAY)]


@pytest.mark.parametrize("reason", ["does not want it", "left", "closed", "draft", "asked today", "over"])
def test_nobody_is_asked_who_should_not_be(poll, run, asides, now, ada, reason):
    # given
    made = poll(asked=[ada], answer_until=now + 2 * DAY, opened=reason != "draft")
    at = {"asked today": now + timedelta(hours=23), "over": now + 2 * DAY}.get(reason, now + 1.5 * DAY)
    if reason == "does not want it":
        set_for(ada, wants_nudges=False)
    if reason == "left":
        set_for(ada, active=False)
    if reason == "closed":
        with transaction():
            polls.close(made.id, word="", now=now)

    # when
    count = run(at)

    # then
    assert (count, asides()) == (0, [])


def test_nudges_about_sessions_and_polls_are_counted_together(poll, run, asides, now, ada):
    # given: four lately about sessions
    with transaction():
        for _number in range(4):
            nudges.record(ada.id, "sessions.nudge", now=now)
    poll(asked=[ada], answer_until=now + 5 * DAY)

    # when
    counts = [run(now + 3 * DAY), run(now + 31 * DAY)]

    # then
    assert (counts, asides()) == ([0, 0], [])


def test_nudges_about_polls_count_where_sessions_are_concerned(poll, meetup, run, asides, now, ada):
    # given: one a run, five polls
    for _number in range(5):
        poll(asked=[ada], answer_until=now + 5 * DAY)
    meetup(invited=[ada], at=now - 2 * DAY)

    # when
    counts = [run(now + 3 * DAY + timedelta(minutes=5 * number)) for number in range(5)]
    with transaction():
        about_sessions = post_nudges_of_sessions(now=now + 5 * DAY)

    # then
    assert (counts, len(asides()), about_sessions) == ([1, 1, 1, 1, 0], 4, 0)


def test_a_reminder_to_who_marked_meanwhile_does_not_leave(poll, mark, run, deliver, clock, smtp_sink, now, ada):
    # given
    made = poll(asked=[ada], answer_until=now + 5 * DAY)
    deliver()
    run(now + 2 * DAY)
    mark(made, ada, "yes", at=now + 2 * DAY)
    clock.move_to(now + 2 * DAY + timedelta(minutes=1))

    # when
    deliver()

    # then
    assert [mail.message["Subject"] for mail in smtp_sink.received] == ["Which date suits you? Winter lunch"]


def test_the_reminder_says_that_it_is_the_only_one(poll, run, deliver, clock, smtp_sink, words_of, now, ada):
    # given
    poll(asked=[ada], answer_until=now + 5 * DAY)
    deliver()
    run(now + 2 * DAY)
    clock.move_to(now + 2 * DAY + timedelta(minutes=1))

    # when
    deliver()

    # then
    assert smtp_sink.received[1].message["Subject"] == "Still looking for a date: Winter lunch"
    assert "We ask this once; after that it is quiet." in words_of(smtp_sink.received[1])
