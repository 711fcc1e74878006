"""What comes in is kept raw, once; then whoever its address belongs to says what it means."""

import pytest

from calendars.attendee import reply_mail
from database import transaction
from mail import inbox
from mail.inbox import Verdict
from mail.models import IncomingState
from tests.infra.incoming import kept

APPLIED = Verdict(state=IncomingState.APPLIED, reason="answer", topic="session:1")
IGNORED = Verdict(state=IncomingState.IGNORED, reason="repeat")
WAITING = Verdict(state=IncomingState.WAITING, reason="words", topic="session:2", details={"text": "Hello"})
RAW = b"From: Ada Okafor <ada@brink-waal.example>\r\nSubject: Accepted: Lunch\r\n\r\nYes.\r\n"


@pytest.fixture
def says(app):
    """`says(t1=APPLIED)`: what is made of messages to rsvp+t1; its result lists the tokens that were asked about."""
    asked: list[str] = []

    def build(**verdicts):
        def handle(incoming, message, token, now):
            asked.append(token)
            return verdicts[token]

        inbox.register_address("rsvp", exists=lambda token: token in verdicts, handle=handle)
        return asked

    return build


def receive(raw, *recipients, now, sender="ada@brink-waal.example", door="lmtp"):
    with transaction():
        return inbox.receive(raw, door=door, envelope_from=sender, recipients=recipients, now=now)


def work(*ids, now) -> int:
    with transaction():
        return inbox.work_through(ids, now=now)


def test_receive_keeps_every_byte_before_anything_is_made_of_it(app, now):
    # given
    raw = bytes(range(256)) + b"\r\n.\r\nFrom: nobody\r\n"

    # when
    receipt = receive(raw, "RSVP+T1@Brink-Waal.example", now=now, sender="Ada@Brink-Waal.example")

    # then
    (mail,) = kept()
    assert (receipt.incoming_id, receipt.is_new) == (mail.id, True)
    assert (mail.raw, mail.door, mail.envelope_from) == (raw, "lmtp", "Ada@Brink-Waal.example")
    assert (mail.recipients, mail.received_at) == (["rsvp+t1@brink-waal.example"], now)
    assert (mail.state, mail.attempts, mail.processed_at) == (IncomingState.RECEIVED, 0, None)


def test_receive_keeps_the_same_bytes_to_the_same_recipient_once_whatever_the_door(app, now):
    # when
    first = receive(RAW, "rsvp+t1@brink-waal.example", "rsvp+t2@brink-waal.example", now=now)
    again = receive(RAW, "RSVP+T2@brink-waal.example", "rsvp+t1@brink-waal.example", now=now, door="imap", sender="")

    # then
    assert (again.incoming_id, again.is_new, len(kept())) == (first.incoming_id, False, 2)


def test_receive_keeps_what_differs_in_a_byte_or_a_recipient(app, now):
    # when
    receive(RAW, "rsvp+t1@brink-waal.example", now=now)
    receive(RAW, "rsvp+t2@brink-waal.example", now=now)
    receive(RAW + b"\r\n", "rsvp+t1@brink-waal.example", now=now)

    # then
    assert len(kept()) == 3


def test_receive_takes_an_envelope_of_any_signs(app, now):
    # when
    receive(RAW, "rsvp+\udcff\x00@brink-waal.example", now=now, sender="a\x00da\udcff" + "a" * 400)

    # then
    (mail,) = kept()
    assert (mail.recipients, mail.envelope_from) == (["rsvp+?@brink-waal.example"], "ada?" + "a" * 316)


def test_work_through_records_who_wrote_what_about_which_session(says, now, ada):
    # given
    verdict = Verdict(
        state=IncomingState.APPLIED, reason="answer", topic="session:1", person_id=ada.id, details={"partstat": "ACCEPTED"}
    )
    says(t1=verdict)
    id_ = receive(RAW, "rsvp+t1@brink-waal.example", now=now).incoming_id

    # when
    done = work(id_, now=now)

    # then
    (mail,) = kept()
    assert (done, mail.sender, mail.subject) == (1, "ada@brink-waal.example", "Accepted: Lunch")
    assert (mail.state, mail.reason, mail.topic, mail.person_id) == (IncomingState.APPLIED, "answer", "session:1", ada.id)
    assert (mail.details, mail.processed_at) == ({"partstat": "ACCEPTED"}, now)


def test_work_through_looks_at_each_message_once(says, now):
    # given
    asked = says(t1=APPLIED)
    id_ = receive(RAW, "rsvp+t1@brink-waal.example", now=now).incoming_id

    # when
    counts = work(id_, id_, now=now), work(id_, now=now)

    # then
    assert (counts, asked) == ((1, 0), ["t1"])


def test_a_message_to_several_of_our_addresses_has_a_verdict_for_each(says, now):
    # given
    asked = says(t1=APPLIED, t2=IGNORED, t3=WAITING)
    addresses = [f"rsvp+{token}@brink-waal.example" for token in ("t3", "t1", "t2")]

    # when
    receive(RAW, "ada@brink-waal.example", *addresses, now=now)
    work(*inbox.waiting_ids(9), now=now)

    # then
    assert asked == ["t1", "t2", "t3"]
    assert [(mail.recipients, mail.state, mail.topic, mail.raw == RAW) for mail in kept()] == [
        (["rsvp+t1@brink-waal.example"], IncomingState.APPLIED, "session:1", True),
        (["rsvp+t2@brink-waal.example"], IncomingState.IGNORED, "", True),
        (["rsvp+t3@brink-waal.example"], IncomingState.WAITING, "session:2", True),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See http://x.example/a/WzEsImFiY2QiXQ.abcdefghijklm?answer=yes now", "See http://x.example now"),
        ("(http://x.example/sign-in/WzEsImFiY2QiXQ.abcdefghijklm)", "(http://x.example"),
        ("http://x.example/sessions/12 and https://y.example/a/WzEsImFiY2QiXQ.abcdefghijklm", None),
    ],
)
def test_a_key_of_ours_is_left_out_of_what_is_shown(says, now, app, text, shown):
    # given
    base = app.config["FOYER"].base_url
    words = text.replace("http://x.example", base)
    says(t1=Verdict(state=IncomingState.WAITING, reason="words", details={"text": words}))

    # when
    work(receive(RAW, "rsvp+t1@brink-waal.example", now=now).incoming_id, now=now)

    # then
    (mail,) = kept()
    assert mail.details == {"text": (shown or text).replace("http://x.example", base)}


@pytest.mark.parametrize(
    "sender", ["Bo Lindqvist <foyer@brink-waal.example>", "FOYER@brink-waal.example", "rsvp@brink-waal.example"]
)
def test_a_message_that_foyer_wrote_is_a_loop_and_nothing_is_made_of_it(says, now, sender):
    # given
    asked = says(t1=APPLIED)
    raw = RAW.replace(b"Ada Okafor <ada@brink-waal.example>", sender.encode())

    # when
    work(receive(raw, "rsvp+t1@brink-waal.example", now=now).incoming_id, now=now)

    # then
    (mail,) = kept()
    assert (asked, mail.state, mail.reason) == ([], IncomingState.IGNORED, "It was sent by Foyer itself: a loop.")


@pytest.mark.parametrize(
    ("sender", "header", "state", "reason"),
    [
        ("ada@brink-waal.example", b"", IncomingState.WAITING, "It was sent to the answer address without a token."),
        ("", b"", IncomingState.IGNORED, "An automatic message to an address without a token."),
        (
            "ada@brink-waal.example",
            b"Auto-Submitted: auto-replied\r\n",
            IncomingState.IGNORED,
            "An automatic message to an address without a token.",
        ),
    ],
)
def test_a_message_without_a_token_waits_when_a_person_wrote_it(app, now, sender, header, state, reason):
    # when
    work(receive(header + RAW, "rsvp@brink-waal.example", now=now, sender=sender).incoming_id, now=now)

    # then
    (mail,) = kept()
    assert (mail.state, mail.reason) == (state, reason)
    assert mail.details == ({"text": "Yes."} if state is IncomingState.WAITING else {})


@pytest.mark.parametrize("recipients", [(), ("ada@brink-waal.example",), ("rsvp+t1@elsewhere.example",)])
def test_a_message_to_nobody_of_ours_waits_for_a_person(app, now, recipients):
    # when
    work(receive(RAW, *recipients, now=now).incoming_id, now=now)

    # then
    (mail,) = kept()
    assert (mail.state, mail.reason) == (IncomingState.WAITING, "None of its recipients is an address of ours.")


def test_a_calendar_entry_that_cannot_be_read_is_said_to_be_one_and_keeps_its_session(says, now):
    # given
    says(t1=WAITING)
    raw = b"From: ada@brink-waal.example\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"

    # when
    work(receive(raw, "rsvp+t1@brink-waal.example", now=now).incoming_id, now=now)

    # then
    (mail,) = kept()
    assert (mail.state, mail.topic) == (IncomingState.UNREADABLE, "session:2")
    assert mail.reason.startswith("Its calendar entry is ")


def _nested(depth: int) -> bytes:
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(depth)
    )
    return b"From: ada@brink-waal.example\r\nMIME-Version: 1.0\r\n" + opened + b"\r\nhello\r\n"


@pytest.mark.parametrize(
    "raw",
    [_nested(60), _nested(5000), b"X: " + b"y" * 2_000_000 + b"\r\n\r\n"],
    ids=["nested", "nested very deeply", "endless header"],
)
def test_what_is_built_to_hurt_is_kept_and_parked(says, now, raw):
    # given
    asked = says(t1=APPLIED)

    # when
    work(receive(raw, "rsvp+t1@brink-waal.example", now=now).incoming_id, now=now)

    # then
    (mail,) = kept()
    assert (asked, mail.state, mail.raw == raw) == ([], IncomingState.UNREADABLE, True)
    assert mail.reason


@pytest.mark.parametrize("raw", [b"", b"\x00", b"\r\n\r\n", b"\xff\xfe" * 100, b"From: \x00\r\nSubject: \x00\xff\r\n\r\n\x00"])
def test_what_is_hardly_a_mail_is_kept_and_waits(app, now, raw):
    # when
    work(receive(raw, "rsvp@brink-waal.example", now=now).incoming_id, now=now)

    # then
    (mail,) = kept()
    assert (mail.state, mail.raw) == (IncomingState.WAITING, raw)


def test_signs_that_no_database_keeps_are_left_out_of_what_is_shown(says, now):
    # given
    verdict = Verdict(
        state=IncomingState.WAITING, reason="wo\x00rds\ud800", details={"text": "a\x00b\ud800", "null_sender": True}
    )
    says(t1=verdict)
    raw = b"From: a\x00da@brink-waal.example\r\nSubject: =?unicode-escape?q?=5Cud800?= L\x00unch\r\n\r\nYes\r\n"

    # when
    work(receive(raw, "rsvp+t1@brink-waal.example", now=now).incoming_id, now=now)

    # then
    (mail,) = kept()
    assert (mail.state, mail.reason, mail.details) == (IncomingState.WAITING, "words?", {"text": "ab?", "null_sender": True})
    assert mail.subject.endswith("Lunch")


def test_an_answer_to_a_session_that_nobody_knows_waits(app, now, smtp_sink, meetup, ada, deliver, invitation_to, clock):
    # given
    meetup(invited=[ada])
    deliver()
    raw, sender, recipient = reply_mail(invitation_to(ada).raw, "ACCEPTED", now=now)
    unknown = recipient.replace("+", "+z")

    # when
    work(receive(raw, unknown, now=now, sender=sender).incoming_id, now=now)

    # then
    (mail,) = kept()
    assert (inbox.accepts(recipient), inbox.accepts(unknown)) == (True, False)
    assert (mail.state, mail.reason) == (IncomingState.WAITING, "unknown-token")


def test_waiting_ids_are_those_nothing_has_been_made_of_oldest_first(says, now):
    # given
    says(t1=APPLIED)
    ids = [receive(RAW + b"%d" % number, "rsvp+t1@brink-waal.example", now=now).incoming_id for number in range(4)]
    work(ids[1], now=now)

    # then
    assert (inbox.waiting_ids(2), inbox.waiting_ids(9, without={ids[0]})) == ([ids[0], ids[2]], [ids[2], ids[3]])


def test_describe_topics_asks_only_whose_topics_they_are(app):
    # given
    inbox.register_topic("tests", describe=lambda topics: {topic: (topic.upper(), "/") for topic in topics})

    # then
    assert inbox.describe_topics(["tests:1", "nobody:2", ""]) == {"tests:1": ("TESTS:1", "/")}
