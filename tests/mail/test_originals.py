"""How much of a message that came in is shown: what a person wrote, whole; of what came back, the report alone."""

import pytest

from mail import originals
from mail.models import IncomingMail, IncomingState

REPORT = b"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example
To: bounce+t1@brink-waal.example
Subject: Returned
X-Secret: http://foyer.example/a/secret
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

See http://foyer.example/a/secret
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ada@brink-waal.example
Action: failed
Status: 5.1.1
X-Quoted: http://foyer.example/a/secret

--b
Content-Type: message/rfc822

Subject: You are invited

http://foyer.example/a/secret
--b--
""".replace(b"\n", b"\r\n")
SHOWN = b"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example
To: bounce+t1@brink-waal.example
Subject: Returned

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ada@brink-waal.example
Action: failed
Status: 5.1.1

""".replace(b"\n", b"\r\n")


def incoming(to, *, envelope_from="ada@brink-waal.example", sender="ada@brink-waal.example", topic="session:1", raw=REPORT):
    return IncomingMail(
        raw=raw, recipients=to, envelope_from=envelope_from, sender=sender, topic=topic, state=IncomingState.WAITING
    )


@pytest.mark.parametrize(
    ("to", "changes", "shown"),
    [
        (["rsvp+t1@brink-waal.example"], {}, REPORT),
        (["rsvp+t1@brink-waal.example"], {"topic": ""}, REPORT),
        (["rsvp@brink-waal.example"], {"topic": ""}, REPORT),
        (["rsvp%2Bt1@brink-waal.example"], {}, REPORT),
        (["rsvp+t1@brink-waal.example"], {"envelope_from": ""}, SHOWN),
        (["rsvp+t1@brink-waal.example"], {"sender": "foyer@brink-waal.example"}, SHOWN),
        (["bounce+t1@brink-waal.example"], {}, SHOWN),
        (["bounce%2Bt1@brink-waal.example"], {"envelope_from": ""}, SHOWN),
        (["bounce+t1@brink-waal.example"], {"topic": ""}, None),
        (["rsvp@brink-waal.example"], {"topic": "", "envelope_from": ""}, None),
        (["rsvp@brink-waal.example"], {"topic": "", "sender": "foyer@brink-waal.example"}, None),
        (["ada@brink-waal.example"], {"topic": ""}, None),
        ([], {"topic": ""}, None),
        (["bounce+t1@brink-waal.example"], {"raw": b"X: " + b"y" * 2_000_000 + b"\r\n\r\n"}, b""),
    ],
)
def test_what_may_quote_a_mail_of_ours_is_not_shown(app, to, changes, shown):
    assert originals.original(incoming(to, **changes)) == shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("No such user.", "No such user."),
        ("No such user.\n\n--- Below this line is a copy of the message.\n\nSecret", "No such user."),
        ("No such user.\n\n------ This is a copy of your message, including all the headers. ------\nSecret", "No such user."),
        ("No such user.\n-----Original Message-----\nSecret", "No such user."),
        ("No such user.\n> From: Bo\n> Secret", "No such user."),
        ("No such user.\nReturn-Path: <x>\nSecret", "No such user."),
        ("Write to: ada, from now on.", "Write to: ada, from now on."),
        ("", ""),
    ],
)
def test_words_of_a_report_end_where_it_quotes(text, words):
    assert originals.before_quote(text) == words
