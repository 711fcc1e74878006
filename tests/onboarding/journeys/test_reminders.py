"""Reminders: one a week at most, within what nudges may be, and none after one press."""

import pytest

from database import db, transaction
from mail.models import OutgoingMail
from onboarding.journeys import following, reminders
from people import nudges
from people.models import Nudge, Person
from tests.onboarding.journeys.conftest import DAY


def remind(at):
    with transaction():
        return reminders.post_due(now=at)


def test_one_mail_a_week_about_the_step_that_is_due(do, journey, ada, now):
    number = journey()
    do(following.start, number, ada)
    posted = [day for day in range(30) if remind(now + day * DAY)]
    assert posted == [7, 14, 21, 28]
    assert db.session.query(Nudge).count() == 4


def test_one_mail_a_week_whatever_one_follows(do, journey, ada, now):
    for number in (journey(), journey()):
        do(following.start, number, ada)
    assert [remind(now + day * DAY) for day in range(7, 15)] == [1, 0, 0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("switch", ["wants_nudges", "paused nudges", "cap", "one press", "pause", "left", "deactivated", "done"])
def test_no_mail_to_who_wants_none(do, journey, said, ada, now, switch):
    # given
    number = journey()
    do(following.start, number, ada)
    due = now + 7 * DAY
    if switch == "done":
        for title in ("Read", "Ask", "Share"):
            said(number, title, "done", ada)
    elif switch in {"one press", "pause", "left"}:
        rule = {"one press": following.remind, "pause": following.pause, "left": following.leave}[switch]
        do(rule, number, ada, clockless=switch != "pause", **({"wanted": False} if switch == "one press" else {}))
    with transaction():
        person = db.session.get_one(Person, ada.id)
        person.wants_nudges = switch != "wants_nudges"
        person.active = switch != "deactivated"
        person.nudges_paused_until = due + DAY if switch == "paused nudges" else None
        for _number in range(4 if switch == "cap" else 0):
            nudges.record(person.id, "sessions.nudge", now=now)

    # then
    assert remind(due) == 0


def test_mail_says_the_step_its_reason_and_how_to_end_it(do, journey, ada, now, deliver, smtp_sink, client, clock):
    # given
    number = journey()
    do(following.start, number, ada)
    remind(now + 7 * DAY)
    clock.move_to(now + 7 * DAY)

    # when
    deliver()
    (mail,) = smtp_sink.to(ada.email)
    body = mail.message.get_body(("plain",)).get_content()
    path = next(word for word in body.split() if "/j/step/" in word).partition("/j/")[2]
    page = client.get(f"/j/{path}")
    client.post(f"/j/{path}", data={"said": "no-mails"})

    # then
    assert mail.message["Subject"] == "Your next step: Read"
    assert "It helps." in body
    assert "Pause these mails" in body
    assert page.status_code == 200
    db.session.rollback()
    assert following.find(number, ada).wants_reminders is False


def test_reminder_that_became_needless_does_not_leave(do, journey, said, ada, now, deliver, smtp_sink, clock):
    number = journey()
    do(following.start, number, ada)
    remind(now + 7 * DAY)
    said(number, "Read", "done", ada)
    clock.move_to(now + 7 * DAY)
    deliver()
    assert smtp_sink.to(ada.email) == []
    assert db.session.query(OutgoingMail).count() == 1
