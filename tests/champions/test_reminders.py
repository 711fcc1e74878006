"""Reminders of commitments: once a date, at the hour and on the terms of whoever made them."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from champions import commitments, reminders
from champions.models_commitments import Commitment
from database import db, transaction
from people import nudges
from people.models import Person

ZONE = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)


def own(commitment_id):
    db.session.rollback()
    return db.session.get_one(Commitment, commitment_id)


def nine(day):
    return datetime.combine(day, time(9), tzinfo=ZONE)


def remind(at):
    with transaction():
        return reminders.post_due(now=at)


def test_reminder_comes_once_at_the_hour_they_chose(promised, deliver, smtp_sink, client, today, clock):
    # given
    number = promised(reminder_hour=10)
    due = nine(today + 3 * DAY)

    # when
    posted = [remind(due), remind(due + timedelta(hours=1)), remind(due + timedelta(hours=2))]
    clock.move_to(due + timedelta(hours=2))
    deliver()

    # then
    (mail,) = smtp_sink.to("bo@brink-waal.example")
    assert (posted, mail.message["Subject"]) == ([0, 1, 0], "You wanted to: Answer two questions")
    body = mail.message.get_body(("plain",)).get_content()
    assert commitments.path_of(own(number), today + 3 * DAY) in body
    assert "Pause these mails" in body


@pytest.mark.parametrize(("days", "then"), [(0, 3), (1, 2), (None, None)])
def test_reminder_comes_as_early_as_they_chose(promised, today, days, then):
    # given
    promised(reminder_days=days)

    # when
    on = [day for day in range(5) if remind(nine(today + day * DAY) + timedelta(minutes=1))]

    # then
    assert on == ([] if then is None else [then])


def test_every_week_means_a_reminder_every_week_whatever_was_said(promised, today):
    number, due = promised(every_weeks=1), today + 3 * DAY
    posted = [day for day in range(25) if remind(nine(today + day * DAY) + timedelta(minutes=1))]
    assert posted == [3, 10, 17, 24]
    assert (own(number).due_on, own(number).marks) == (due + 21 * DAY, [])


def test_no_reminder_of_what_was_just_written_nor_of_what_is_marked(do, promised, bo, today, now):
    promised(due_on=today, reminder_hour=0)
    number = promised()
    do(commitments.mark, number, today + 3 * DAY, kept=True, by=bo)
    assert [remind(now + hours * timedelta(hours=6)) for hours in range(16)] == [0] * 16


@pytest.mark.parametrize("switch", ["wants_nudges", "paused", "cap"])
def test_reminder_respects_what_the_person_wants(promised, today, bo, now, switch):
    # given
    promised()
    due = nine(today + 3 * DAY)
    with transaction():
        person = db.session.get_one(Person, bo.id)
        person.wants_nudges = switch != "wants_nudges"
        person.nudges_paused_until = due + DAY if switch == "paused" else None
        for _number in range(4 if switch == "cap" else 0):
            nudges.record(person.id, "sessions.nudge", now=now)

    # then
    assert remind(due) == 0


def test_reminder_in_quiet_hours_waits_for_their_end(promised, today, deliver, smtp_sink, clock):
    # given
    promised(reminder_hour=3)
    at = datetime.combine(today + 3 * DAY, time(3), tzinfo=ZONE)

    # when
    posted = remind(at)
    clock.move_to(at + timedelta(minutes=5))
    deliver()
    early = len(smtp_sink.to("bo@brink-waal.example"))
    clock.move_to(at + timedelta(hours=8))
    deliver()

    # then
    assert (posted, early, len(smtp_sink.to("bo@brink-waal.example"))) == (1, 0, 1)


def test_reminder_that_became_needless_does_not_leave(do, promised, today, bo, deliver, smtp_sink, clock):
    number, at = promised(), nine(today + 3 * DAY)
    remind(at)
    do(commitments.mark, number, today + 3 * DAY, kept=True, by=bo)
    clock.move_to(at + timedelta(minutes=5))
    deliver()
    assert smtp_sink.to("bo@brink-waal.example") == []
