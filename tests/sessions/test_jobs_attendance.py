"""What happens on a timer once people have met."""

from datetime import timedelta

from sqlalchemy import select

import jobs
from database import db, transaction
from mail.models import OutgoingMail
from sessions import attendance, checkin
from tests.infra.attendance import presences_at

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_next_dates_are_told_and_what_was_taken_out_is_forgotten(app, clock, meetup, say, ada, dana, bo, now):
    # given: Ada and Dana are missed at a lunch that is there again
    first = meetup(invited=[ada, dana])
    meetup(invited=[ada, dana], starts_at=now + 14 * DAY, ends_at=now + 14 * DAY + HOUR)
    for person in (ada, dana):
        say(first, person, "accepted")
    with transaction():
        checkin.close(first.id, by=bo, now=first.ends_at)
        attendance.take_back(first.id, dana.id, now=first.ends_at)

    # when
    clock.move_to(first.ends_at + HOUR)
    jobs.run_now("sessions.next_dates")
    told = db.session.scalars(select(OutgoingMail.person_id).where(OutgoingMail.kind == "sessions.next_date")).all()
    clock.move_to(first.ends_at + 15 * DAY)
    jobs.run_now("sessions.erased_attendance")

    # then
    assert told == [ada.id]
    assert presences_at(first) == {"Ada": ("missed", None)}
