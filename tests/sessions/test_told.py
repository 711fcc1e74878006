"""What a person's calendar was last told: kept in the transaction that marks the message as sent."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from people.models import Person
from sessions import told
from sessions.models import Invitation


def mails():
    db.session.expire_all()
    return db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()


def keep(mail, at):
    with transaction():
        told.keep([mail], now=at)


def known():
    db.session.expire_all()
    return db.session.execute(select(Invitation.told_sequence, Invitation.told_at, Invitation.first_message_token)).one()


def test_nothing_is_told_before_anything_left(meetup, ada):
    # given
    meetup(invited=[ada])

    # then
    assert known() == (None, None, None)


def test_the_highest_sequence_counts_and_when_it_first_left(meetup, change, ada, now):
    # given
    session = meetup(invited=[ada])
    change(session, moved_by=timedelta(days=1))
    change(session, title="Other words, same sequence")
    invitation, moved, renamed = mails()

    # when
    for minutes, mail in enumerate((moved, invitation, renamed)):
        keep(mail, now + timedelta(minutes=minutes))

    # then
    assert known() == (1, now, moved.token)


def test_a_cancel_is_told_and_is_no_first_message(meetup, cancel, ada, now):
    # given
    session = meetup(invited=[ada])
    cancel(session)
    _invitation, cancellation = mails()

    # when
    keep(cancellation, now)

    # then
    assert known() == (1, now, None)


def test_reminders_and_mails_of_others_tell_no_calendar_anything(meetup, ada, now):
    # given
    meetup(invited=[ada])
    (mail,) = mails()
    with transaction():
        mail.kind = "sessions.reminder"

    # when
    keep(mail, now)

    # then
    assert known() == (None, None, None)


def bounce(mail, now):
    with transaction():
        told.came_back(mail, error="550 5.1.1 unknown", now=now)


def notes():
    return [(mail.recipient, mail.payload["recipient"]) for mail in mails() if mail.kind == "sessions.bounce_note"]


def test_the_host_is_told_once_that_a_mail_came_back(meetup, ada, bo, now):
    # given
    meetup(invited=[ada])
    (mail,) = mails()

    # when
    bounce(mail, now)
    bounce(mail, now)

    # then
    assert notes() == [(bo.email, ada.email)]


@pytest.mark.parametrize(("gone", "reader"), [(("bo",), "chen"), (("bo", "chen"), None)])
def test_without_a_host_who_is_still_here_whoever_planned_it_is_told(meetup, ada, bo, chen, now, gone, reader):
    # given
    meetup(invited=[ada])
    (mail,) = mails()
    with transaction() as work:
        for person in (bo, chen):
            work.get_one(Person, person.id).active = person.name.split()[0].lower() not in gone

    # when
    bounce(mail, now)

    # then
    assert notes() == ([(f"{reader}@brink-waal.example", ada.email)] if reader else [])


def test_a_bounced_reminder_is_nobodys_news(meetup, ada, now):
    # given
    meetup(invited=[ada])
    (mail,) = mails()
    with transaction():
        mail.kind = "sessions.reminder"

    # when
    bounce(mail, now)

    # then
    assert notes() == []
