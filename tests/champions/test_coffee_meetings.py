"""A coffee that is arranged: the calendar of each, both ways; another time; not this time; and did you meet?"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from calendars import attendee
from champions import coffee_meetings, jobs_coffee, seats
from champions.coffee_errors import CoffeeOver
from champions.coffee_guests import guest_in
from champions.models_coffee import CoffeeMeeting
from database import db, transaction
from mail.models import OutgoingMail
from people import people
from people.erasing import erase
from people.models import Person
from sessions.busy.models import BusySource, BusyTime
from sessions.models import Answer
from tests.infra.coffee import make_pairs
from tests.infra.incoming import kept

TUESDAY = datetime(2026, 12, 8, 8, 0, tzinfo=UTC)  # at nine in Amsterdam


@pytest.fixture
def coffee(joins, paired, sent, ada, bo):
    """Ada and Bo have a coffee on Tuesday the 8th at nine, and their invitations have left."""
    joins(ada, bo)
    paired()
    sent()


def says(seat, answer, at=None):
    with transaction():
        coffee_meetings.record_answer(seat.id, answer, now=at or datetime.now(UTC))


def test_each_has_the_coffee_in_their_own_calendar(coffee, vevents_to, seat_of, ada, bo):
    # when
    (mine,), (theirs,) = vevents_to(ada), vevents_to(bo)

    # then
    meeting = seat_of(ada).meeting
    assert (mine["METHOD"], mine["SUMMARY"], mine["UID"], mine["SEQUENCE"]) == (
        "REQUEST",
        "Coffee with Bo Lindqvist",
        meeting.uid,
        "0",
    )
    assert (theirs["SUMMARY"], theirs["UID"]) == ("Coffee with Ada Okafor", meeting.uid)
    assert (mine["DTSTART"], mine["STATUS"]) == ("20261208T090000", "CONFIRMED")
    assert "PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:ada@" in mine["ATTENDEE"]
    assert mine["ORGANIZER"] != theirs["ORGANIZER"]  # an answer address each
    assert bo.email in mine["DESCRIPTION"].replace("\\", "")


@pytest.mark.parametrize(("partstat", "answer"), [("ACCEPTED", Answer.ACCEPTED), ("TENTATIVE", Answer.TENTATIVE)])
def test_a_yes_and_a_maybe_come_from_the_calendar(partstat, answer, coffee, reply, seat_of, ada):
    # when
    reply(ada, partstat)

    # then
    assert seat_of(ada).answer is answer
    assert [(mail.state.value, mail.topic, mail.person_id) for mail in kept()] == [("applied", "", None)]


def test_a_no_calls_it_off_in_both_calendars_and_the_other_comes_first(
    coffee, circle, reply, sent, vevents_to, invitation_to, words_of, seat_of, ada, bo
):
    # when
    reply(ada, "DECLINED")
    sent()

    # then
    for person in (ada, bo):
        off = vevents_to(person)[-1]
        assert (off["METHOD"], off["SEQUENCE"], off["STATUS"]) == ("CANCEL", "1", "CANCELLED")
    assert "that has nothing to do with you" in words_of(invitation_to(bo))
    assert "no reason needed" in words_of(invitation_to(ada))
    first = [guest_in(circle, db.session.get_one(Person, one.id)).comes_first for one in (ada, bo)]
    assert first == [False, True]


def test_whoever_is_free_again_is_paired_with_somebody_else(joins, paired, seat_of, ada, bo, chen, dana):
    # given
    joins(ada, bo, chen, dana)
    paired()
    mine = seat_of(ada)
    partner = mine.others[0].person_id
    other, another = next(one.meeting.seats for one in map(seat_of, (bo, chen, dana)) if one.meeting_id != mine.meeting_id)

    # when
    says(mine, Answer.DECLINED)
    says(other, Answer.DECLINED)
    make_pairs(datetime.now(UTC))

    # then
    meeting = seat_of(db.session.get_one(Person, partner)).meeting
    assert meeting.cancelled_at is None
    assert {seat.person_id for seat in meeting.seats} == {partner, another.person_id}
    assert seat_of(ada).meeting.cancelled_at is not None


def test_of_three_two_still_have_their_coffee(joins, paired, sent, reply, vevents_to, seat_of, ada, bo, dana):
    # given
    joins(ada, bo, dana)
    paired()
    sent()

    # when
    reply(ada, "DECLINED")
    sent()

    # then
    assert [(one["METHOD"], one["SEQUENCE"], one.get("STATUS")) for one in vevents_to(ada)] == [
        ("REQUEST", "0", "CONFIRMED"),
        ("CANCEL", "1", None),
    ]
    assert [(one["METHOD"], one["SEQUENCE"], one["SUMMARY"]) for one in vevents_to(bo)] == [
        ("REQUEST", "0", "Coffee with Ada Okafor and Dana Petrov"),
        ("REQUEST", "1", "Coffee with Dana Petrov"),
    ]


def test_another_time_is_asked_for_and_all_are_asked_anew(coffee, sent, vevents_to, reply, seat_of, ada, bo):
    # given
    reply(bo, "ACCEPTED")

    # when
    with transaction():
        coffee_meetings.move(seat_of(ada).id, now=datetime.now(UTC))
    sent()

    # then
    moved = vevents_to(bo)[-1]
    assert (moved["METHOD"], moved["SEQUENCE"], moved["DTSTART"]) == ("REQUEST", "1", "20261208T100000")
    assert [seat_of(one).answer for one in (ada, bo)] == [Answer.ACCEPTED, Answer.NEEDS_ACTION]


def test_an_answer_to_the_time_before_says_nothing_of_the_new_one(coffee, lmtp, invitation_to, read_in, seat_of, ada, bo):
    # given
    raw, sender, recipient = attendee.reply_mail(invitation_to(bo).raw, "DECLINED", now=datetime.now(UTC))
    with transaction():
        coffee_meetings.move(seat_of(ada).id, now=datetime.now(UTC))

    # when
    lmtp(raw, recipient, sender=sender)
    read_in()

    # then
    assert (seat_of(bo).answer, seat_of(bo).meeting.cancelled_at) == (Answer.NEEDS_ACTION, None)


def test_no_coffee_is_moved_for_ever(coffee, seat_of, ada):
    # given
    for _number in range(coffee_meetings.MOST_TIMES - 1):
        with transaction():
            coffee_meetings.move(seat_of(ada).id, now=datetime.now(UTC))

    # then
    with pytest.raises(CoffeeOver), transaction():
        coffee_meetings.move(seat_of(ada).id, now=datetime.now(UTC))


def test_sessions_and_a_connected_calendar_are_kept_free(joins, paired, meetup, say, seat_of, ada, bo, now):
    # given
    joins(ada, bo)
    nine, day = TUESDAY, timedelta(hours=24)
    with transaction() as session:
        session.add(BusySource(person_id=bo.id, sealed_address="x", connected_at=now))
        session.flush()
        session.add(BusyTime(person_id=bo.id, starts_at=nine, ends_at=nine + timedelta(hours=2)))
        session.add(BusyTime(person_id=bo.id, starts_at=nine + day, ends_at=nine + 4 * day))

    # when
    paired()

    # then
    assert seat_of(ada).meeting.starts_at == nine + timedelta(hours=2)


def test_an_answer_from_elsewhere_changes_nothing_and_its_owner_is_asked(
    coffee, lmtp, invitation_to, read_in, sent, smtp_sink, words_of, seat_of, ada, dana
):
    """Ada forwarded the invitation, and Dana presses no."""
    # given
    raw, _sender, recipient = attendee.reply_mail(invitation_to(ada).raw, "DECLINED", now=datetime.now(UTC))

    # when
    lmtp(raw.replace(b"ada@", b"dana@"), recipient, sender=dana.email)
    read_in()
    sent()

    # then
    assert seat_of(ada).answer is Answer.NEEDS_ACTION
    assert smtp_sink.to(ada.email)[-1].message["Subject"] == "Your answer about Coffee with Bo Lindqvist"
    assert [mail.state.value for mail in kept()] == ["ignored"]


def test_words_reach_the_other_and_nobody_else(coffee, lmtp, read_in, sent, smtp_sink, words_of, seat_of, ada, bo, chen):
    # given
    raw = f"From: Ada <{ada.email}>\r\nTo: x\r\nSubject: Re\r\n\r\nAt the machine on the second floor?\r\n".encode()

    # when
    lmtp(raw, seats.answer_address(seat_of(ada).token), sender=ada.email)
    read_in()
    sent()

    # then
    assert "At the machine on the second floor?" in words_of(smtp_sink.to(bo.email)[-1])
    assert smtp_sink.to(chen.email) == []
    assert [(mail.topic, mail.person_id, mail.details) for mail in kept()] == [("", None, {})]


def test_they_are_asked_once_whether_they_met(coffee, clock, sent, smtp_sink, ada, bo):
    # given
    clock.move_to(TUESDAY + timedelta(hours=3))

    # when
    jobs_coffee.ask_whether_met()
    jobs_coffee.ask_whether_met()
    sent()

    # then
    subjects = [[mail.message["Subject"] for mail in smtp_sink.to(one.email)][1:] for one in (ada, bo)]
    assert subjects == [["Did you meet Bo Lindqvist?"], ["Did you meet Ada Okafor?"]]


def test_who_wants_no_nudges_is_not_asked(coffee, clock, sent, smtp_sink, ada, bo):
    # given
    with transaction():
        db.session.get_one(Person, bo.id).wants_nudges = False
    clock.move_to(TUESDAY + timedelta(hours=3))

    # when
    jobs_coffee.ask_whether_met()
    sent()

    # then
    assert [len(smtp_sink.to(one.email)) for one in (ada, bo)] == [2, 1]


def test_whoever_did_not_meet_may_be_put_together_again_soon(joins, paired, seat_of, clock, ada, bo, chen, dana):
    """Of three turns of four people each pair has one; a coffee that did not happen is made up for."""
    # given
    joins(ada, bo, chen, dana)
    paired()
    missed = {seat.person_id for seat in seat_of(ada).meeting.seats}
    clock.move_to(seat_of(ada).meeting.ends_at)
    with transaction():
        coffee_meetings.say_whether_met(seat_of(ada).id, False, now=datetime.now(UTC))

    # when
    for weeks in (2, 4, 6):
        paired(weeks)

    # then
    meetings = db.session.scalars(select(CoffeeMeeting).where(CoffeeMeeting.sequence == 0)).all()
    assert sum({seat.person_id for seat in meeting.seats} == missed for meeting in meetings) == 2


def test_whether_they_met_is_said_after_the_coffee(coffee, seat_of, ada):
    with pytest.raises(CoffeeOver), transaction():
        coffee_meetings.say_whether_met(seat_of(ada).id, True, now=datetime.now(UTC))


def test_who_leaves_the_organisation_leaves_nobody_waiting(coffee, circle, sent, vevents_to, ada, bo):
    # when
    with transaction():
        people.deactivate(db.session.get_one(Person, ada.id))
    sent()

    # then
    assert vevents_to(bo)[-1]["METHOD"] == "CANCEL"
    assert guest_in(circle, db.session.get_one(Person, bo.id)).comes_first
    assert guest_in(circle, db.session.get_one(Person, ada.id)) is None


def test_everything_is_in_my_data_and_goes_with_me(coffee, lmtp, read_in, client_of, seat_of, ada, bo):
    # given
    raw = f"From: Ada <{ada.email}>\r\nTo: x\r\nSubject: Re\r\n\r\nUpstairs?\r\n".encode()
    lmtp(raw, seats.answer_address(seat_of(ada).token), sender=ada.email)
    read_in()
    known = client_of(ada).get("/me/data.json").json

    # when
    with transaction():
        erase(db.session.get_one(Person, ada.id), now=datetime.now(UTC))

    # then
    assert [(one["name"], one["languages"]) for one in known["coffee_circles"]] == [("Across departments", ["Dutch"])]
    assert [(one["with"], one["answer"], one["you_met"]) for one in known["coffees"]] == [
        (["Bo Lindqvist"], "needs-action", None)
    ]
    assert seat_of(ada) is None
    assert db.session.scalars(select(OutgoingMail.id).where(OutgoingMail.kind == "coffee.words")).all() == []
    assert client_of(bo).get("/me/data.json").json["coffees"][0]["with"] == []


@pytest.fixture
def counters(lmtp, read_in):
    """`counters(request, at)`: their calendar proposes that time, from the copy of `request`."""

    def run(request, at):
        span = at, at + timedelta(minutes=30)
        raw, sender, recipient = attendee.counter_mail(request, span, now=datetime.now(UTC))
        lmtp(raw, recipient, sender=sender)
        read_in()

    return run


def test_time_that_is_proposed_twice_moves_the_coffee_once(coffee, clock, counters, invitation_to, seat_of, ada):
    # given
    request, at = attendee.calendar_of(invitation_to(ada).raw), TUESDAY + timedelta(hours=2)

    # when
    for _time in range(2):
        counters(request, at)
        clock.shift(timedelta(seconds=5))

    # then
    meeting = seat_of(ada).meeting
    assert (meeting.starts_at, meeting.sequence) == (at, 1)


@pytest.mark.parametrize(("hours", "moves"), [(3, 1), (5, 2)])  # noon in Amsterdam is lunch, two is not
def test_time_proposed_for_an_earlier_one_counts_only_if_it_suits(
    coffee, counters, invitation_to, seat_of, ada, bo, hours, moves
):
    # given
    of_ada, of_bo = (attendee.calendar_of(invitation_to(one).raw) for one in (ada, bo))

    # when
    counters(of_ada, TUESDAY + timedelta(hours=2))
    counters(of_bo, TUESDAY + timedelta(hours=hours))

    # then
    meeting = seat_of(ada).meeting
    assert (meeting.starts_at - TUESDAY, meeting.sequence) == (timedelta(hours=2 if moves == 1 else hours), moves)
