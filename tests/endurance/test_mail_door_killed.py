"""kill -9 of the mail door while it takes a message: the mail server hands it over again, and Foyer holds it once."""

import smtplib

import pytest
from sqlalchemy import select, text

from database import db, transaction
from mail.models import IncomingMail
from sessions import copies
from sessions.models import Invitation
from tests.infra.visitors import hand_over

GONE = (OSError, smtplib.SMTPException)


@pytest.fixture
def letter(app, meetup, crowd) -> tuple[bytes, str, str]:
    """A reply, its sender and its recipient."""
    person = crowd(1)[0]
    meetup(invited=[person])
    recipient = copies.answer_address(db.session.scalars(select(Invitation)).one())
    words = "\r\n".join(f"Line {number} of a long letter." for number in range(2000))
    return f"From: {person.email}\r\nSubject: I will be late\r\n\r\n{words}\r\n".encode(), person.email, recipient


def test_half_a_message_is_none(app, foyer, settings, lmtp_port, letter, fresh):
    # given
    raw, sender, recipient = letter
    foyer.start("mail")
    foyer.ready("mail")
    door = smtplib.LMTP("127.0.0.1", lmtp_port, timeout=60)
    door.ehlo()
    replies = [door.mail(sender)[0], door.rcpt(recipient)[0], door.docmd("DATA")[0]]
    door.send(raw[: len(raw) // 2])

    # when
    foyer.kill("mail")
    with pytest.raises(GONE):
        door.getreply()
    door.close()
    foyer.start("mail")
    foyer.ready("mail")
    kept_before = _kept(fresh)
    hand_over(lmtp_port, raw, sender, recipient)

    # then
    assert (replies, kept_before, _kept(fresh)) == ([250, 250, 354], [], [raw])


def test_a_message_that_waited_for_the_database_is_kept_once(app, foyer, settings, lmtp_port, letter, fresh):
    # given
    raw, sender, recipient = letter
    foyer.start("mail")
    foyer.ready("mail")
    door = smtplib.LMTP("127.0.0.1", lmtp_port, timeout=60)
    door.ehlo()
    replies = [door.mail(sender)[0], door.rcpt(recipient)[0], door.docmd("DATA")[0]]
    fresh()

    # when: the whole message is there, and cannot be kept yet
    with transaction() as held:
        held.execute(text("SELECT 1") if db.engine.dialect.name == "sqlite" else text("LOCK TABLE incoming_mails"))
        door.send(raw + b".\r\n")
        with pytest.raises(TimeoutError):
            _reply_within(door, 1)
        foyer.kill("mail")
    door.close()
    foyer.start("mail")
    foyer.ready("mail")
    for _time in range(2):
        hand_over(lmtp_port, raw, sender, recipient)

    # then
    assert (replies, _kept(fresh)) == ([250, 250, 354], [raw])


def _reply_within(door: smtplib.LMTP, seconds: float) -> None:
    door.sock.settimeout(seconds)
    door.sock.recv(1)


def _kept(fresh) -> list[bytes]:
    fresh()
    return list(db.session.scalars(select(IncomingMail.raw)))
