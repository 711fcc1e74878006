"""What each calendar really sends, about an invitation of ours: the mail of the corpus with our UID, our answer address, Bob's own address."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from database import db
from mail.models import IncomingMail
from sessions.models import Rsvp
from sessions.replies import Reason
from tests.infra import corpus

EVENING = datetime(2026, 12, 1, 18, 30, tzinfo=UTC)  # when the single session of the corpus begins
MONDAY = datetime(2027, 4, 5, 17, 30, tzinfo=UTC)  # an instance of its series
FIRST_MONDAY = datetime(2027, 3, 8, 18, 30, tzinfo=UTC)
GOOGLE = {"google.example": "google.com", "bob.van.dam@gmail.example": "bob@client.example"}
ICAL = {"1E71F9C8-AEDA-48EB-98D0-76E898F6BB5C": "single-1@training.example", "xyzzy@example.com": "bob@client.example"}
SHOUTED = {**ICAL, "ATTENDEE;": "ATTENDEE;X-APPLE=1;", ":mailto:xyzzy@example.com": ":MAILTO:Bob%40Client.Example"}


@pytest.fixture
def now() -> datetime:
    """Just after the answers of the corpus were given."""
    return datetime(2026, 11, 23, 22, 0, tzinfo=UTC)


@pytest.fixture
def bob(add_person):
    return add_person("Bob van Dam", email="bob@client.example")


@pytest.fixture
def hand_over(meetup, bob, invitation_of, lmtp, read_in, clock):
    """`hand_over("google/x.eml", words)`: Bob's client answers our session in these words; the session, and how Foyer took it."""

    def answer(name: str, words: dict[str, str], starts_at: datetime):
        session = meetup(invited=[bob], starts_at=starts_at, ends_at=starts_at + timedelta(hours=1, minutes=30))
        uid, address = session.calendar_object.uid, f"rsvp+{invitation_of(session, bob).token}@brink-waal.example"
        ours = {
            **words,
            "single-1@training.example": uid,
            "series-1@training.example": uid,
            "rsvp+t0k3n@training.example": address,
        }
        lmtp(corpus.rewritten(name, ours), address, sender="bob@client.example")
        read_in()
        incoming = db.session.scalars(select(IncomingMail)).one()
        return session, (incoming.state.value, incoming.reason)

    return answer


@pytest.mark.parametrize(
    ("name", "words", "starts_at", "answer"),
    [
        ("modelled/google_reply_from_notification_address.eml", GOOGLE, EVENING, ("accepted", "Misschien, ik kom wat later", 2)),
        ("modelled/google_reply_instance_utc_rid.eml", GOOGLE, MONDAY, ("declined", "Misschien, ik kom wat later", 2)),
        ("modelled/exchange_reply_no_organizer.eml", {}, EVENING, ("accepted", "Ik ben er, tot dan!", 0)),
        ("generated/thunderbird153_reply_single_accepted.eml", {}, EVENING, ("accepted", "", 0)),
        ("generated/thunderbird153_reply_series_accepted.eml", {}, FIRST_MONDAY, ("accepted", "", 0)),
        ("generated/thunderbird153_reply_instance_declined.eml", {}, MONDAY, ("declined", "", 0)),
        ("generated/sabre460_reply_single_accepted.ics", {}, EVENING, ("accepted", "", 0)),
        ("generated/sabre460_reply_single_declined.ics", {}, EVENING, ("declined", "", 0)),
        ("generated/sabre460_reply_series_accepted.ics", {}, FIRST_MONDAY, ("accepted", "", 0)),
        ("generated/sabre460_reply_instance_declined.ics", {}, MONDAY, ("declined", "", 0)),
        ("replies/ccs__good_reply.eml", ICAL, EVENING, ("accepted", "", 0)),
        ("replies/ccs__good_reply_future.eml", ICAL, EVENING, ("accepted", "", 0)),
        ("replies/ccs__good_reply.eml", SHOUTED, EVENING, ("accepted", "", 0)),
    ],
)
def test_answer_of_each_client_counts(hand_over, name, words, starts_at, answer):
    # when
    _session, became = hand_over(name, words, starts_at)

    # then
    rsvp = db.session.scalars(select(Rsvp)).one()
    assert became == ("applied", Reason.ANSWER)
    assert (rsvp.answer.value, rsvp.comment, rsvp.guests) == answer


def test_google_by_another_name_is_not_google(hand_over, room):
    # when
    session, became = hand_over(
        "modelled/google_reply_from_notification_address.eml", {"google.example": "evil.example"}, EVENING
    )

    # then
    assert became == ("waiting", Reason.OTHER_SENDER)
    assert room(session) == {"Bob": ("needs-action", "none", None)}


def test_counter_of_exchange_is_a_maybe_and_waits(hand_over, room):
    # when
    session, became = hand_over("modelled/exchange_counter.eml", {}, EVENING)

    # then
    details = db.session.scalars(select(IncomingMail.details)).one()
    assert became == ("waiting", Reason.COUNTER)
    assert room(session) == {"Bob": ("tentative", "none", None)}
    assert (details["proposed_start"], details["original_start"]) == ("2026-12-01T19:30:00+00:00", "2026-12-01T18:30:00+00:00")


def test_thunderbirds_dates_without_an_answer_overwrite_nothing(hand_over, room):
    # when: the series is a maybe, one date is open, another declined; of these we know the first only
    session, became = hand_over("generated/thunderbird153_reply_moved_instance_tentative.eml", {}, FIRST_MONDAY)

    # then
    assert became == ("waiting", Reason.OTHER_EVENT)
    assert room(session) == {"Bob": ("tentative", "none", None)}


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("modelled/reply_spoofed_attendee.eml", ("waiting", Reason.OTHER_SENDER)),
        ("modelled/reply_partstat_needs_action.ics", ("ignored", Reason.OPEN)),
        ("modelled/out_of_office.eml", ("ignored", Reason.AUTOMATIC)),
        ("replies/ccs__reply_missing_attachment.eml", ("waiting", Reason.WORDS)),
        ("replies/ccs__reply_missing_attendee.eml", ("waiting", Reason.OTHER_ADDRESS)),
    ],
)
def test_what_is_no_answer_of_his_changes_nothing(hand_over, room, name, outcome):
    # when
    session, became = hand_over(name, ICAL, EVENING)

    # then
    assert became == outcome
    assert room(session) == {"Bob": ("needs-action", "none", None)}
