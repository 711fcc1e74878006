"""Which addresses are ours, however they are written."""

import pytest

from database import transaction
from mail import inbox
from mail.inbox import Verdict
from mail.models import IncomingState
from tests.infra.incoming import kept

RAW = b"From: Ada Okafor <ada@brink-waal.example>\r\nSubject: Accepted: Lunch\r\n\r\nYes.\r\n"


@pytest.fixture
def asked(app):
    """The tokens of messages that were handled; t1 is the only one that exists."""
    seen: list[str] = []

    def handle(_incoming, _message, token, _now):
        seen.append(token)
        return Verdict(state=IncomingState.APPLIED, reason="answer")

    inbox.register_address("rsvp", exists=lambda token: token == "t1", handle=handle)
    return seen


def receive(*recipients, now):
    with transaction():
        receipt = inbox.receive(RAW, door="lmtp", envelope_from="ada@brink-waal.example", recipients=recipients, now=now)
        inbox.work_through([receipt.incoming_id], now=now)


@pytest.mark.parametrize(
    ("recipient", "is_ours"),
    [
        ("rsvp+t1@brink-waal.example", True),
        ("RSVP+T1@BRINK-WAAL.EXAMPLE", True),
        ("<rsvp+t1@brink-waal.example>", True),
        ("rsvp@brink-waal.example", True),
        ("bounce@brink-waal.example", True),
        ("rsvp+@brink-waal.example", True),
        ("rsvp%2Bt1@brink-waal.example", True),
        ("RSVP%2bT1@brink-waal.example", True),
        ("rsvp+%74%31@brink-waal.example", True),
        ("rsvp%2Bt2@brink-waal.example", False),
        ("rsvp%2Bt1%00@brink-waal.example", False),
        ("rsvp%2Bt1%40x@brink-waal.example", False),
        ("rsvp%252Bt1@brink-waal.example", False),
        ("rsvp+t2@brink-waal.example", False),
        ("bounce+t1@brink-waal.example", False),
        ("ada@brink-waal.example", False),
        ("rsvp+t1@elsewhere.example", False),
        ("rsvp+t1@brink-waal.example.evil.example", False),
        ("rsvp+t1+t1@brink-waal.example", False),
        ("rsvp+t1\x00@brink-waal.example", False),
        ("rsvp+t\udcff@brink-waal.example", False),
        ("rsvp+' OR 1=1@brink-waal.example", False),
        ("@brink-waal.example", False),
        ("rsvp+t1", False),
        ("", False),
    ],
)
def test_accepts_our_addresses_with_a_token_that_exists_or_none(asked, recipient, is_ours):
    # then
    assert inbox.accepts(recipient) is is_ours


def test_one_address_written_in_many_ways_is_one(asked, now):
    # when
    written = ("rsvp+t1", "RSVP+T1", "rsvp%2Bt1", "rsvp%2b%741", "rsvp+%74%31")
    receive(*(f"{local}@brink-waal.example" for local in written), "<rsvp+t1@brink-waal.example>", now=now)

    # then
    assert (asked, [mail.recipients for mail in kept()]) == (["t1"], [["rsvp+t1@brink-waal.example"]])


def test_an_address_that_a_client_percent_encoded_is_asked_about_by_its_token(asked, now):
    # when
    receive("RSVP%2BT1@brink-waal.example", now=now)

    # then
    assert (asked, [mail.state for mail in kept()]) == (["t1"], [IncomingState.APPLIED])
