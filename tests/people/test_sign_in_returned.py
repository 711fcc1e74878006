"""A sign-in mail that comes back, the link quoted in it: it signs nobody in, and nobody reads it or hears of it."""

import re

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import IncomingMail, IncomingState, OutgoingMail, OutgoingState
from people import sign_in
from people.errors import LinkInvalid
from people.models import SignInLink
from tests.infra.pages import links

REPORT = b"""\
From: MAILER-DAEMON@mx.brink-waal.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.brink-waal.example

Final-Recipient: rfc822; %b
Action: failed
Status: 5.1.1

--b
Content-Type: message/rfc822

%b
--b--
"""
ABSENT = b"From: %b\r\nAuto-Submitted: auto-replied\r\nSubject: On leave\r\n\r\nBack in May.\r\n\r\n%b"
WORDS = b"From: MAILER-DAEMON@qmail.example\r\nSubject: failure notice\r\n\r\n<%b>: No such user.\r\n\r\n%b"


@pytest.fixture
def asked_for(client, deliver, smtp_sink):
    """`asked_for(admin)`: the mail with their link, which has left, and the link's token."""

    def ask(person):
        client.post("/sign-in/links", data={"email": person.email})
        people = list(db.session)
        deliver()
        db.session.add_all(people)  # the worker leaves with its session
        received = smtp_sink.to(person.email)[-1]
        text = received.message.get_body(("plain",)).get_content()
        return received, re.search(r"/sign-in/([\w.-]+)", text).group(1)

    return ask


@pytest.fixture
def comes_back(lmtp, read_in):
    """`comes_back(received, person, REPORT)`: to its envelope sender, whole; what Foyer kept of it."""

    def hand_over(received, person, shape=REPORT, sender=""):
        raw = shape.replace(b"\n", b"\r\n").replace(b"\r\r", b"\r") % (person.email.encode(), received.raw)
        lmtp(raw, received.envelope_from, sender=sender)
        read_in()
        return db.session.scalars(select(IncomingMail).order_by(IncomingMail.id.desc())).first()

    return hand_over


def works(token, now) -> bool:
    db.session.rollback()
    db.session.expire_all()
    try:
        sign_in.person_of(token, now=now)
    except LinkInvalid:
        return False
    return True


def test_a_link_whose_mail_came_back_signs_nobody_in(client, asked_for, comes_back, admin, chen, now):
    # given
    received, token = asked_for(admin)
    _other, of_chen = asked_for(chen)
    before = works(token, now), works(of_chen, now)

    # when
    kept = comes_back(received, admin)
    answer = client.post(f"/sign-in/{token}")

    # then
    assert (before, works(token, now), works(of_chen, now)) == ((True, True), False, True)
    assert (kept.state, answer.status_code, client.get("/me").status_code) == (IncomingState.APPLIED, 410, 303)


@pytest.mark.parametrize(
    ("shape", "sender"),
    [(REPORT, ""), (REPORT, "x@evil.example"), (ABSENT, "marieke@brink-waal.example"), (WORDS, ""), (WORDS, "x@evil.example")],
    ids=["report", "forged report", "absence note", "words", "forged words"],
)
def test_nobody_reads_a_sign_in_mail_that_came_back(
    asked_for, comes_back, client_of, admin, chen, bo, dana, meetup, shape, sender
):
    # given
    meetup()
    received, _token = asked_for(admin)

    # when
    kept = comes_back(received, admin, shape, sender)

    # then: neither listed nor opened, by whoever may open anything
    assert (kept.person_id, kept.topic, kept.details, received.raw.strip() in kept.raw) == (admin.id, "", {}, True)
    for person in (chen, admin, bo, dana):
        browser = client_of(person)
        listed = [browser.get(path) for path in ("/incoming", "/incoming?all=1")]
        assert [path for page in listed for path in links(page) if path == f"/incoming/{kept.id}"] == []
        opened = [browser.get(f"/incoming/{kept.id}{what}").status_code for what in ("", "/raw")]
        decided = [browser.post(f"/incoming/{kept.id}/{what}").status_code for what in ("confirmation", "closure")]
        assert (opened, decided) == ([404, 404], [404, 404])


def test_an_absence_note_does_not_take_the_link_from_who_is_back_early(asked_for, comes_back, admin, now):
    # given
    received, token = asked_for(admin)

    # when
    comes_back(received, admin, ABSENT, sender=admin.email)

    # then
    assert works(token, now)


def test_a_mail_that_came_back_takes_no_newer_link(asked_for, comes_back, admin, now):
    # given
    received, older = asked_for(admin)
    _newer, token = asked_for(admin)

    # when
    comes_back(received, admin)

    # then
    assert (works(older, now), works(token, now)) == (False, True)


def test_a_mail_whose_link_is_gone_is_not_written_with_anothers_of_the_same_number(
    app, ada, dana, deliver, smtp_sink, clock, now
):
    # given
    with transaction() as work:
        sign_in.mail_link(ada, now=now)
        of_ada = work.scalars(select(SignInLink)).one()
        number = of_ada.id
        work.delete(of_ada)
        work.flush()
        of_dana = sign_in.make_link(dana, now=now)
        of_dana.id = number

    # when
    deliver()

    # then
    assert (smtp_sink.received, db.session.scalars(select(OutgoingMail.state)).all()) == ([], [OutgoingState.DROPPED])
