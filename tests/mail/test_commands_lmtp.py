"""The LMTP door as a site's mail server meets it: what it refuses, what it keeps, and that a 250 means kept."""

import smtplib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from database import transaction
from mail import commands_lmtp
from tests.infra.incoming import kept
from tests.infra.installation import Installation
from tests.infra.letters import post
from tests.infra.processes import free_port

RAW = b"From: ada@brink-waal.example\r\nSubject: hello\r\n\r\nYes.\r\n"
ADA = "ada@brink-waal.example"


@pytest.fixture
def door(lmtp_port):
    """A conversation with the door, after LHLO."""
    with smtplib.LMTP("127.0.0.1", lmtp_port, timeout=20) as conversation:
        conversation.ehlo()
        yield conversation


@pytest.fixture
def known(app):
    """`known("a")`: an address with a token that exists."""
    return lambda key: f"bounce+{post(key, stream=key).token}@brink-waal.example"


@pytest.fixture
def away(app):
    """`with away("outgoing_mails"):` the table cannot be read."""

    class Away:
        def __init__(self, table):
            self.table = table

        def __enter__(self):
            self._rename(self.table, "gone")

        def __exit__(self, *_error):
            self._rename("gone", self.table)

        def _rename(self, name, to):
            with transaction() as session:
                session.execute(text(f"ALTER TABLE {name} RENAME TO {to}"))

    return Away


def answers_to(door, raw) -> list[tuple[int, bytes]]:
    """What the door says after DATA: one answer for each recipient (RFC 2033 section 4.2)."""
    code, words = door.docmd("DATA")
    assert code == 354, words
    door.send(smtplib._quote_periods(raw) + b".\r\n")
    return [door.getreply() for _recipient in range(door.taken)]


def to(door, *recipients, sender=ADA, options=()) -> list[int]:
    """The codes for MAIL and each RCPT."""
    codes = [door.mail(sender, options)[0], *(door.rcpt(recipient)[0] for recipient in recipients)]
    door.taken = codes[1:].count(250)
    return codes


def test_a_message_is_kept_as_it_came_with_its_envelope(door, known):
    # given
    address = known("a")
    raw = RAW + b"\r\n.a dot\r\n..\r\n8 bits: \xc3\xa9\xff \x00, and no end of line"

    # when
    codes = to(door, address)
    (answer,) = answers_to(door, raw + b"\r\n")

    # then
    (mail,) = kept()
    assert (codes, answer) == ([250, 250], (250, b"2.0.0 Kept"))
    assert (mail.raw, mail.door, mail.envelope_from, mail.recipients) == (raw + b"\r\n", "lmtp", ADA, [address])


@pytest.mark.parametrize(
    "address", ["bounce+nobody@brink-waal.example", "rsvp+nobody@brink-waal.example", "ada@brink-waal.example", "rsvp@x.example"]
)
def test_an_address_that_is_not_ours_is_refused_in_the_dialogue(door, address):
    # when
    door.mail(ADA)
    answer = door.rcpt(address)

    # then
    assert answer == (550, b"5.1.1 No such answer address")
    assert door.docmd("DATA")[0] == 503


def test_of_several_recipients_only_ours_are_taken_and_each_is_answered(door, known):
    # given
    first, second = known("a"), known("b")

    # when
    codes = to(door, first, "bounce+nobody@brink-waal.example", second)
    answers = answers_to(door, RAW)

    # then
    assert (codes, answers) == ([250, 250, 550, 250], [(250, b"2.0.0 Kept")] * 2)
    assert [mail.recipients for mail in kept()] == [[address] for address in sorted([first, second])]


def test_the_null_sender_is_kept_as_none(door, known):
    # when
    to(door, known("a"), sender="")
    answers_to(door, RAW)

    # then
    assert [mail.envelope_from for mail in kept()] == [""]


@pytest.mark.settings(mail_max_bytes=10_000)
def test_a_message_that_says_it_is_too_large_is_refused_at_once(door):
    # when
    answer = door.mail(ADA, ["SIZE=10001"])

    # then
    assert answer[0] == 552
    assert door.esmtp_features["size"] == "10000"


@pytest.mark.settings(mail_max_bytes=10_000)
def test_a_message_that_turns_out_too_large_is_refused_for_each_recipient_and_the_next_is_taken(door, known):
    # given
    first, second = known("a"), known("b")

    # when
    to(door, first, second)
    refused = answers_to(door, RAW + b"x" * 70 + b"\r\n" * 10_000)
    to(door, first)
    taken = answers_to(door, RAW)

    # then
    assert (refused, taken) == ([(552, b"5.3.4 Too much mail data")] * 2, [(250, b"2.0.0 Kept")])
    assert [mail.raw for mail in kept()] == [RAW]


def test_a_very_long_line_is_kept_and_one_without_end_is_refused_for_each_recipient(door, known):
    # given
    first, second = known("a"), known("b")
    long, endless = RAW + b"y" * 900_000 + b"\r\n", RAW + b"z" * 2_500_000 + b"\r\n"

    # when
    to(door, first, second)
    taken = answers_to(door, long)
    to(door, first, second)
    refused = answers_to(door, endless)

    # then
    assert (taken, refused) == ([(250, b"2.0.0 Kept")] * 2, [(500, b"5.5.2 Line too long")] * 2)
    assert [mail.raw == long for mail in kept()] == [True, True]


def test_more_recipients_than_any_answer_has_come_in_another_message(door, known):
    # given
    addresses = [known(f"k{number}") for number in range(commands_lmtp.MOST_RECIPIENTS + 1)]

    # when
    codes = to(door, *addresses)
    answers = answers_to(door, RAW)

    # then
    assert (codes[:-1], codes[-1]) == ([250] * 101, 452)
    assert (len(answers), len(kept())) == (100, 100)


def test_senders_and_words_beyond_ascii_are_taken(door, known):
    # given
    raw = "From: Jürgen <jürgen@bücher.example>\r\nSubject: Zusage: Mittagessen für alle\r\n\r\nJa.\r\n".encode()

    # when
    door.command_encoding = "utf-8"
    codes = to(door, known("a"), sender="jürgen@bücher.example", options=["SMTPUTF8", "BODY=8BITMIME"])
    answers_to(door, raw)

    # then
    (mail,) = kept()
    assert (codes, mail.envelope_from, mail.raw) == ([250, 250], "jürgen@bücher.example", raw)


def test_a_sender_of_broken_signs_is_taken(door, known):
    # given
    address = known("a")

    # when
    door.send(b"MAIL FROM:<ad\xffa@brink-waal.example>\r\n")
    code = door.getreply()[0]
    door.rcpt(address)
    door.taken = 1
    answers = answers_to(door, RAW)

    # then
    assert (code, answers, [mail.envelope_from for mail in kept()]) == (
        250,
        [(250, b"2.0.0 Kept")],
        ["ad?a@brink-waal.example"],
    )


def test_it_speaks_lmtp_alone(lmtp_port):
    # given
    with smtplib.SMTP("127.0.0.1", lmtp_port, timeout=20) as conversation:
        # then
        assert [conversation.docmd("HELO", "x")[0], conversation.docmd("EHLO", "x")[0]] == [500, 500]


def test_while_the_database_is_away_the_mail_server_keeps_its_mail(door, known, away):
    # given
    address = known("a")

    # when
    with away("outgoing_mails"):
        door.mail(ADA)
        at_recipient = door.rcpt(address)
        door.rset()
    to(door, address)
    with away("incoming_mails"):
        at_message = answers_to(door, RAW)
    nothing = kept()
    to(door, address)
    later = answers_to(door, RAW)

    # then
    assert at_recipient == (451, b"4.3.0 Try again later")
    assert (at_message, nothing) == ([(451, b"4.3.0 Try again later")], [])
    assert (later, [mail.raw for mail in kept()]) == ([(250, b"2.0.0 Kept")], [RAW])


def test_many_at_once_are_all_kept_each_once(lmtp, known):
    # given
    addresses = [known(f"k{number}") for number in range(4)]
    raws = [RAW + b"%d\r\n" % number for number in range(12)]

    # when
    with ThreadPoolExecutor(12) as servers:
        jobs = [servers.submit(lmtp, raw, addresses[number % 4]) for number, raw in enumerate(raws * 3)]
        for job in jobs:
            job.result()

    # then
    assert sorted(mail.raw for mail in kept()) == sorted(raws)


def test_what_was_answered_with_250_is_there_after_the_door_was_killed(app, settings, known, tmp_path):
    # given
    own = settings.model_copy(update={"lmtp_bind": f"127.0.0.1:{free_port()}"})
    port, address = int(own.lmtp_bind.rpartition(":")[2]), known("a")
    raws, promised = [RAW + b"%d\r\n" % number for number in range(40)], []
    installation = Installation(own, tmp_path)
    installation.start("mail")
    installation.ready("mail")

    def hand_over():
        for raw in raws:
            while raw not in promised:
                try:
                    with smtplib.LMTP("127.0.0.1", port, timeout=20) as conversation:
                        conversation.sendmail(ADA, [address], raw)
                    promised.append(raw)
                except (smtplib.SMTPException, OSError):
                    pause.wait(0.05)

    # when
    pause = threading.Event()
    server = threading.Thread(target=hand_over)
    server.start()
    while len(promised) < 15:
        pause.wait(0.005)
    installation.kill("mail")
    installation.start("mail")
    server.join(120)
    installation.end()

    # then
    assert promised == raws
    assert [mail.raw for mail in kept()] == raws
