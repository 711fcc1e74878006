"""What calendars are told when somebody comes in another's place: who sent whom, and whose the seat is."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from sessions.delegates import send
from sessions.models import Rsvp
from tests.infra.post import vevent

ADA, DANA = "ada@brink-waal.example", "dana@brink-waal.example"
NAMES = "CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT"


@pytest.fixture
def handed_on(meetup, say, ada, dana, deliver, smtp_sink, clock, now):
    """Ada has a seat, and Dana comes instead; everything has left."""
    lunch = meetup(invited=[ada])
    say(lunch, ada, "accepted")
    with transaction() as session:
        rsvp = session.scalars(select(Rsvp)).one()
        send(rsvp.session, rsvp, dana, now=now)
    say(lunch, ada, "declined", at=now + timedelta(minutes=1))
    clock.move_to(now + timedelta(minutes=3))
    deliver()
    return lunch


def test_delegate_reads_who_sends_them_and_that_the_seat_is_kept(handed_on, smtp_sink, words_of):
    # when
    (mail,) = smtp_sink.to(DANA)

    # then
    assert mail.message["Subject"] == "Lunch and learn, Tuesday 8 December"
    assert words_of(mail).startswith(
        "Dear Dana, Ada Okafor cannot come and would like you to come instead. "
        "The seat is kept for you. With a no it goes back to Ada Okafor. Soup first."
    )
    assert vevent(mail)["ATTENDEE"] == (
        f'ATTENDEE;CN=Dana Petrov;{NAMES};PARTSTAT=NEEDS-ACTION;RSVP=TRUE;DELEGATED-FROM="mailto:{ADA}":mailto:{DANA}'
    )


def test_delegators_event_says_who_comes_instead(handed_on, smtp_sink):
    # then
    assert vevent(smtp_sink.to(ADA)[-1])["ATTENDEE"] == (
        f'ATTENDEE;CN=Ada Okafor;{NAMES};PARTSTAT=DELEGATED;RSVP=FALSE;DELEGATED-TO="mailto:{DANA}":mailto:{ADA}'
    )


def test_delegator_is_asked_again_when_the_delegate_declines(handed_on, say, deliver, smtp_sink, words_of, dana, now):
    # when
    say(handed_on, dana, "declined", at=now + timedelta(minutes=2))
    deliver()

    # then
    mail = smtp_sink.to(ADA)[-1]
    assert mail.message["Subject"] == "Yours again: Lunch and learn, Tuesday 8 December"
    assert words_of(mail).startswith(
        "Dear Ada, Whoever was to come in your place cannot. You are asked again. Your seat stays yours. Does it still suit you?"
    )
    assert vevent(mail)["ATTENDEE"] == f"ATTENDEE;CN=Ada Okafor;{NAMES};PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{ADA}"
    assert "DELEGATED" not in vevent(smtp_sink.to(DANA)[-1])["ATTENDEE"]


def test_who_was_sent_and_is_withdrawn_is_named_no_more_and_the_seat_comes_back(
    handed_on, withdraw, change, deliver, smtp_sink, dana
):
    # given
    withdraw(handed_on, dana)

    # when
    change(handed_on, moved_by=timedelta(hours=1))
    deliver()

    # then
    asked = f"ATTENDEE;CN=Ada Okafor;{NAMES};PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{ADA}"
    assert vevent(smtp_sink.to(ADA)[-1])["ATTENDEE"] == asked
    assert db.session.scalars(select(Rsvp.answer).order_by(Rsvp.id)).all() == ["needs-action", "needs-action"]
