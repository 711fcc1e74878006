"""Two workers, started at the same moment, on one database."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from database import db
from mail.models import OutgoingMail, OutgoingState
from sessions.models import Invitation, ScheduledSession
from tests.infra.installation import until
from tests.infra.post import vevent

PEOPLE, REMINDED = 150, 30


@pytest.mark.settings(quiet_from_hour=0, quiet_until_hour=0)
def test_two_workers_send_everything_once_and_each_persons_mail_in_order(
    app, foyer, smtp_sink, meetup, say, change, crowd, on_its_way, fresh, now
):
    # given: everybody is invited to a session next week, and some come to one tomorrow, of which nobody was reminded yet
    people = crowd(PEOPLE)
    next_week = meetup(invited=people)
    tomorrow = meetup(invited=people[:REMINDED], starts_at=now + timedelta(hours=20), ends_at=now + timedelta(hours=21))
    for person in people[:REMINDED]:
        say(tomorrow, person, "accepted")
    app.config["TESTING"] = False  # this process wakes the workers, as the web does
    smtp_sink.pause = 0.5  # or the first has sent everything before the second is awake, on a busy machine

    # when
    foyer.start("worker")
    foyer.start("worker", 2)
    until(lambda: _at_work(fresh) == 2, "both have something in hand")
    smtp_sink.pause = 0.005
    for place in ("Hall 1", "Hall 2", "Hall 3"):
        seen = len(smtp_sink.received)
        change(next_week, place=place)
        until(lambda seen=seen: len(smtp_sink.received) >= seen + PEOPLE // 4, "a part of it has left")
    until(lambda: on_its_way() == 0, "everything has left")
    fresh()

    # then: nothing twice
    message_ids = Counter(str(mail.message["Message-ID"]) for mail in smtp_sink.received)
    sent = db.session.scalar(select(func.count()).select_from(OutgoingMail).where(OutgoingMail.state == OutgoingState.SENT))
    assert (set(message_ids.values()), len(message_ids)) == ({1}, sent)

    # then: to each person in order, up to the last change
    calendar = db.session.get(ScheduledSession, next_week.id).calendar_object
    sequences = {person.email: _sequences(smtp_sink.to(person.email), calendar.uid) for person in people}
    assert [email for email, told in sequences.items() if told != sorted(set(told))] == []
    assert {told[-1] for told in sequences.values()} == {calendar.sequence} == {3}
    told = select(Invitation.told_sequence).where(Invitation.calendar_object_id == calendar.id)
    assert set(db.session.scalars(told)) == {3}

    # then: one reminder each, though both looked for them
    reminded = Counter(
        mail.recipient for mail in db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "sessions.reminder"))
    )
    assert reminded == dict.fromkeys((person.email for person in people[:REMINDED]), 1)
    assert "job_failed" not in foyer.logs()


def _at_work(fresh) -> int:
    fresh()
    holders = select(func.count(func.distinct(OutgoingMail.claimed_by))).where(OutgoingMail.state == OutgoingState.SENDING)
    return db.session.scalar(holders)


def _sequences(mails, uid: str) -> list[int]:
    events = [vevent(mail) for mail in mails if b"text/calendar" in mail.raw]
    return [int(event["SEQUENCE"]) for event in events if event["UID"] == uid]
