"""The IMAP door against a real Dovecot: fetched within seconds, kept once, moved aside, whatever happens in between."""

import pytest
from imapclient.exceptions import IMAPClientError, LoginError
from pydantic import SecretStr

from mail import commands_imap
from mail.models import IncomingState
from tests.infra import dovecot as dovecot_server
from tests.infra.incoming import kept
from tests.infra.letters import post

RAW = b"From: Ada Okafor <ada@brink-waal.example>\r\nSubject: hello\r\n\r\nYes.\r\n"


@pytest.fixture
def fetch(at, dovecot, mailbox):
    """One look into the mailbox; how many messages it found."""

    def look(**options):
        settings = at(dovecot.url(mailbox))
        with commands_imap.connect(settings) as client:
            client.select_folder("INBOX")
            return commands_imap.fetch_all(client, most_bytes=options.get("most_bytes", settings.mail_max_bytes))

    return look


def test_a_message_is_kept_raw_and_moved_to_processed(dovecot, mailbox, fetch, address):
    # given
    dovecot.deliver(mailbox, RAW, delivered_to=address)

    # when
    found = fetch(), fetch()

    # then
    (mail,) = kept()
    raw = b"Delivered-To: " + address.encode() + b"\r\n" + RAW
    assert (found, mail.raw, mail.door) == ((1, 0), raw, "imap")
    assert (mail.envelope_from, mail.recipients) == ("ada@brink-waal.example", [address])
    assert (dovecot.messages(mailbox), dovecot.messages(mailbox, "Processed")) == ([], [raw])


def test_a_message_too_large_goes_to_failed_unread_and_the_next_is_taken(dovecot, mailbox, fetch):
    # given
    large = RAW + b"x" * 20_000 + b"\r\n"
    dovecot.deliver(mailbox, large)
    dovecot.deliver(mailbox, RAW)

    # when
    fetch(most_bytes=10_000)

    # then
    assert [mail.raw for mail in kept()] == [RAW]
    assert (dovecot.messages(mailbox, "Failed"), dovecot.messages(mailbox, "Processed")) == ([large], [RAW])
    assert dovecot.messages(mailbox) == []


def test_a_door_killed_between_keeping_and_moving_keeps_the_message_once(dovecot, mailbox, at, fetch, address):
    # given
    dovecot.deliver(mailbox, RAW, delivered_to=address)
    with commands_imap.connect(at(dovecot.url(mailbox))) as client:
        client.select_folder("INBOX")
        (uid,) = client.search(["UNDELETED"])
        commands_imap.keep(client, uid, 1_000_000)
        client.shutdown()

    # when
    found = fetch()

    # then
    assert (found, len(kept()), dovecot.messages(mailbox)) == (1, 1, [])


class BusyMailbox:
    """A connection during whose first move another message arrives: its notice is read as an answer to that command."""

    def __init__(self, client, arrives):
        self._client, self._arrives = client, arrives

    def __getattr__(self, name):
        return getattr(self._client, name)

    def move(self, *arguments):
        if self._arrives:
            self._arrives()
        self._arrives = None
        return self._client.move(*arguments)


def test_a_message_that_arrives_while_another_is_moved_is_taken_as_well(dovecot, mailbox, at, app):
    # given
    dovecot.deliver(mailbox, RAW)

    # when
    with commands_imap.connect(at(dovecot.url(mailbox))) as client:
        client.select_folder("INBOX")
        busy = BusyMailbox(client, lambda: dovecot.deliver(mailbox, RAW + b"second\r\n"))
        found = commands_imap.fetch_all(busy, most_bytes=1_000_000)

    # then
    assert (found, [mail.raw for mail in kept()]) == (2, [RAW, RAW + b"second\r\n"])


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ("Delivered-To: {ours}", True),
        ("X-Original-To: {ours}", True),
        ("Envelope-To: <{ours}>", True),
        ("Delivered-To: foyer@brink-waal.example\r\nX-Original-To: {ours}", True),
        ("Delivered-To: rsvp@brink-waal.example\r\nTo: {ours}", True),
        ("To: Chen <chen@x.example>, Foyer <{ours}>", True),
        ("Cc: {ours}", True),
        ("To: =?utf-8?q?J=C3=BCrgen?= <{ours}>", True),
        ("Delivered-To: bounce+nobody@brink-waal.example", False),
        ('To: "{ours}" <ada@brink-waal.example>', False),
        ("Subject: {ours}", False),
    ],
)
def test_the_token_is_read_where_mail_servers_write_the_recipient(dovecot, mailbox, fetch, address, headers, taken):
    # given
    dovecot.deliver(mailbox, headers.format(ours=address).encode() + b"\r\n" + RAW)

    # when
    fetch()

    # then
    (mail,) = kept()
    assert mail.recipients == ([address] if taken else [])


def test_the_address_it_was_delivered_to_goes_before_those_it_names(dovecot, mailbox, fetch, address):
    # given
    other = f"bounce+{post('b', stream='b').token}@brink-waal.example"
    dovecot.deliver(mailbox, b"To: " + other.encode() + b"\r\n" + RAW, delivered_to=address)

    # when
    fetch()

    # then
    assert [mail.recipients for mail in kept()] == [[address]]


@pytest.mark.parametrize("by_server", [False, True], ids=["as it names them", "as it was delivered"])
def test_a_message_that_names_two_of_our_addresses_is_kept_for_both(dovecot, mailbox, fetch, address, by_server):
    # given
    other = f"bounce+{post('b', stream='b').token}@brink-waal.example"
    named = f"To: {address}\r\nCc: {other}\r\n".encode()
    dovecot.deliver(mailbox, named + RAW, **({"delivered_to": other} if by_server else {}))

    # when
    fetch()

    # then
    wanted = [other] if by_server else sorted([address, other])
    assert [mail.recipients for mail in kept()] == [[recipient] for recipient in wanted]


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        (b"Return-Path: <ada@home.example>\r\n", "ada@home.example"),
        (b"Return-Path: <>\r\n", ""),
        (b"", "ada@brink-waal.example"),
    ],
)
def test_the_envelope_sender_is_what_the_mail_server_wrote_down(dovecot, mailbox, fetch, header, sender):
    # given
    dovecot.deliver(mailbox, header + RAW)

    # when
    fetch()

    # then
    assert [mail.envelope_from for mail in kept()] == [sender]


@pytest.mark.parametrize("raw", [b"\r\n", b"\xff\xfe\xfd\r\n\r\n\xff", b"From: \r\nTo: <\r\n" + b"X: y\r\n" * 3000 + b"\r\n"])
def test_what_is_hardly_a_mail_holds_up_no_other(dovecot, mailbox, fetch, read_in, raw):
    # given
    dovecot.deliver(mailbox, raw)
    dovecot.deliver(mailbox, RAW)

    # when
    fetch()
    read_in()

    # then
    assert [mail.state for mail in kept()] == [IncomingState.WAITING] * 2
    assert dovecot.messages(mailbox) == []


def test_another_folder_can_be_named(dovecot, mailbox, at, app):
    # given
    with dovecot.imap(mailbox) as connection:
        connection.create("Answers")
        connection.append("Answers", "", "", RAW)
    settings = at(dovecot.url(mailbox, "Answers"))

    # when
    with commands_imap.connect(settings) as client:
        client.select_folder(commands_imap.folder_of(settings))
        commands_imap.fetch_all(client, most_bytes=1_000_000)

    # then
    assert ([mail.raw for mail in kept()], dovecot.messages(mailbox, "Answers")) == ([RAW], [])


@pytest.mark.parametrize(("path", "folder"), [("/INBOX", "INBOX"), ("", "INBOX"), ("/Team%20post/Foyer", "Team post/Foyer")])
def test_folder_of_reads_the_path(settings, path, folder):
    url = SecretStr(f"imaps://foyer:secret@mail.example{path}")
    assert commands_imap.folder_of(settings.model_copy(update={"imap_url": url})) == folder


def test_a_wrong_password_is_said(dovecot, mailbox, at):
    with pytest.raises(LoginError):
        commands_imap.connect(at(dovecot.url(mailbox).replace(dovecot_server.PASSWORD, "guess")))


def test_no_password_travels_in_the_open_to_another_machine(dovecot, mailbox, at):
    # when
    with pytest.raises(IMAPClientError) as refusal:
        commands_imap.connect(at(dovecot.url(mailbox).replace("127.0.0.1", "127.0.0.2")))

    # then
    assert str(refusal.value) == commands_imap.OPEN_WIRE
