"""A time proposed by calendar: the host moves the session for everybody, or keeps it and says so (RFC 5546 sections 3.2.7 and 3.2.8)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import IncomingMail, IncomingState, OutgoingMail
from people.models import Person
from sessions import notices, proposals, replies, told
from sessions.errors import DetailsInvalid, EditConflict, WrongState
from sessions.models import ScheduledSession
from tests.infra.post import vevent

HOUR = timedelta(hours=1)


@pytest.fixture
def lunch(meetup, ada, dana):
    return meetup(invited=[ada, dana])


@pytest.fixture
def propose(answer, comes_in, now):
    """`propose(lunch, ada, "20261208T140000Z")`: the proposal as it came in; `end`, `known` (start, end) as Exchange says them."""

    def send(session, person, start="20261208T140000Z", *, end="20261208T150000Z", known=None, rid="", **changes):
        times = [f"DTSTART:{start}", *([f"DTEND:{end}"] if end else []), *([rid] if rid else [])]
        if known:
            times += [f"X-MS-OLK-ORIGINALSTART:{known[0]}", f"X-MS-OLK-ORIGINALEND:{known[1]}"]
        said = answer(session, person, "TENTATIVE", method="COUNTER", properties=times, **changes)
        return comes_in(said, envelope_from=person.email)

    return send


@pytest.fixture
def accept(chen, now):
    def press(incoming, **more):
        with transaction():
            return proposals.accept(incoming.id, by=chen, now=now, **more)

    return press


@pytest.fixture
def keep(chen, now):
    """`keep(incoming, "Sorry.")`: Chen puts it aside; the time stays."""

    def press(incoming, words=""):
        with transaction():
            replies.close(incoming.id, by=chen, now=now, words=words)

    return press


def state(incoming):
    kept = db.session.get_one(IncomingMail, incoming.id, populate_existing=True)
    return kept.state, kept.details.get("counted")


def times(session):
    db.session.expire_all()
    row = db.session.get_one(ScheduledSession, session.id)
    return row.starts_at, row.ends_at


@pytest.mark.parametrize(
    ("client", "known"),
    [("Exchange", ("20261208T090000Z", "20261208T100000Z")), ("Google", None)],
)
def test_accepted_proposal_is_the_time_of_everybody(lunch, propose, accept, say, room, posted, ada, dana, now, client, known):
    # given
    say(lunch, dana, "accepted")
    incoming = propose(lunch, ada, known=known)

    # when
    accept(incoming)

    # then
    assert times(lunch) == (now + timedelta(days=7, hours=5), now + timedelta(days=7, hours=6)), client
    assert state(incoming) == (IncomingState.CLOSED, "accepted")
    assert room(lunch) == {"Ada": ("tentative", "none", None), "Dana": ("needs-action", "seated", None)}
    assert [row[:3] for row in posted(lunch)][-2:] == [("update", "ada", 1), ("update", "dana", 1)]


def test_proposal_for_one_date_of_a_series_moves_that_date(weekly, dates, propose, accept, ada, now):
    # given
    series = weekly(invited=[ada])
    second = dates(series)[1]
    rid = "RECURRENCE-ID:20261215T090000Z"
    incoming = propose(second, ada, "20261216T140000Z", end="20261216T150000Z", rid=rid)

    # when
    accept(incoming)

    # then
    assert [one.starts_at - now for one in dates(series)][:3] == [
        timedelta(days=7),
        timedelta(days=15, hours=5),
        timedelta(days=21),
    ]


def test_proposal_for_a_whole_series_is_kept_away_or_goes_by_its_form(
    weekly, dates, propose, accept, keep, deliver, smtp_sink, clock, ada
):
    # given
    first = dates(weekly(invited=[ada]))[0]
    uid, incoming = first.calendar_object.uid, propose(first, ada)

    # when
    with pytest.raises(WrongState, match="about the whole series"):
        accept(incoming)
    keep(incoming)
    deliver()

    # then
    event = vevent(smtp_sink.to("ada@brink-waal.example")[-1])
    assert (event["METHOD"], event["UID"], "RECURRENCE-ID" in event) == ("DECLINECOUNTER", uid, False)


@pytest.mark.parametrize("end", ["", "20261208T130000Z"])
def test_proposal_without_a_true_end_lasts_as_long_as_now(lunch, propose, accept, ada, now, end):
    # when
    accept(propose(lunch, ada, end=end))

    # then
    assert times(lunch) == (now + timedelta(days=7, hours=5), now + timedelta(days=7, hours=6))


def test_kept_time_is_told_to_who_proposed_another_with_their_own_sequence(
    lunch, propose, keep, change, deliver, smtp_sink, words_of, clock, ada, now
):
    # given: the session changed once; Ada's calendar knows that
    change(lunch, place="Hall 2")
    deliver()
    incoming = propose(lunch, ada, sender=f"Ada <{ada.email}>")
    change(lunch, place="Hall 3")
    deliver()

    # when
    keep(incoming, "The hall is free in the morning only.")
    deliver()

    # then
    mail = smtp_sink.to(ada.email)[-1]
    event = vevent(mail)
    assert mail.message["Subject"] == "The time stays: Lunch and learn, Tuesday 8 December"
    assert words_of(mail).startswith(
        "Dear Ada, Thank you for proposing Tuesday 8 December, 15:00–16:00. It stays at Tuesday 8 December, 10:00–11:00. "
        "Your answer stands as maybe; a press changes it. The hall is free in the morning only."
    )
    told = {name: event.get(name) for name in ("METHOD", "UID", "SEQUENCE", "COMMENT", "RECURRENCE-ID", "DTSTART")}
    assert told == {
        "METHOD": "DECLINECOUNTER",
        "UID": lunch.calendar_object.uid,
        "SEQUENCE": "1",
        "COMMENT": "The hall is free in the morning only.",
        "RECURRENCE-ID": None,
        "DTSTART": "20261208T100000",
    }
    assert f"PARTSTAT=TENTATIVE;RSVP=FALSE:mailto:{ada.email}" in event["ATTENDEE"]
    assert state(incoming) == (IncomingState.CLOSED, "declined")
    assert times(lunch) == (now + timedelta(days=7), now + timedelta(days=7, hours=1))


def test_answer_to_a_proposal_is_taken_by_no_newer_message(lunch, propose, keep, change, posted, ada, dana):
    # given
    keep(propose(lunch, ada))

    # when
    change(lunch, place="Hall 2")

    # then
    assert [row for row in posted(lunch) if row[1] == "ada"] == [
        ("invitation", "ada", 0, "replaced"),
        ("proposal_declined", "ada", 0, "queued"),
        ("update", "ada", 1, "queued"),
    ]


def test_answer_goes_to_the_stored_address_only(lunch, propose, keep, answer, comes_in, ada):
    # given: the proposal came by another way round
    incoming = propose(lunch, ada, headers=["Reply-To: else@where.example"])

    # when
    keep(incoming)

    # then
    query = select(OutgoingMail.recipient).where(OutgoingMail.kind == notices.PROPOSAL_DECLINED)
    assert db.session.scalars(query).all() == ["ada@brink-waal.example"]


@pytest.mark.parametrize("end", ["cancelled", "withdrawn", "left"])
def test_who_need_not_know_is_told_nothing(lunch, propose, keep, cancel, withdraw, deliver, smtp_sink, clock, ada, now, end):
    # given
    deliver()
    incoming = propose(lunch, ada)
    if end == "cancelled":
        cancel(lunch)
    if end == "withdrawn":
        withdraw(lunch, ada)
    if end == "left":
        with transaction() as work:
            work.get_one(Person, ada.id).active = False
    deliver()

    # when
    keep(incoming)
    deliver()

    # then
    methods = [vevent(mail)["METHOD"] for mail in smtp_sink.to(ada.email)]
    assert "DECLINECOUNTER" not in methods
    assert state(incoming) == (IncomingState.CLOSED, "declined")


def test_host_learns_that_the_answer_to_a_proposal_came_back(lunch, propose, keep, posted, ada, now):
    # given
    keep(propose(lunch, ada))

    # when
    with transaction() as work:
        mail = work.scalars(select(OutgoingMail).where(OutgoingMail.kind == notices.PROPOSAL_DECLINED)).one()
        told.came_back(mail, error="5.1.1", now=now)

    # then
    assert posted(lunch)[-1][:2] == ("bounce_note", "bo")


def test_decision_about_a_proposal_is_made_once(lunch, propose, accept, keep, ada):
    # given
    incoming = propose(lunch, ada)
    accept(incoming)

    # then
    for press in (accept, keep):
        with pytest.raises(WrongState, match="Somebody has decided"):
            press(incoming)
    assert db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == notices.PROPOSAL_DECLINED)).all() == []


def test_what_changed_since_the_preview_is_looked_at_again(lunch, propose, accept, change, ada, now):
    # given
    incoming = propose(lunch, ada)
    change(lunch, place="Hall 2")

    # when
    with pytest.raises(EditConflict):
        accept(incoming, edit_number=0)

    # then
    assert times(lunch)[0] == now + timedelta(days=7)
    assert state(incoming) == (IncomingState.WAITING, None)


@pytest.mark.parametrize(
    ("start", "end", "error"),
    [
        ("20261130T140000Z", "20261130T150000Z", DetailsInvalid),  # in the past
        ("20261208T140000Z", "20270108T150000Z", DetailsInvalid),  # a month long
        ("20261309T140000Z", "", WrongState),  # no date at all
        ("99991231T235959Z", "", WrongState),  # would end after the calendar does
    ],
)
def test_proposal_that_cannot_be_moves_nothing(lunch, propose, accept, ada, now, start, end, error):
    # given
    incoming = propose(lunch, ada, start, end=end)

    # when
    with pytest.raises(error):
        accept(incoming)

    # then
    assert times(lunch)[0] == now + timedelta(days=7)
    assert state(incoming) == (IncomingState.WAITING, None)


def test_message_that_proposes_nothing_moves_nothing(lunch, answer, comes_in, accept, ada):
    # given
    incoming = comes_in(answer(lunch, ada, sender="else@where.example"))

    # then
    with pytest.raises(WrongState, match="proposes no time"):
        accept(incoming)
