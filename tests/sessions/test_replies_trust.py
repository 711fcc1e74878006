"""Nobody answers for another person: what is not plainly theirs waits, and changes nothing until a host vouches for it."""

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import IncomingMail, IncomingState
from sessions import invitations, replies
from sessions.errors import SessionMissing, WrongState
from sessions.models import AnswerRecord, Outcome, Via
from sessions.replies import Reason

DANA = "dana@brink-waal.example"
FAILED = "Authentication-Results: mx.brink-waal.example; dmarc=fail header.from=brink-waal.example"
UNTOUCHED = {"Ada": ("needs-action", "none", None), "Dana": ("needs-action", "none", None)}


@pytest.fixture
def lunch(meetup, ada, dana):
    return meetup(invited=[ada, dana])


@pytest.fixture
def confirm(chen, now):
    """`confirm(incoming)`: Chen vouches for the sender."""

    def decide(incoming: IncomingMail, by=None):
        with transaction():
            return replies.confirm(incoming.id, by=by or chen, now=now)

    return decide


@pytest.mark.parametrize(
    ("case", "changes", "reason"),
    [
        ("her token, his attendee", {"attendee": DANA}, Reason.OTHER_ADDRESS),
        ("her token, all his", {"attendee": DANA, "sender": DANA}, Reason.COLLEAGUE),
        ("her token, her attendee, his sender", {"sender": DANA}, Reason.OTHER_SENDER),
        ("both senders", {"sender": f"ada@brink-waal.example, {DANA}"}, Reason.OTHER_SENDER),
        ("her name on his address", {"sender": f'"ada@brink-waal.example" <{DANA}>'}, Reason.OTHER_SENDER),
        ("our server says no", {"headers": [FAILED]}, Reason.NOT_AUTHENTIC),
        (
            "ours below a forged one",
            {"headers": ["Authentication-Results: mx.evil.example; dmarc=pass", FAILED]},
            Reason.NOT_AUTHENTIC,
        ),
        ("a counter by him", {"method": "COUNTER", "sender": DANA}, Reason.OTHER_SENDER),
        ("a delegation by him", {"partstat": "DELEGATED", "sender": DANA}, Reason.OTHER_SENDER),
    ],
)
def test_what_is_not_plainly_hers_waits(lunch, answer, comes_in, room, posted, ada, case, changes, reason):
    # given
    before = posted(lunch)

    # when
    incoming = comes_in(answer(lunch, ada, **changes))

    # then
    assert (incoming.state, incoming.reason) == (IncomingState.WAITING, reason), case
    assert room(lunch) == UNTOUCHED
    assert posted(lunch) == before
    assert db.session.scalars(select(AnswerRecord)).all() == []


def test_forged_result_of_another_server_harms_nobody(lunch, answer, comes_in, ada):
    # when
    incoming = comes_in(answer(lunch, ada, headers=["Authentication-Results: mx.evil.example; dmarc=fail"]))

    # then
    assert (incoming.state, incoming.reason) == (IncomingState.APPLIED, Reason.ANSWER)


@pytest.mark.settings(authserv_id="")
def test_without_an_authserv_id_no_result_is_believed(lunch, answer, comes_in, ada):
    assert comes_in(answer(lunch, ada, headers=[FAILED])).reason == Reason.ANSWER


def test_her_answer_among_others_attendees_is_hers(lunch, answer, comes_in, room, ada):
    # given: an object that names everybody
    others = [f"ATTENDEE;PARTSTAT=DECLINED:mailto:{DANA}", "ATTENDEE;PARTSTAT=DECLINED:mailto:bo@brink-waal.example"]

    # when
    comes_in(answer(lunch, ada, properties=others))

    # then
    assert room(lunch) == {**UNTOUCHED, "Ada": ("accepted", "seated", None)}


def test_token_of_one_session_answers_no_other(lunch, meetup, answer, comes_in, invitation_of, room, ada):
    # given
    dinner = meetup(invited=[ada], title="Dinner")

    # when
    incoming = comes_in(answer(lunch, ada, token=invitation_of(dinner, ada).token))

    # then
    assert (incoming.state, incoming.reason, incoming.topic) == (IncomingState.WAITING, Reason.OTHER_EVENT, dinner.topic)
    assert (room(lunch), room(dinner)) == (UNTOUCHED, {"Ada": ("needs-action", "none", None)})


def test_host_vouches_for_an_answer_and_the_person_is_told(lunch, answer, comes_in, confirm, room, posted, ada, chen):
    # given
    incoming = comes_in(answer(lunch, ada, sender="ada@private.example", properties=["COMMENT:From home"]))

    # when
    verdict = confirm(incoming)

    # then
    assert (verdict.state, verdict.reason) == (IncomingState.APPLIED, Reason.ANSWER)
    assert room(lunch)["Ada"] == ("accepted", "seated", None)
    # Her own calendar may know nothing of it; and if it was not she, she learns of it.
    assert posted(lunch)[-1] == ("seat", "ada", 0, "queued")
    record = db.session.scalars(select(AnswerRecord)).one()
    assert (record.via, record.outcome, record.recorded_by_id, record.comment) == (
        Via.CALENDAR,
        Outcome.APPLIED,
        chen.id,
        "From home",
    )
    kept = db.session.get_one(IncomingMail, incoming.id)
    assert (kept.state, kept.decided_by_id, kept.details["counted"]) == (IncomingState.CLOSED, chen.id, Reason.ANSWER)


def test_delegates_yes_counts_as_hers_when_the_host_says_so(lunch, answer, comes_in, confirm, room, ada):
    # given
    incoming = comes_in(answer(lunch, ada, attendee="eve@brink-waal.example", sender="eve@brink-waal.example"))

    # when
    confirm(incoming)

    # then
    assert room(lunch) == {**UNTOUCHED, "Ada": ("accepted", "seated", None)}


def test_decision_is_made_once(lunch, answer, comes_in, confirm, ada, chen, now):
    # given
    incoming = comes_in(answer(lunch, ada, sender=DANA))
    confirm(incoming)

    # when
    with pytest.raises(WrongState) as again:
        confirm(incoming)
    with pytest.raises(WrongState) as aside, transaction():
        replies.close(incoming.id, by=chen, now=now)

    # then
    assert {str(again.value), str(aside.value)} == {"Somebody has decided about this message already."}
    assert len(db.session.scalars(select(AnswerRecord)).all()) == 1


def test_what_needs_more_than_a_vouched_sender_goes_on_waiting(lunch, answer, comes_in, confirm, room, ada):
    # given
    counter = comes_in(answer(lunch, ada, method="COUNTER", sender=DANA, properties=["DTSTART:20261208T140000Z"]))

    # when
    verdict = confirm(counter)

    # then
    kept = db.session.get_one(IncomingMail, counter.id)
    assert (verdict.reason, kept.state, kept.reason, kept.decided_by_id) == (
        Reason.COUNTER,
        IncomingState.WAITING,
        Reason.COUNTER,
        None,
    )
    assert kept.details["proposed_start"] == "2026-12-08T14:00:00+00:00"
    assert room(lunch)["Ada"] == ("tentative", "none", None)


def test_vouching_brings_nobody_back_who_was_withdrawn(lunch, answer, comes_in, confirm, room, ada, bo, now):
    # given
    incoming = comes_in(answer(lunch, ada, sender=DANA))
    with transaction():
        invitations.withdraw(lunch.id, ada.id, by=bo, now=now)

    # when
    verdict = confirm(incoming)

    # then
    assert (verdict.state, verdict.reason) == (IncomingState.WAITING, Reason.WITHDRAWN)
    assert room(lunch) == UNTOUCHED


@pytest.mark.parametrize("changes", [{"method": "CANCEL"}, {"uid": "another"}, {"partstat": "DELEGATED"}])
def test_only_an_answer_can_be_vouched_for(lunch, answer, comes_in, confirm, ada, changes):
    # given
    incoming = comes_in(answer(lunch, ada, **changes))

    # when
    with pytest.raises(WrongState) as refused:
        confirm(incoming)

    # then
    assert str(refused.value) == "This message holds no answer that could count."


def test_message_that_is_not_there_cannot_be_decided(app, chen, now):
    with pytest.raises(SessionMissing), transaction():
        replies.close(17, by=chen, now=now)
