"""What is built to hurt is kept and called unreadable, and the next answer counts as if nothing had been."""

from smtplib import SMTPDataError

import pytest
from sqlalchemy import select

from database import db
from mail.models import IncomingMail
from sessions.models import Rsvp
from sessions.replies import Reason
from tests.infra.bombs import BOMBS, mail

MORE_PARTS = "It is made of more parts than any mail needs."


@pytest.fixture
def lunch(meetup, ada):
    return meetup(invited=[ada])


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("10,000 nested multiparts", MORE_PARTS),
        ("400,000 parameters of a type", MORE_PARTS),
        ("100,000 BEGIN:VEVENT", "Its calendar entry is larger than any answer needs."),
        ("10,000 nested messages", MORE_PARTS),
    ],
)
def test_bomb_is_kept_unreadable_and_holds_up_nobody(lunch, answer, lmtp, read_in, invitation_of, room, ada, clock, name, reason):
    # given
    address = f"rsvp+{invitation_of(lunch, ada).token}@brink-waal.example"
    good = answer(lunch, ada).raw

    # when
    lmtp(BOMBS[name](), address)
    lmtp(good, address)
    done = read_in()

    # then
    came = db.session.scalars(select(IncomingMail).order_by(IncomingMail.id)).all()
    assert (done, [(mail.state.value, mail.reason) for mail in came]) == (2, [("unreadable", reason), ("applied", Reason.ANSWER)])
    assert room(lunch) == {"Ada": ("accepted", "seated", None)}


def test_line_no_mail_server_would_hand_on_is_refused_at_the_door(lunch, lmtp, invitation_of, ada, clock):
    # when
    with pytest.raises(SMTPDataError) as refused:
        lmtp(BOMBS["a header line of 5 MB"](), f"rsvp+{invitation_of(lunch, ada).token}@brink-waal.example")

    # then
    assert (refused.value.smtp_code, db.session.scalars(select(IncomingMail)).all()) == (500, [])


def test_unreadable_calendar_waits_with_whose_it_is(lunch, lmtp, read_in, invitation_of, ada, clock):
    # given
    raw = (
        b"From: ada@brink-waal.example\r\nSubject: Yes\r\n"
        + mail("text/calendar; method=REPLY", b"END:VCALENDAR\r\n").partition(b"\n")[2]
    )

    # when
    lmtp(raw, f"rsvp+{invitation_of(lunch, ada).token}@brink-waal.example")
    read_in()

    # then
    incoming = db.session.scalars(select(IncomingMail)).one()
    assert (incoming.state.value, incoming.reason) == ("unreadable", "Its calendar entry is broken.")
    assert (incoming.topic, incoming.person_id, incoming.subject) == (lunch.topic, ada.id, "Yes")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (b"COMMENT:a\0b", "ab"),
        (b"COMMENT:caf\xe9", "café"),
        (b"COMMENT:\xed\xa0\x80!", "í\xa0€!"),  # half a character in UTF-8
        ("COMMENT:😀".encode(), "😀"),
        (b"COMMENT:\\n\\n  \\n", ""),
        (b"COMMENT:" + b"x" * 30_000, "x" * 2000),
    ],
)
def test_odd_comment_is_kept_as_a_database_takes_it(lunch, answer, comes_in, invitation_of, ada, written, kept):
    # given
    raw = answer(lunch, ada, properties=["COMMENT:PLACE"]).raw.replace(b"COMMENT:PLACE", written)

    # when
    incoming = comes_in(raw, token=invitation_of(lunch, ada).token)

    # then
    assert incoming.reason == Reason.ANSWER
    assert db.session.scalars(select(Rsvp.comment)).all() == [kept]


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "punycode", "no-such", "idna"])
def test_charset_of_the_answer_changes_no_mans_answer(lunch, answer, comes_in, invitation_of, ada, charset):
    # given: what the part says and what it is differ
    raw = answer(lunch, ada).raw.replace(b"charset=UTF-8", f"charset={charset}".encode())

    # when
    incoming = comes_in(raw, token=invitation_of(lunch, ada).token)

    # then
    assert (incoming.state.value, incoming.reason) in {("applied", Reason.ANSWER), ("unreadable", "Its calendar entry is empty.")}


@pytest.mark.parametrize(
    "header",
    [
        b"Subject: a\0b",
        b"Subject: =?utf-8?b?AGEA?=",
        b"Subject: =?utf-7?q?+2AA-?=",
        b"Subject: \xed\xa0\x80",
        b"X: y\rSubject: z",
    ],
)
def test_odd_subject_stops_no_answer(lunch, answer, comes_in, invitation_of, ada, header):
    # given
    raw = answer(lunch, ada).raw.replace(b"Subject: Accepted: Lunch and learn", header)

    # when
    incoming = comes_in(raw, token=invitation_of(lunch, ada).token)

    # then
    assert incoming.reason == Reason.ANSWER
    assert "\0" not in incoming.subject
