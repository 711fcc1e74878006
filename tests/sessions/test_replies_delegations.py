"""Delegation by calendar: the colleague who is named has the seat, and a no gives it back (RFC 5546 section 4.2.5)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import IncomingMail
from people import addresses
from sessions.models import AnswerRecord, Delegation
from sessions.replies import Reason

DANA = "dana@brink-waal.example"


def became(incoming: IncomingMail) -> tuple[str, str]:
    return incoming.state.value, incoming.reason


@pytest.fixture
def lunch(meetup, ada):
    return meetup(invited=[ada], capacity=1)


def test_delegate_is_invited_and_has_the_seat(lunch, say, invite, delegate, room, posted, ada, dana, bo):
    # given: one seat, and somebody waits for it
    say(lunch, ada, "accepted")
    invite(lunch, bo)
    say(lunch, bo, "accepted")

    # when
    incoming = delegate(lunch, ada, dana)

    # then
    assert became(incoming) == ("applied", Reason.HANDED_ON)
    assert room(lunch) == {
        "Ada": ("declined", "none", None),
        "Bo": ("accepted", "waiting", 1),
        "Dana": ("needs-action", "seated", None),
    }
    assert [row[:2] for row in posted(lunch) if row[1] == "dana"] == [("invitation", "dana")]


def test_delegate_has_the_place_in_line(lunch, say, invite, delegate, room, ada, dana, bo):
    # given
    invite(lunch, bo)
    say(lunch, bo, "accepted")
    say(lunch, ada, "accepted")

    # when
    delegate(lunch, ada, dana)

    # then
    assert room(lunch) == {
        "Ada": ("declined", "none", None),
        "Bo": ("accepted", "seated", None),
        "Dana": ("needs-action", "waiting", 1),
    }


def test_delegates_no_gives_the_seat_back_and_asks_again(lunch, say, invite, delegate, room, posted, ada, dana, bo, now):
    # given
    say(lunch, ada, "accepted")
    invite(lunch, bo)
    say(lunch, bo, "accepted")
    delegate(lunch, ada, dana)

    # when: by the page; every door ends in the same rule
    say(lunch, dana, "declined", at=now + timedelta(minutes=5))

    # then
    assert room(lunch) == {
        "Ada": ("needs-action", "seated", None),
        "Bo": ("accepted", "waiting", 1),
        "Dana": ("declined", "none", None),
    }
    assert [row[:2] for row in posted(lunch)][-2:] == [("seat", "ada"), ("seat", "dana")]
    assert [one.ended_at is not None for one in db.session.scalars(select(Delegation))] == [True]


def test_old_delegation_does_not_come_back_by_a_repeat(lunch, say, delegate, room, ada, dana, now):
    # given
    say(lunch, ada, "accepted")
    delegate(lunch, ada, dana)
    say(lunch, dana, "declined", at=now + timedelta(minutes=5))

    # when: the same, sent once more
    again = delegate(lunch, ada, dana, headers=["X-Again: yes"])

    # then
    assert became(again) == ("applied", Reason.EARLIER)
    assert room(lunch)["Ada"] == ("needs-action", "seated", None)


def test_delegate_answers_the_forwarded_invitation_for_themselves(lunch, say, delegate, delegates_answer, room, ada, dana):
    # given
    say(lunch, ada, "accepted")
    delegate(lunch, ada, dana)

    # when
    incoming = delegates_answer(lunch, ada, dana, "ACCEPTED")

    # then: the line is chosen by who sent it, not the first
    assert became(incoming) == ("applied", Reason.ANSWER)
    assert room(lunch) == {"Ada": ("declined", "none", None), "Dana": ("accepted", "seated", None)}


def test_delegates_no_by_calendar_gives_the_seat_back(lunch, say, delegate, delegates_answer, room, ada, dana):
    # given
    say(lunch, ada, "accepted")
    delegate(lunch, ada, dana)

    # when
    delegates_answer(lunch, ada, dana, "DECLINED")

    # then
    assert room(lunch) == {"Ada": ("needs-action", "seated", None), "Dana": ("declined", "none", None)}


def test_delegates_answer_that_overtakes_is_held_until_the_delegation_comes(
    lunch, say, delegate, delegates_answer, room, ada, dana
):
    # given
    say(lunch, ada, "accepted")

    # when
    held = delegates_answer(lunch, ada, dana, "ACCEPTED")
    meanwhile = room(lunch)
    delegate(lunch, ada, dana, minutes=3)

    # then
    assert became(held) == ("waiting", Reason.HELD)
    assert meanwhile == {"Ada": ("accepted", "seated", None)}
    assert room(lunch) == {"Ada": ("declined", "none", None), "Dana": ("accepted", "seated", None)}
    assert became(db.session.get_one(IncomingMail, held.id)) == ("applied", Reason.ANSWER)


def test_delegate_sends_somebody_on_and_the_no_goes_one_step_back(lunch, say, delegate, room, ada, dana, bo, now):
    # given
    say(lunch, ada, "accepted")
    delegate(lunch, ada, dana)
    delegate(lunch, dana, bo, minutes=3)
    handed_on = room(lunch)

    # when
    steps = []
    for minutes, person in ((5, bo), (6, dana)):
        say(lunch, person, "declined", at=now + timedelta(minutes=minutes))
        steps.append(room(lunch))

    # then
    no, seat = ("declined", "none", None), ("needs-action", "seated", None)
    assert handed_on == {"Ada": no, "Dana": no, "Bo": seat}
    assert steps == [{"Ada": no, "Dana": seat, "Bo": no}, {"Ada": seat, "Dana": no, "Bo": no}]


def test_who_answers_again_themselves_sends_nobody_any_more(lunch, say, delegate, room, ada, dana, now):
    # given
    say(lunch, ada, "accepted")
    delegate(lunch, ada, dana)

    # when: Ada can come after all; then Dana cannot
    say(lunch, ada, "accepted", at=now + timedelta(minutes=5))
    both = room(lunch)
    say(lunch, dana, "declined", at=now + timedelta(minutes=6))

    # then: one seat was Dana's, and goes to who waits
    assert both == {"Ada": ("accepted", "waiting", 1), "Dana": ("needs-action", "seated", None)}
    assert room(lunch) == {"Ada": ("accepted", "seated", None), "Dana": ("declined", "none", None)}


@pytest.mark.parametrize("end", ["withdrawn", "left"])
def test_seat_of_who_is_gone_goes_on(lunch, say, invite, delegate, withdraw, room, ada, dana, bo, now, end):
    # given
    say(lunch, ada, "accepted")
    invite(lunch, bo)
    say(lunch, bo, "accepted")
    delegate(lunch, ada, dana)
    if end == "withdrawn":
        withdraw(lunch, ada)
    else:
        with transaction():
            ada.active = False

    # when
    say(lunch, dana, "declined", at=now + timedelta(minutes=5))

    # then
    assert room(lunch)["Bo"] == ("accepted", "seated", None)


@pytest.mark.parametrize(
    ("case", "parameters"),
    [
        ("a stranger", ';DELEGATED-TO="mailto:eve@elsewhere.example"'),
        ("two at once", f';DELEGATED-TO="mailto:{DANA}","mailto:bo@brink-waal.example"'),
        ("nobody", ""),
        ("herself", ';DELEGATED-TO="mailto:ada@brink-waal.example"'),
    ],
)
def test_delegation_to_whom_we_cannot_invite_waits(lunch, say, delegate, room, ada, bo, dana, case, parameters):
    # given
    say(lunch, ada, "accepted")

    # when
    incoming = delegate(lunch, ada, dana, parameters=parameters)

    # then
    assert became(incoming) == ("waiting", Reason.DELEGATED), case
    assert room(lunch) == {"Ada": ("accepted", "seated", None)}


def test_delegation_to_who_is_invited_already_waits(lunch, say, invite, delegate, room, ada, dana):
    # given
    say(lunch, ada, "accepted")
    invite(lunch, dana)

    # then
    assert became(delegate(lunch, ada, dana)) == ("waiting", Reason.DELEGATED)
    assert room(lunch) == {"Ada": ("accepted", "seated", None), "Dana": ("needs-action", "none", None)}


def test_delegation_after_the_deadline_waits(meetup, say, delegate, room, ada, dana, clock, now):
    # given
    lunch = meetup(invited=[ada], rsvp_until=now + timedelta(minutes=30))
    say(lunch, ada, "accepted")
    clock.move_to(now + timedelta(minutes=31))

    # then
    assert became(delegate(lunch, ada, dana, minutes=31)) == ("waiting", Reason.DELEGATED)
    assert room(lunch) == {"Ada": ("accepted", "seated", None)}


def test_delegation_of_what_is_off_changes_nothing(lunch, cancel, delegate, room, ada, dana):
    # given
    cancel(lunch)

    # then
    assert became(delegate(lunch, ada, dana)) == ("ignored", Reason.CANCELLED)
    assert room(lunch) == {"Ada": ("needs-action", "none", None)}


def test_delegation_to_a_further_address_finds_its_person(lunch, say, delegate, room, ada, dana, now):
    # given
    with transaction():
        address = addresses.add(dana, "dana@home.example", now=now)
        addresses.confirm(addresses.link_to(address).rpartition("/")[2], now=now)
    say(lunch, ada, "accepted")

    # when
    incoming = delegate(lunch, ada, dana, parameters=';DELEGATED-TO="mailto:Dana@Home.example"')

    # then
    assert became(incoming) == ("applied", Reason.HANDED_ON)
    assert room(lunch)["Dana"] == ("needs-action", "seated", None)


def test_delegation_of_anybody_else_waits(lunch, delegate, room, ada, dana):
    # then: Dana cannot give herself Ada's seat
    assert became(delegate(lunch, ada, dana, sender=DANA))[1] in {Reason.COLLEAGUE, Reason.HELD}
    assert room(lunch) == {"Ada": ("needs-action", "none", None)}


def test_delegates_answer_that_our_server_doubts_waits(lunch, say, delegate, delegates_answer, room, ada, dana):
    # given
    say(lunch, ada, "accepted")
    delegate(lunch, ada, dana)
    failed = "Authentication-Results: mx.brink-waal.example; dmarc=fail header.from=brink-waal.example"

    # then
    assert became(delegates_answer(lunch, ada, dana, "DECLINED", headers=[failed])) == ("waiting", Reason.NOT_AUTHENTIC)
    assert room(lunch)["Dana"] == ("needs-action", "seated", None)


def test_history_says_who_sent_whom(lunch, say, delegate, ada, dana, now):
    # given
    say(lunch, ada, "accepted")
    delegate(lunch, ada, dana)
    say(lunch, dana, "declined", at=now + timedelta(minutes=5))

    # when
    records = db.session.scalars(select(AnswerRecord).where(AnswerRecord.via == "system").order_by(AnswerRecord.id)).all()

    # then
    assert [(one.recorded_by_id, one.answer_before, one.answer, one.seat_before, one.seat) for one in records] == [
        (ada.id, "needs-action", "needs-action", "none", "seated"),
        (dana.id, "declined", "needs-action", "none", "seated"),
    ]
