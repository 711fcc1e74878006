"""Uninvited guests, forwarded invitations, delegates whom we could not invite by ourselves: they wait, and the host lets them come."""

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import IncomingMail, IncomingState, OutgoingMail
from people import addresses
from sessions import admissions, replies
from sessions.errors import WrongState
from sessions.models import AnswerRecord, Via
from sessions.replies import Reason

DANA, STRANGER = "dana@brink-waal.example", "eve@elsewhere.example"


def became(incoming: IncomingMail) -> tuple[str, str]:
    return incoming.state.value, incoming.reason


@pytest.fixture
def lunch(meetup, ada):
    return meetup(invited=[ada], capacity=1)


@pytest.fixture
def admit(chen, now):
    def press(incoming):
        with transaction():
            return admissions.admit(incoming.id, by=chen, now=now)

    return press


@pytest.fixture
def crashes(answer, comes_in):
    """`crashes(lunch, ada, dana)`: Dana answers the invitation that was Ada's."""

    def send(session, invited, guest, partstat="ACCEPTED", **changes):
        said = answer(session, invited, partstat, **{"attendee": guest.email, "sender": guest.email, **changes})
        return comes_in(said, envelope_from=guest.email)

    return send


def test_uninvited_guest_waits_and_takes_no_seat(lunch, crashes, room, posted, ada, dana):
    # when
    incoming = crashes(lunch, ada, dana)

    # then
    assert became(incoming) == ("waiting", Reason.COLLEAGUE)
    assert room(lunch) == {"Ada": ("needs-action", "none", None)}
    assert [row[1] for row in posted(lunch)] == ["ada"]


def test_guest_whom_the_host_lets_in_has_an_invitation_and_an_answer_of_their_own(
    lunch, crashes, admit, room, posted, ada, dana, chen
):
    # given
    incoming = crashes(lunch, ada, dana, properties=["COMMENT:May I?"])

    # when
    let_in = admit(incoming)

    # then
    assert let_in.id == dana.id
    assert room(lunch) == {"Ada": ("needs-action", "none", None), "Dana": ("accepted", "seated", None)}
    assert posted(lunch)[-1] == ("seat", "dana", 0, "queued")
    record = db.session.scalars(select(AnswerRecord)).one()
    assert (record.via, record.recorded_by_id, record.comment) == (Via.HOST, chen.id, "May I?")
    kept = db.session.get_one(IncomingMail, incoming.id)
    assert (kept.state, kept.decided_by_id, kept.details["counted"]) == (IncomingState.CLOSED, chen.id, "admitted")


def test_colleague_who_used_anothers_invitation_answers_for_themselves(lunch, invite, crashes, admit, room, ada, dana):
    # given: Dana is invited too, and answered the mail that Ada forwarded
    invite(lunch, dana)
    incoming = crashes(lunch, ada, dana, "DECLINED")

    # when
    admit(incoming)

    # then
    assert became(incoming) == ("waiting", Reason.COLLEAGUE)
    assert room(lunch) == {"Ada": ("needs-action", "none", None), "Dana": ("declined", "none", None)}


def test_delegate_who_came_before_the_word_can_be_let_in(lunch, crashes, admit, room, ada, dana):
    # given
    held = crashes(lunch, ada, dana, parameters=f';DELEGATED-FROM="mailto:{ada.email}"')

    # when
    admit(held)

    # then
    assert became(held) == ("waiting", Reason.HELD)
    assert room(lunch) == {"Ada": ("needs-action", "none", None), "Dana": ("accepted", "seated", None)}


def test_delegate_who_is_added_to_the_people_can_come_instead(
    lunch, say, answer, comes_in, crashes, admit, add_person, room, ada, chen
):
    # given
    say(lunch, ada, "accepted")
    delegated = comes_in(answer(lunch, ada, "DELEGATED", parameters=f';DELEGATED-TO="mailto:{STRANGER}"'))
    with pytest.raises(WrongState, match="Add the colleague first"):
        admit(delegated)
    eve = add_person("Eve Mulder", email=STRANGER)
    held = crashes(lunch, ada, eve, parameters=f';DELEGATED-FROM="mailto:{ada.email}"')

    # when
    admit(delegated)

    # then: what she had answered counts as well
    assert (became(delegated), became(held)) == (("waiting", Reason.DELEGATED), ("waiting", Reason.HELD))
    assert room(lunch) == {"Ada": ("declined", "none", None), "Eve": ("accepted", "seated", None)}
    assert became(db.session.get_one(IncomingMail, held.id, populate_existing=True)) == ("applied", Reason.ANSWER)


def test_stranger_to_whom_it_was_forwarded_can_come_once_known(lunch, answer, comes_in, admit, add_person, room, ada):
    # given
    forwarded = comes_in(answer(lunch, ada, attendee=STRANGER, sender=STRANGER), envelope_from=STRANGER)
    with pytest.raises(WrongState, match="Add the colleague first"):
        admit(forwarded)
    add_person("Eve Mulder", email=STRANGER)

    # when
    admit(forwarded)

    # then
    assert became(forwarded) == ("waiting", Reason.OTHER_ADDRESS)
    assert room(lunch) == {"Ada": ("needs-action", "none", None), "Eve": ("accepted", "seated", None)}


def test_who_declined_can_still_come_instead_when_the_host_says_so(lunch, say, invite, answer, comes_in, admit, room, ada, dana):
    # given
    say(lunch, ada, "accepted")
    invite(lunch, dana)
    say(lunch, dana, "declined")
    delegated = comes_in(answer(lunch, ada, "DELEGATED", parameters=f';DELEGATED-TO="mailto:{DANA}"'))

    # when
    admit(delegated)

    # then
    assert room(lunch) == {"Ada": ("declined", "none", None), "Dana": ("needs-action", "seated", None)}


@pytest.mark.parametrize("changes", [{"uid": "another"}, {"sender": STRANGER}, {"method": "COUNTER"}])
def test_message_that_brings_nobody_lets_nobody_in(lunch, answer, comes_in, admit, room, ada, changes):
    # given
    incoming = comes_in(answer(lunch, ada, **changes))
    before = room(lunch)

    # when
    with pytest.raises(WrongState):
        admit(incoming)

    # then
    assert room(lunch) == before


def test_guest_who_has_left_is_nobody(lunch, crashes, admit, ada, dana):
    # given
    incoming = crashes(lunch, ada, dana)
    with transaction():
        dana.active = False

    # then
    with pytest.raises(WrongState):
        admit(incoming)


def test_answer_from_an_unknown_address_asks_the_person_about_it_once_the_host_vouches(
    lunch, answer, comes_in, room, ada, chen, now
):
    # given
    first = comes_in(answer(lunch, ada, attendee="ada@home.example", sender="Ada <ada@home.example>"))
    asked_before = db.session.scalars(select(OutgoingMail.kind).where(OutgoingMail.kind == addresses.AGREEMENT)).all()
    with transaction():
        replies.confirm(first.id, by=chen, now=now)
    mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == addresses.AGREEMENT)).all()

    # when: the next comes before she says yes, one more after
    second = comes_in(answer(lunch, ada, "DECLINED", attendee="ada@home.example", sender="ada@home.example", headers=["X: 2"]))
    with transaction():
        addresses.confirm(addresses.link_to(addresses.list_of(ada)[0]).rpartition("/")[2], now=now)
    third = comes_in(answer(lunch, ada, "TENTATIVE", attendee="ada@home.example", sender="ada@home.example", headers=["X: 3"]))

    # then
    assert (became(first), became(second), became(third)) == (
        ("waiting", Reason.OTHER_ADDRESS),
        ("waiting", Reason.OTHER_ADDRESS),
        ("applied", Reason.ANSWER),
    )
    assert (asked_before, [mail.recipient for mail in mails]) == ([], ["ada@brink-waal.example"])
    assert room(lunch) == {"Ada": ("tentative", "none", None)}


def test_colleagues_address_is_never_offered_as_an_alias(lunch, answer, comes_in, ada, dana, chen, now):
    # given: Dana's mail program answered in Ada's name, and the host lets it count
    incoming = comes_in(answer(lunch, ada, sender=DANA))

    # when
    with transaction():
        replies.confirm(incoming.id, by=chen, now=now)

    # then
    assert db.session.scalars(select(OutgoingMail.kind).where(OutgoingMail.kind == addresses.AGREEMENT)).all() == []


def test_answer_put_aside_asks_nobody(lunch, answer, comes_in, ada, chen, now):
    # given
    incoming = comes_in(answer(lunch, ada, sender="ada@home.example"))

    # when
    with transaction():
        replies.close(incoming.id, by=chen, now=now)

    # then
    assert db.session.scalars(select(OutgoingMail.kind).where(OutgoingMail.kind == addresses.AGREEMENT)).all() == []


def test_guests_yes_to_a_whole_series_counts_for_all_of_it_once_let_in(weekly, dates, answer, comes_in, admit, row, ada, dana):
    # given: Ada forwarded the invitation to all of it
    series = weekly(invited=[ada])
    incoming = comes_in(answer(dates(series)[0], ada, attendee=DANA, sender=DANA), envelope_from=DANA)

    # when
    admit(incoming)

    # then
    assert became(incoming) == ("waiting", Reason.COLLEAGUE)
    assert row(series, dana) == ("accepted", [("accepted", "seated")] * 6)
