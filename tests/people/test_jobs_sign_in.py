from datetime import timedelta

import pytest
from sqlalchemy import select

import jobs
from database import db, transaction
from mail.models import OutgoingMail, OutgoingState
from people import sign_in
from people.models import SignInLink


def kept() -> tuple[list[int], list[str]]:
    """Whose links there are, and to whom there are sign-in mails."""
    db.session.rollback()
    mails = select(OutgoingMail.recipient).where(OutgoingMail.kind == sign_in.MAIL).order_by(OutgoingMail.id)
    return (
        list(db.session.scalars(select(SignInLink.person_id).order_by(SignInLink.person_id))),
        [recipient.partition("@")[0] for recipient in db.session.scalars(mails)],
    )


def ask(person, at):
    with transaction():
        sign_in.mail_link(person, now=at)


@pytest.mark.parametrize("state", [OutgoingState.QUEUED, OutgoingState.SENT, OutgoingState.FAILED, OutgoingState.BOUNCED])
def test_links_and_their_mails_are_gone_once_they_have_expired(ada, bo, meetup, clock, now, state):
    # given
    session = meetup(invited=[ada])
    ask(ada, now - timedelta(minutes=30))
    ask(bo, now - timedelta(minutes=29))
    with transaction() as work:
        for mail in work.scalars(select(OutgoingMail).where(OutgoingMail.kind == sign_in.MAIL)):
            mail.state = state

    # when
    jobs.run_now("people.sign_in")

    # then
    assert kept() == ([bo.id], ["bo"])
    assert db.session.scalars(select(OutgoingMail.topic).where(OutgoingMail.topic != "")).all() == [session.topic]


def test_a_mail_in_the_worker_hands_waits_for_the_next_time(ada, clock, now):
    # given
    ask(ada, now - timedelta(minutes=30))
    with transaction() as work:
        work.scalars(select(OutgoingMail)).one().state = OutgoingState.SENDING

    # when
    jobs.run_now("people.sign_in")

    # then
    assert kept() == ([], ["ada"])
