"""What comes back from the calendars of the two about their meeting."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from calendars import attendee
from champions import seats
from database import db, transaction
from mail.models import OutgoingMail
from people.erasing import erase
from sessions.models import Answer
from tests.infra.incoming import kept
from tests.infra.mentorships import AT, fresh, meeting_seat_of, planned, short


@pytest.fixture
def propose(lmtp, read_in, invitation_to):
    """`propose(ada, moment)`: her calendar proposes another time for the newest invitation, or for `invitation`."""

    def run(person, at, invitation=None):
        invitation = invitation or invitation_to(person)
        raw, sender, recipient = attendee.counter_mail(
            attendee.calendar_of(invitation.raw), (at, at + timedelta(minutes=45)), now=datetime.now(UTC)
        )
        lmtp(raw, recipient, sender=sender)
        read_in()

    return run


@pytest.mark.parametrize(("partstat", "answer"), [("ACCEPTED", Answer.ACCEPTED), ("TENTATIVE", Answer.TENTATIVE)])
def test_a_yes_and_a_maybe_come_from_the_calendar(met, reply, ada, partstat, answer):
    # when
    reply(ada, partstat)

    # then
    assert meeting_seat_of(ada).answer is answer
    assert [(mail.state.value, mail.topic, mail.person_id) for mail in kept()] == [("applied", "", None)]


def test_an_answer_that_comes_late_is_put_aside(met, begun, plans, lmtp, invitation_to, read_in, sent, smtp_sink, ada, bo):
    # given
    raw, sender, recipient = attendee.reply_mail(invitation_to(ada).raw, "ACCEPTED", now=datetime.now(UTC))
    plans(bo, at=None)
    before = len(smtp_sink.to(ada.email))

    # when
    lmtp(raw, recipient, sender=sender)
    read_in()
    sent()

    # then
    assert [mail.state.value for mail in kept()] == ["ignored"]
    assert (len(smtp_sink.to(ada.email)), planned(begun)) == (before, (None, ""))


def test_an_answer_to_the_time_before_says_nothing_of_the_new_one(met, plans, lmtp, invitation_to, read_in, begun, ada, bo):
    # given
    raw, sender, recipient = attendee.reply_mail(invitation_to(ada).raw, "DECLINED", now=datetime.now(UTC))
    plans(bo, at=AT + timedelta(days=1))

    # when
    lmtp(raw, recipient, sender=sender)
    read_in()

    # then
    assert (meeting_seat_of(ada).answer, planned(begun)[0]) == (Answer.NEEDS_ACTION, AT + timedelta(days=1))


def test_another_time_that_is_proposed_from_a_calendar_is_the_time(met, propose, sent, vevents_to, begun, ada, bo):
    # when
    propose(ada, AT + timedelta(days=2))
    sent()

    # then
    assert planned(begun) == (AT + timedelta(days=2), "Canteen")
    assert short(vevents_to(bo)[-1]) == ("REQUEST", 1, "20261210T123000", "NEEDS-ACTION")
    assert short(vevents_to(ada)[-1]) == ("REQUEST", 1, "20261210T123000", "ACCEPTED")


def test_a_proposal_about_the_time_before_moves_nothing_and_its_owner_looks(
    met, plans, propose, sent, smtp_sink, invitation_to, begun, ada, bo
):
    # given
    old = invitation_to(ada)
    plans(bo, at=AT + timedelta(days=1))

    # when
    propose(ada, AT + timedelta(days=2), old)
    sent()

    # then
    assert planned(begun)[0] == AT + timedelta(days=1)
    assert smtp_sink.to(ada.email)[-1].message["Subject"] == "Your answer about Meeting with Bo Lindqvist"


def test_an_answer_from_elsewhere_changes_nothing_and_its_owner_is_asked(
    met, lmtp, invitation_to, read_in, sent, smtp_sink, ada, dana
):
    """Ada forwarded the invitation, and Dana presses no."""
    # given
    raw, _sender, recipient = attendee.reply_mail(invitation_to(ada).raw, "DECLINED", now=datetime.now(UTC))

    # when
    lmtp(raw.replace(b"ada@", b"dana@"), recipient, sender=dana.email)
    read_in()
    sent()

    # then
    assert meeting_seat_of(ada).answer is Answer.NEEDS_ACTION
    assert smtp_sink.to(ada.email)[-1].message["Subject"] == "Your answer about Meeting with Bo Lindqvist"


def test_words_reach_the_other_and_go_with_who_wrote_them(met, lmtp, read_in, sent, smtp_sink, words_of, ada, bo, chen, admin):
    # given
    raw = f"From: Ada <{ada.email}>\r\nTo: x\r\nSubject: Re\r\n\r\nBy the window?\r\n".encode()

    # when
    lmtp(raw, seats.answer_address(meeting_seat_of(ada).token), sender=ada.email)
    read_in()
    sent()

    # then
    assert "By the window?" in words_of(smtp_sink.to(bo.email)[-1])
    assert [smtp_sink.to(one.email) for one in (chen, admin)] == [[], []]
    with transaction():
        erase(fresh(ada), now=datetime.now(UTC))
    assert db.session.scalars(select(OutgoingMail.id).where(OutgoingMail.kind == "champions.meeting_words")).all() == []


def test_calendar_asks_how_it_stands_and_hears_it(met, lmtp, read_in, sent, invitation_to, vevents_to, ada):
    # given
    raw, sender, recipient = attendee.reply_mail(invitation_to(ada).raw, "ACCEPTED", now=datetime.now(UTC))
    asking = attendee.calendar_of(raw).replace(b"METHOD:REPLY", b"METHOD:REFRESH")
    headers = f"From: {sender}\r\nTo: {recipient}\r\nContent-Type: text/calendar; method=REFRESH; charset=utf-8\r\n\r\n"

    # when
    lmtp(headers.encode() + asking, recipient, sender=sender)
    read_in()
    sent()

    # then
    assert [short(one)[:2] for one in vevents_to(ada)] == [("REQUEST", 0), ("REQUEST", 0)]
