"""The whole loop on real mail: the invitation leaves by SMTP, the calendar answers it by LMTP, and the calendar is told how it stands."""

import base64
from datetime import timedelta

import pytest

from calendars import attendee
from database import transaction
from sessions import invitations
from sessions.replies import Reason

HOUR = timedelta(hours=1)


@pytest.fixture
def states(smtp_sink, vevents_to):
    """What stands in a person's calendar after each mail: METHOD, STATUS, PARTSTAT and RSVP of their copy, SEQUENCE."""

    def read(person):
        return [
            (event["METHOD"], event.get("STATUS", ""), *parameters(event["ATTENDEE"], "PARTSTAT", "RSVP"), int(event["SEQUENCE"]))
            for event in vevents_to(person)
        ]

    return read


def parameters(line: str, *names: str) -> list[str]:
    given = dict(pair.split("=", 1) for pair in line.partition(":")[0].split(";")[1:])
    return [given[name] for name in names]


def test_yes_to_a_full_session_stands_tentative_in_the_calendar_until_a_seat_frees(
    meetup, deliver, reply, states, invitation_to, words_of, room, colleagues, clock
):
    # given
    first, second = colleagues(2)
    lunch = meetup(invited=[first, second], capacity=1)
    deliver()

    # when
    reply(first, "ACCEPTED")
    clock.shift(HOUR)
    reply(second, "ACCEPTED")
    deliver()
    waiting, told = room(lunch), words_of(invitation_to(second))
    clock.shift(HOUR)
    reply(first, "DECLINED")
    deliver()

    # then
    assert waiting == {"P000": ("accepted", "seated", None), "P001": ("accepted", "waiting", 1)}
    assert "All seats are taken. You are first in line" in told
    assert room(lunch) == {"P000": ("declined", "none", None), "P001": ("accepted", "seated", None)}
    assert states(first) == [("REQUEST", "CONFIRMED", "NEEDS-ACTION", "TRUE", 0)]
    assert states(second) == [
        ("REQUEST", "CONFIRMED", "NEEDS-ACTION", "TRUE", 0),
        ("REQUEST", "TENTATIVE", "TENTATIVE", "FALSE", 1),
        ("REQUEST", "CONFIRMED", "ACCEPTED", "FALSE", 2),
    ]


def test_pressing_accept_on_the_tentative_event_keeps_the_place_and_tells_the_truth_again(
    meetup, deliver, reply, states, room, colleagues, clock
):
    # given
    first, second = colleagues(2)
    lunch = meetup(invited=[first, second], capacity=1)
    deliver()
    for person in (first, second, second):
        # when
        clock.shift(HOUR)
        reply(person, "ACCEPTED")
        deliver()

    # then
    assert room(lunch)["P001"] == ("accepted", "waiting", 1)
    assert states(second)[1:] == [("REQUEST", "TENTATIVE", "TENTATIVE", "FALSE", 1)] * 2


def test_yes_after_the_deadline_is_told_back_and_asks_no_more(
    meetup, deliver, reply, states, invitation_to, words_of, room, ada, clock, now
):
    # given
    lunch = meetup(invited=[ada], rsvp_until=now + 2 * HOUR)
    deliver()
    clock.shift(3 * HOUR)

    # when
    reply(ada, "ACCEPTED")
    deliver()

    # then
    assert room(lunch) == {"Ada": ("needs-action", "none", None)}
    assert states(ada) == [
        ("REQUEST", "CONFIRMED", "NEEDS-ACTION", "TRUE", 0),
        ("REQUEST", "CONFIRMED", "NEEDS-ACTION", "FALSE", 0),
    ]


def test_answer_goes_to_the_organizer_and_refresh_brings_the_same_state_again(
    meetup, smtp_sink, deliver, reply, lmtp, read_in, states, invitation_to, room, ada, clock, now
):
    # given
    lunch = meetup(invited=[ada])
    deliver()
    reply(ada, "TENTATIVE", comment="Een uur later?")
    raw, sender, recipient = attendee.reply_mail(invitation_to(ada).raw, "", now=now)

    # when: only plain calendars ask so
    lmtp(raw.replace(b"method=REPLY", b"method=REFRESH").replace(*refreshed(raw)), recipient, sender=sender)
    read_in()
    deliver()

    # then
    assert recipient == invitation_to(ada).message["Reply-To"]
    assert room(lunch) == {"Ada": ("tentative", "none", None)}
    assert states(ada) == [
        ("REQUEST", "CONFIRMED", "NEEDS-ACTION", "TRUE", 0),
        ("REQUEST", "CONFIRMED", "TENTATIVE", "FALSE", 0),
    ]


def refreshed(raw: bytes) -> tuple[bytes, bytes]:
    """The calendar part of a reply as it stands in the mail, and the same as a REFRESH."""
    content = attendee.calendar_of(raw)
    return tuple(
        base64.encodebytes(one).replace(b"\n", b"\r\n") for one in (content, content.replace(b"METHOD:REPLY", b"METHOD:REFRESH"))
    )


def test_withdrawn_person_gets_a_cancel_that_asks_nothing_and_the_seat_goes_on(
    meetup, deliver, reply, states, answer, comes_in, room, colleagues, bo, clock, now
):
    # given
    first, second = colleagues(2)
    lunch = meetup(invited=[first, second], capacity=1)
    deliver()
    for person in (first, second):
        clock.shift(HOUR)
        reply(person, "ACCEPTED")
    deliver()

    # when
    with transaction():
        invitations.withdraw(lunch.id, first.id, by=bo, now=now + 2 * HOUR)
    deliver()
    clock.shift(HOUR)
    late = comes_in(answer(lunch, first))

    # then
    assert states(first)[1:] == [("CANCEL", "", "NEEDS-ACTION", "FALSE", 2)]
    assert states(second)[-1] == ("REQUEST", "CONFIRMED", "ACCEPTED", "FALSE", 3)
    assert late.reason == Reason.WITHDRAWN
    assert room(lunch) == {"P000": ("needs-action", "none", None), "P001": ("accepted", "seated", None)}
