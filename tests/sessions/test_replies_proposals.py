"""Proposals, delegations and requests to refresh: what waits for the host, and what is answered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import IncomingMail, OutgoingMail
from people import addresses
from sessions import invitations, scheduling
from sessions.replies import Reason


def became(incoming: IncomingMail) -> tuple[str, str]:
    return incoming.state.value, incoming.reason


@pytest.fixture
def lunch(meetup, ada):
    return meetup(invited=[ada])


def test_counter_is_a_maybe_and_waits_with_both_times(lunch, answer, comes_in, room, ada):
    # given
    zone = ";TZID=W. Europe Standard Time:20261208T"
    times = [
        f"DTSTART{zone}150000",
        f"DTEND{zone}160000",
        f"X-MS-OLK-ORIGINALSTART{zone}100000",
        f"X-MS-OLK-ORIGINALEND{zone}110000",
    ]

    # when
    incoming = comes_in(answer(lunch, ada, method="COUNTER", properties=[*times, "COMMENT:Later?"]))

    # then
    assert became(incoming) == ("waiting", Reason.COUNTER)
    assert room(lunch) == {"Ada": ("tentative", "none", None)}
    assert {name: value for name, value in incoming.details.items() if name != "token"} == {
        "partstat": "ACCEPTED",
        "attendee": "ada@brink-waal.example",
        "text": "Later?",
        "sequence": "0",
        "proposed_start": "2026-12-08T14:00:00+00:00",
        "proposed_end": "2026-12-08T15:00:00+00:00",
        "original_start": "2026-12-08T09:00:00+00:00",
        "original_end": "2026-12-08T10:00:00+00:00",
    }


def test_counter_without_the_original_time_waits_with_the_sessions_own(lunch, answer, comes_in, ada):
    # when
    incoming = comes_in(answer(lunch, ada, method="COUNTER", properties=["DTSTART:20261208T140000Z", "DURATION:PT1H"]))

    # then
    assert (incoming.details["proposed_end"], incoming.details["original_start"]) == (
        "2026-12-08T15:00:00+00:00",
        "2026-12-08T09:00:00+00:00",
    )


def test_counter_to_what_is_off_changes_nothing(lunch, answer, comes_in, ada, chen, now):
    # given
    said = answer(lunch, ada, method="COUNTER", properties=["DTSTART:20261208T140000Z"])
    with transaction():
        scheduling.cancel(lunch.id, reason="Snow.", by=chen, now=now)

    # then
    assert became(comes_in(said)) == ("ignored", Reason.CANCELLED)


def test_refresh_sends_the_true_state_to_the_stored_address_once_an_hour(lunch, answer, comes_in, posted, ada, clock, now):
    # given
    clock.move_to(now + timedelta(minutes=20))
    now = now + timedelta(minutes=20)

    # when
    came = [
        comes_in(answer(lunch, ada, "", method="REFRESH", headers=[f"X: {n}"]), envelope_from="else@where.example", at=now)
        for n in range(3)
    ]
    # Ten minutes before the hour is over, though the clock has struck; then ten after.
    later = [
        comes_in(answer(lunch, ada, "", method="REFRESH", headers=[f"Y: {minutes}"]), at=now + timedelta(minutes=minutes))
        for minutes in (50, 70)
    ]

    # then
    assert {became(incoming) for incoming in [*came, *later]} == {("applied", Reason.REFRESHED)}
    assert [row[:2] for row in posted(lunch)] == [("invitation", "ada"), ("seat", "ada"), ("seat", "ada")]
    assert set(db.session.scalars(select(OutgoingMail.recipient))) == {"ada@brink-waal.example"}


def test_refresh_from_a_further_address_sends_to_the_stored_one(lunch, answer, comes_in, ada, now):
    # given
    with transaction():
        link = addresses.link_to(addresses.add(ada, "ada@home.example", now=now))
        addresses.confirm(link.rpartition("/")[2], now=now)

    # when
    incoming = comes_in(answer(lunch, ada, "", method="REFRESH", sender="ada@home.example"))

    # then
    assert became(incoming) == ("applied", Reason.REFRESHED)
    mails = db.session.execute(select(OutgoingMail.kind, OutgoingMail.recipient).order_by(OutgoingMail.id)).all()
    assert mails[-1] == ("sessions.seat", "ada@brink-waal.example")


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"sender": "dana@brink-waal.example"}, ("waiting", Reason.OTHER_SENDER)),
        ({"headers": ["Auto-Submitted: auto-generated"]}, ("ignored", Reason.AUTOMATIC)),
    ],
)
def test_refresh_of_anybody_else_sends_nothing(lunch, answer, comes_in, posted, ada, changes, outcome):
    # when
    incoming = comes_in(answer(lunch, ada, "", method="REFRESH", **changes))

    # then
    assert became(incoming) == outcome
    assert posted(lunch) == [("invitation", "ada", 0, "queued")]


def test_refresh_of_what_is_off_over_or_withdrawn_sends_nothing(meetup, answer, comes_in, posted, ada, bo, chen, now, clock):
    # given
    off, withdrawn, over = [meetup(invited=[ada], title=title) for title in ("Off", "Withdrawn", "Over")]
    asked = [answer(session, ada, "", method="REFRESH") for session in (off, withdrawn, over)]
    with transaction():
        scheduling.cancel(off.id, reason="Snow.", by=chen, now=now)
        invitations.withdraw(withdrawn.id, ada.id, by=bo, now=now)
    before = [posted(session) for session in (off, withdrawn, over)]
    clock.move_to(now + timedelta(days=8))

    # when
    came = [comes_in(raw) for raw in asked]

    # then
    assert [became(incoming) for incoming in came] == [
        ("ignored", Reason.CANCELLED),
        ("waiting", Reason.WITHDRAWN),
        ("ignored", Reason.NOT_OPEN),
    ]
    assert [posted(session) for session in (off, withdrawn, over)] == before
