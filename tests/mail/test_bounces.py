"""Mail that comes back: the message it is about is marked, the host knows, and nothing else is taken for a failure."""

from pathlib import Path

import pytest
from sqlalchemy import select

from database import db, transaction
from mail import claims, outbox
from mail.models import IncomingMail, IncomingState, OutgoingMail, OutgoingState

CORPUS = Path(__file__).parents[1] / "corpus" / "bounces"
REPORT = b"""\
From: Mail Delivery System <MAILER-DAEMON@mx.brink-waal.example>
To: bounce@brink-waal.example
Subject: Delivery Status Notification
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

See below.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.brink-waal.example

Final-Recipient: rfc822; ada@brink-waal.example
Action: %b
Status: %b
Diagnostic-Code: smtp; %b

--b--
""".replace(b"\n", b"\r\n")
FAILED = REPORT % (b"failed", b"5.1.1", b"550 5.1.1 no such user")
UNKNOWN = b"From: MAILER-DAEMON@qmail.example\r\nSubject: failure notice\r\n\r\n<ada@brink-waal.example>: No such user.\r\n"


@pytest.fixture
def sent(smtp_sink, meetup, ada, deliver, clock):
    """The invitation to Ada, which has left."""
    session = meetup(invited=[ada])
    deliver()
    return db.session.scalars(select(OutgoingMail).where(OutgoingMail.topic == session.topic)).one()


@pytest.fixture
def comes_back(lmtp, read_in):
    """`comes_back(sent, raw)`: to the envelope sender of a message, by LMTP, from the null sender; how Foyer took it."""

    def hand_over(mail, raw, sender=""):
        lmtp(raw, f"bounce+{mail.token}@brink-waal.example", sender=sender)
        read_in()
        incoming = db.session.scalars(select(IncomingMail).order_by(IncomingMail.id.desc())).first()
        return incoming.state, incoming.reason

    return hand_over


def state_of(mail) -> tuple[OutgoingState, str | None]:
    db.session.rollback()
    db.session.expire_all()
    found = db.session.get(OutgoingMail, mail.id)
    return found.state, found.error


def notes() -> list[tuple[str, str]]:
    """Messages to a host about something that came back: to whom, about whom."""
    query = select(OutgoingMail).where(OutgoingMail.kind == "sessions.bounce_note").order_by(OutgoingMail.id)
    return [(mail.recipient, mail.payload["recipient"]) for mail in db.session.scalars(query)]


OUTCOMES = {
    "ccs__dsn_failure_no_ics.eml": "It came back from thisdoesnotexist@example.com: 5.1.1",
    "ccs__dsn_failure_no_original.eml": "It came back from nonexistant@example.com: 5.0.0",
    "ccs__dsn_failure_with_ics.eml": "It came back from nonexistant@example.com: 5.0.0",
}


def test_every_file_of_the_corpus_has_a_stated_outcome():
    assert sorted(path.name for path in CORPUS.iterdir()) == sorted(OUTCOMES)


@pytest.mark.parametrize("name", sorted(OUTCOMES))
def test_a_real_report_of_failure_marks_the_message_and_the_host_knows(sent, comes_back, name):
    # when
    taken = comes_back(sent, (CORPUS / name).read_bytes())

    # then
    state, error = state_of(sent)
    assert taken == (IncomingState.APPLIED, "A message came back, and is marked.")
    assert (state, error[: len(OUTCOMES[name])]) == (OutgoingState.BOUNCED, OUTCOMES[name])
    assert notes() == [("bo@brink-waal.example", "ada@brink-waal.example")]


def test_the_host_reads_who_was_not_reached_and_why(sent, comes_back, deliver, smtp_sink):
    # when
    comes_back(sent, FAILED)
    deliver()

    # then
    (note,) = smtp_sink.to("bo@brink-waal.example")
    assert note.message["Subject"] == "A mail came back: Lunch and learn"
    words = note.message.get_body(("plain",)).get_content()
    assert "Our mail to ada@brink-waal.example came back, so this person may not know of Lunch and learn." in words
    assert "There is no such mailbox (5.1.1)." in words
    assert "no such user" not in words  # anybody can have written that
    assert "/a/" not in words
    assert "answer=" not in words


FORGED = "It says that a message came back, but it was not sent by a mail server."


def test_a_report_that_no_mail_server_sent_waits_and_nobody_is_told(sent, comes_back, client_of, bo):
    # when
    taken = comes_back(sent, FAILED.replace(b"See below.", b"Call 555 and pay."), sender="x@evil.example")

    # then
    assert taken == (IncomingState.WAITING, FORGED)
    assert (state_of(sent), notes()) == ((OutgoingState.SENT, None), [])
    (incoming,) = db.session.scalars(select(IncomingMail))
    assert FORGED in client_of(bo).get(f"/incoming/{incoming.id}").text


def test_nothing_that_travels_on_in_an_answer_names_the_bounce_address(sent, smtp_sink):
    # given
    (mail,) = smtp_sink.received

    # then
    assert (mail.envelope_from, sent.token.encode() in mail.raw) == (f"bounce+{sent.token}@brink-waal.example", False)


def test_words_of_a_report_are_shown_without_the_mail_they_quote(sent, comes_back, smtp_sink):
    # given
    (mail,) = smtp_sink.received
    quoted = b"\r\n--- Below this line is a copy of the message.\r\n\r\n" + mail.raw

    # when
    comes_back(sent, UNKNOWN + quoted)

    # then
    (incoming,) = db.session.scalars(select(IncomingMail))
    assert incoming.details["text"] == "<ada@brink-waal.example>: No such user."


def test_a_report_that_comes_twice_tells_the_host_once(sent, comes_back):
    # when
    taken = comes_back(sent, FAILED), comes_back(sent, FAILED.replace(b"See below.", b"See below!"))

    # then
    assert {state for state, _reason in taken} == {IncomingState.APPLIED}
    assert (state_of(sent)[0], len(notes())) == (OutgoingState.BOUNCED, 1)


@pytest.mark.parametrize(
    ("action", "status"), [(b"delayed", b"4.4.1"), (b"delivered", b"2.0.0"), (b"relayed", b"2.0.0"), (b"expanded", b"2.0.0")]
)
def test_a_delay_or_a_receipt_is_no_failure(sent, comes_back, action, status):
    # when
    taken = comes_back(sent, REPORT % (action, status, b"250 fine, so far"))

    # then
    assert taken == (IncomingState.IGNORED, "A note about a message that is on its way, or an absence note.")
    assert (state_of(sent), notes()) == ((OutgoingState.SENT, None), [])


@pytest.mark.parametrize("head", [b"Auto-Submitted: auto-replied\r\nSubject: On leave", b"Subject: Out of office: Lunch"])
def test_an_absence_note_is_no_failure(sent, comes_back, head):
    # given
    raw = b"From: ada@brink-waal.example\r\n" + head + b"\r\n\r\nBack in May.\r\n"

    # when
    taken = comes_back(sent, raw)

    # then
    assert taken == (IncomingState.IGNORED, "A note about a message that is on its way, or an absence note.")
    assert state_of(sent) == (OutgoingState.SENT, None)


def test_exim_names_who_failed_in_a_header(sent, comes_back):
    # given
    raw = b"X-Failed-Recipients: ada@brink-waal.example\r\nAuto-Submitted: auto-replied\r\n" + UNKNOWN

    # when
    taken = comes_back(sent, raw)

    # then
    assert taken == (IncomingState.APPLIED, "A message came back, and is marked.")
    assert state_of(sent) == (OutgoingState.BOUNCED, "It came back from ada@brink-waal.example: ")


@pytest.mark.parametrize("header", [b"", b"Return-Path: <>\r\n"], ids=["by LMTP", "as a mailbox keeps it"])
def test_a_report_in_words_alone_waits_for_a_person(sent, comes_back, header):
    # when
    taken = comes_back(sent, header + UNKNOWN)

    # then
    incoming = db.session.scalars(select(IncomingMail)).one()
    assert taken == (
        IncomingState.WAITING,
        "It came to the address for returned mail, but no mail server says what failed.",
    )
    assert (incoming.topic, incoming.person_id) == (sent.topic, sent.person_id)
    assert incoming.details == {
        "text": "<ada@brink-waal.example>: No such user.",
        "sent_to": "ada@brink-waal.example",
        "null_sender": True,
    }
    assert (state_of(sent), notes()) == ((OutgoingState.SENT, None), [])


def test_a_report_that_is_quicker_than_the_workers_mark_counts(meetup, ada, now, comes_back):
    # given
    meetup(invited=[ada])
    with transaction():
        (mail,) = claims.claim(1, now=now)
    db.session.expunge_all()

    # when
    comes_back(mail, FAILED)
    with transaction():
        marked = claims.mark_sent([(mail, "Lunch")], now=now)

    # then
    assert (marked, state_of(mail)[0], len(notes())) == ([], OutgoingState.BOUNCED, 1)


def test_a_report_about_a_message_that_is_tried_again_changes_nothing(sent, comes_back):
    # given
    with transaction() as session:
        session.get(OutgoingMail, sent.id).state = OutgoingState.QUEUED

    # when
    taken = comes_back(sent, FAILED)

    # then
    assert (taken[0], state_of(sent), notes()) == (IncomingState.APPLIED, (OutgoingState.QUEUED, None), [])


def test_a_note_to_the_host_that_comes_back_makes_no_other_note(sent, comes_back):
    # given
    comes_back(sent, FAILED)
    note = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "sessions.bounce_note")).one()
    with transaction() as session:
        session.get(OutgoingMail, note.id).state = OutgoingState.SENT

    # when
    comes_back(note, FAILED)

    # then
    assert (state_of(note)[0], len(notes())) == (OutgoingState.BOUNCED, 1)


def test_a_permanent_refusal_tells_the_host_as_well(smtp_sink, meetup, ada, deliver, clock):
    # given
    smtp_sink.answers["ada@brink-waal.example"] = "550 5.1.1 no such user"
    meetup(invited=[ada])

    # when
    deliver()

    # then
    (note,) = smtp_sink.to("bo@brink-waal.example")
    assert "550 5.1.1 no such user" in note.message.get_body(("plain",)).get_content()


def test_the_first_host_who_is_still_here_is_told(smtp_sink, meetup, ada, bo, chen, deliver, clock):
    # given
    smtp_sink.answers["ada@brink-waal.example"] = "550 5.1.1 no such user"
    meetup(invited=[ada], host_ids=(bo.id, chen.id))
    with transaction() as session:
        session.merge(bo).active = False

    # when
    deliver()

    # then
    assert notes() == [("chen@brink-waal.example", "ada@brink-waal.example")]


def test_a_message_that_came_back_reaches_its_person_after_another_try(sent, comes_back, deliver, smtp_sink):
    # given
    comes_back(sent, FAILED)

    # when
    with transaction():
        outbox.retry(sent.id, now=sent.due_at)
    deliver()

    # then
    assert state_of(sent) == (OutgoingState.SENT, None)
    assert len({mail.message["Message-ID"] for mail in smtp_sink.to("ada@brink-waal.example")}) == 1
