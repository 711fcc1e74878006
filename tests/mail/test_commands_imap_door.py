"""The IMAP door as a process: within seconds, and through whatever happens to server and database."""

import time

import pytest
from sqlalchemy import text

from calendars.attendee import reply_mail
from database import transaction
from mail import commands_imap
from tests.infra import dovecot as dovecot_server
from tests.infra.incoming import kept, wait_for

RAW = b"From: Ada Okafor <ada@brink-waal.example>\r\nSubject: hello\r\n\r\nYes.\r\n"


def wait_until_moved(server, mailbox, seconds=10.0):
    end = time.monotonic() + seconds
    while server.messages(mailbox):
        assert time.monotonic() < end, "still in the INBOX"
        time.sleep(0.02)


@pytest.fixture
def plain_server():
    """A server that can do nothing but IMAP4rev1: no IDLE, no MOVE, no UIDPLUS, no NAMESPACE."""
    server = dovecot_server.start(capability="IMAP4rev1 LITERAL+")
    yield server
    server.stop()


def test_idle_brings_an_answer_within_seconds_of_its_arrival(
    smtp_sink, meetup, ada, deliver, invitation_to, room, read_in, now, dovecot, mailbox, open_door, clock
):
    # given
    session = meetup(invited=[ada])
    deliver()
    raw, _sender, recipient = reply_mail(invitation_to(ada).raw, "ACCEPTED", now=now)
    open_door(dovecot.url(mailbox))
    dovecot.deliver(mailbox, RAW)
    wait_for(1)
    wait_until_moved(dovecot, mailbox)

    # when
    dovecot.deliver(mailbox, raw, delivered_to=recipient)
    seconds = wait_for(2)
    read_in()

    # then
    assert seconds < 5
    assert room(session)["Ada"] == ("accepted", "seated", None)


def test_a_server_without_idle_and_move_is_asked_again_and_again(plain_server, open_door, address):
    # given
    open_door(plain_server.url("plain"), poll_seconds=0.5)
    plain_server.deliver("plain", RAW)
    wait_for(1)

    # when
    plain_server.deliver("plain", RAW, delivered_to=address)
    wait_for(2)
    wait_until_moved(plain_server, "plain")

    # then
    assert [mail.recipients for mail in kept()] == [[], [address]]
    assert len(plain_server.messages("plain", "Processed")) == 2


def test_a_server_that_went_away_is_found_again(plain_server, open_door):
    # given
    door = open_door(plain_server.url("plain"), poll_seconds=0.5)
    plain_server.deliver("plain", RAW)
    wait_for(1)

    # when
    plain_server.go()
    time.sleep(1)
    plain_server.come()
    plain_server.deliver("plain", RAW + b"again\r\n")
    wait_for(2)

    # then
    assert (door.is_alive(), door._wait) == (True, commands_imap.FIRST_WAIT)


def test_while_the_database_is_away_messages_stay_where_they_are(dovecot, mailbox, open_door):
    # given
    with transaction() as session:
        session.execute(text("ALTER TABLE incoming_mails RENAME TO gone"))
    dovecot.deliver(mailbox, RAW)

    # when
    door = open_door(dovecot.url(mailbox))
    while door._wait == commands_imap.FIRST_WAIT:
        time.sleep(0.05)
    stayed = dovecot.messages(mailbox)
    with transaction() as session:
        session.execute(text("ALTER TABLE gone RENAME TO incoming_mails"))
    wait_for(1)
    wait_until_moved(dovecot, mailbox)

    # then
    assert (stayed, [mail.raw for mail in kept()]) == ([RAW], [RAW])


def test_a_door_that_cannot_sign_in_goes_on_trying_less_and_less_often(dovecot, mailbox, open_door, app):
    # given
    door = open_door(dovecot.url(mailbox).replace(dovecot_server.PASSWORD, "guess"))

    # when
    end = time.monotonic() + 30
    while door._wait < 4 and time.monotonic() < end:
        time.sleep(0.05)

    # then
    assert (door._wait, door.is_alive()) == (4, True)


def test_a_stopped_door_ends_soon_even_while_it_waits(dovecot, mailbox, open_door):
    # given
    door = open_door(dovecot.url(mailbox))
    dovecot.deliver(mailbox, RAW)
    wait_for(1)

    # when
    start = time.monotonic()
    door.stop()

    # then
    assert (door.is_alive(), time.monotonic() - start < 10) == (False, True)
