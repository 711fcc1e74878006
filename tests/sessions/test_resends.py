"""Sending once more is for a calendar that lost something; it is never one more nudge."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail, OutgoingState
from sessions import resends
from sessions.errors import WrongState
from sessions.models import Rsvp

HOUR = timedelta(hours=1)
ONCE = "It was sent once more already, and once is enough: no answer is an answer too."
LATELY = "It was sent once more within the last hour already."


@pytest.fixture
def resend(now):
    """`resend(session, ada)`: what the host reads, "" when it is sent."""

    def press(session, person, *, at=now):
        rsvp = db.session.scalars(select(Rsvp).where(Rsvp.session_id == session.id, Rsvp.person_id == person.id)).one()
        try:
            with transaction():
                resends.resend(rsvp, now=at)
        except WrongState as error:
            return error.message
        return ""

    return press


@pytest.mark.parametrize(
    ("word", "told"),
    [
        (None, ["", ONCE, ONCE]),
        ("declined", ["", ONCE, ONCE]),
        ("tentative", ["", LATELY, ""]),
        ("accepted", ["", LATELY, ""]),
    ],
)
def test_resend_asks_nobody_twice_who_owes_no_answer(meetup, say, resend, ada, now, word, told):
    # given
    session = meetup(invited=[ada])
    if word:
        say(session, ada, word)

    # then
    assert [resend(session, ada, at=now + hours * HOUR) for hours in (0, 0.9, 2)] == told


@pytest.mark.parametrize("state", [OutgoingState.FAILED, OutgoingState.BOUNCED])
def test_resend_after_a_mail_that_did_not_arrive_counts_for_nothing(meetup, resend, ada, now, state):
    # given
    session, told = meetup(invited=[ada]), []

    # when
    for seconds in (0, 1):
        with transaction() as work:
            work.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first().state = state
        told.append(resend(session, ada, at=now + timedelta(seconds=seconds)))

    # then
    assert (told, resend(session, ada, at=now + timedelta(seconds=2))) == (["", ""], ONCE)


def test_resend_that_never_left_is_none(meetup, change, resend, ada, now):
    # given: a newer message took its place
    session = meetup(invited=[ada])
    resend(session, ada)
    change(session, place="Hall 2")

    # then
    assert [resend(session, ada, at=now + minutes * HOUR / 60) for minutes in (1, 2)] == ["", ONCE]


@pytest.mark.parametrize("end", ["cancelled", "over", "withdrawn"])
def test_resend_of_what_is_off_is_refused(meetup, cancel, withdraw, resend, ada, now, end):
    # given
    session = meetup(invited=[ada])
    if end == "cancelled":
        cancel(session)
    if end == "withdrawn":
        withdraw(session, ada)

    # then
    assert resend(session, ada, at=now + timedelta(days=8) if end == "over" else now) == (
        "There is nothing to send any more: the session is over, or off, or this person is not invited."
    )


def test_resend_to_who_never_answered_is_the_invitation_in_its_own_words(
    smtp_sink, meetup, deliver, resend, words_of, invitation_to, ada, clock
):
    # given
    session = meetup(invited=[ada])
    deliver()
    first = words_of(invitation_to(ada))
    db.session.add_all([session, ada])

    # when
    resend(session, ada)
    deliver()

    # then
    subjects = [mail.message["Subject"] for mail in smtp_sink.to("ada@brink-waal.example")]
    assert subjects == ["Lunch and learn, Tuesday 8 December"] * 2
    assert words_of(smtp_sink.to("ada@brink-waal.example")[1]) == first
