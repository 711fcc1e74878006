"""Which of several answers counts, whatever order and clock they come in (RFC 5546 section 2.1.5)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from calendars.objects import MOST_EVENTS
from database import db, transaction
from mail import claims
from sessions import invitations, rsvps, scheduling, telling
from sessions.models import Answer, AnswerRecord, Outcome, Rsvp, Via
from sessions.replies import Reason
from tests.infra.post import vevent

MINUTE = timedelta(minutes=1)


@pytest.fixture
def lunch(meetup, ada):
    return meetup(invited=[ada])


@pytest.fixture
def move(details, bo, now):
    """`move(session)`: to three in the afternoon; everybody is asked again, SEQUENCE + 1."""

    def to_the_afternoon(session, at: datetime = now):
        starts_at = session.starts_at + timedelta(hours=5)
        with transaction():
            changed = details(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))
            scheduling.change(session.id, changed, by=bo, now=at)

    return to_the_afternoon


@pytest.fixture
def leaves(deliver):
    """`leaves(session, ada)`: what is due leaves, and the test goes on with these rows."""

    def work(*rows):
        deliver()
        db.session.add_all(rows)  # the worker leaves with its session

    return work


def test_overtaken_answer_changes_nothing_and_stands_in_the_history(lunch, answer, comes_in, room, ada, now):
    # given
    comes_in(answer(lunch, ada, "DECLINED", stamped=now - MINUTE))

    # when
    incoming = comes_in(answer(lunch, ada, "ACCEPTED", stamped=now - 2 * MINUTE))

    # then
    assert incoming.reason == Reason.EARLIER
    assert room(lunch) == {"Ada": ("declined", "none", None)}
    records = db.session.scalars(select(AnswerRecord).order_by(AnswerRecord.id)).all()
    assert [(record.answer, record.outcome) for record in records] == [
        (Answer.DECLINED, Outcome.APPLIED),
        (Answer.ACCEPTED, Outcome.EARLIER),
    ]


@pytest.mark.parametrize(
    ("case", "changes", "reason"),
    [
        ("to the old time", {"sequence": 0, "stamped": -10}, Reason.EARLIER),
        ("to the new time", {"sequence": 1, "stamped": -10}, Reason.ANSWER),
        ("to no time we ever named", {"sequence": 77, "stamped": -10}, Reason.ANSWER),
        ("without a sequence", {"sequence": "", "stamped": -10}, Reason.EARLIER),
    ],
)
def test_answer_to_a_moved_session_goes_by_its_sequence(lunch, answer, comes_in, move, room, ada, now, case, changes, reason):
    # given
    move(lunch, at=now - MINUTE)

    # when
    incoming = comes_in(answer(lunch, ada, **{**changes, "stamped": now + timedelta(seconds=changes["stamped"])}))

    # then
    assert incoming.reason == reason, case
    assert room(lunch)["Ada"][0] == ("accepted" if reason == Reason.ANSWER else "needs-action")


def test_sequence_above_ours_is_kept_as_ours(lunch, answer, comes_in, ada):
    # when
    comes_in(answer(lunch, ada, sequence=2_000_000_000))

    # then
    assert db.session.scalars(select(Rsvp.reply_sequence)).all() == [0]


def test_lower_sequence_counts_once_the_move_has_left(smtp_sink, lunch, answer, comes_in, deliver, move, room, ada, clock, now):
    # given: a client that stamps an old SEQUENCE on all it sends
    move(lunch)
    deliver()
    clock.shift(5 * MINUTE)

    # when
    incoming = comes_in(answer(lunch, ada, sequence=0, stamped=now + 4 * MINUTE))

    # then
    assert incoming.reason == Reason.ANSWER
    assert room(lunch)["Ada"][0] == "accepted"
    assert db.session.scalars(select(Rsvp.reply_sequence)).all() == [1]


@pytest.mark.parametrize(
    ("case", "stamped", "sent", "kept"),
    [
        ("ahead of us: never after it came", 5 * MINUTE, None, timedelta()),
        ("years ahead", timedelta(days=9999), None, timedelta()),
        ("behind", -5 * MINUTE, None, -5 * MINUTE),
        ("none: the mail's date", None, -3 * MINUTE, -3 * MINUTE),
        ("none, and a date ahead", None, 3 * MINUTE, timedelta()),
        ("none at all: when it came", None, None, timedelta()),
    ],
)
def test_clock_of_the_calendar(lunch, answer, comes_in, ada, now, case, stamped, sent, kept):
    # given
    said = answer(lunch, ada, stamped=None if stamped is None else now + stamped, sent=None if sent is None else now + sent)

    # when
    incoming = comes_in(said, at=now)

    # then
    assert incoming.reason == Reason.ANSWER, case
    assert db.session.scalars(select(Rsvp.reply_dtstamp)).all() == [now + kept]


def test_clock_that_runs_ahead_shuts_no_later_answer_out(lunch, answer, comes_in, room, ada, now):
    # given
    comes_in(answer(lunch, ada, "ACCEPTED", stamped=now + timedelta(days=30)), at=now)

    # when
    incoming = comes_in(answer(lunch, ada, "DECLINED", stamped=now + 2 * MINUTE), at=now + 2 * MINUTE)

    # then
    assert incoming.reason == Reason.ANSWER
    assert room(lunch) == {"Ada": ("declined", "none", None)}


def test_two_presses_within_a_second_count_in_the_order_they_came(lunch, answer, comes_in, room, ada, now):
    # when
    reasons = [comes_in(answer(lunch, ada, partstat, stamped=now)).reason for partstat in ("ACCEPTED", "DECLINED", "DECLINED")]

    # then
    assert reasons[:2] == [Reason.ANSWER, Reason.ANSWER]
    assert room(lunch) == {"Ada": ("declined", "none", None)}
    assert len(db.session.scalars(select(AnswerRecord)).all()) == 2


def test_two_presses_within_a_second_count_though_the_clock_of_the_first_runs_ahead(lunch, answer, comes_in, room, ada, now):
    # given: both reach us in the second in which they were pressed
    comes_in(answer(lunch, ada, "ACCEPTED", stamped=now + 2 * MINUTE), at=now + timedelta(milliseconds=300))

    # when
    incoming = comes_in(answer(lunch, ada, "DECLINED", stamped=now), at=now + timedelta(milliseconds=700))

    # then
    assert incoming.reason == Reason.ANSWER
    assert room(lunch) == {"Ada": ("declined", "none", None)}


def test_mail_full_of_answers_is_one_answer(lunch, answer, comes_in, room, ada, now):
    # given: as many as a mail may hold, each later than the one before
    presses = [
        (("ACCEPTED", "DECLINED")[number % 2], now - timedelta(seconds=MOST_EVENTS - number)) for number in range(MOST_EVENTS)
    ]
    events = [answer(lunch, ada, partstat, stamped=stamped).event for partstat, stamped in presses]

    # when
    incoming = comes_in(answer(lunch, ada, events=events))

    # then
    assert incoming.reason == Reason.ANSWER
    assert room(lunch) == {"Ada": ("declined", "none", None)}
    assert [record.answer for record in db.session.scalars(select(AnswerRecord))] == [Answer.DECLINED]


@pytest.mark.parametrize("via", [Via.WEB, Via.LINK, Via.API, Via.HOST])
def test_older_calendar_answer_comes_too_late_for_one_given_elsewhere(lunch, answer, comes_in, room, posted, ada, now, via):
    # given
    with transaction():
        rsvps.record_answer(lunch.id, ada.id, Answer.DECLINED, via=via, now=now - MINUTE)

    # when
    incoming = comes_in(answer(lunch, ada, "ACCEPTED", stamped=now - 5 * MINUTE))

    # then
    assert incoming.reason == Reason.EARLIER
    assert room(lunch) == {"Ada": ("declined", "none", None)}
    assert posted(lunch)[-1] == ("seat", "ada", 0, "queued")  # her calendar says yes: it gets the true state


def test_newer_calendar_answer_counts_over_one_on_the_page(lunch, answer, comes_in, say, room, ada, now):
    # given
    say(lunch, ada, "declined", at=now - MINUTE)

    # when
    incoming = comes_in(answer(lunch, ada, "ACCEPTED", stamped=now))

    # then
    assert incoming.reason == Reason.ANSWER
    assert room(lunch) == {"Ada": ("accepted", "seated", None)}


def test_answer_to_a_withdrawn_invitation_is_none_to_the_new_one(
    smtp_sink, lunch, answer, comes_in, deliver, room, ada, bo, clock, now
):
    # given: she pressed yes, was withdrawn and asked anew, all while her answer travelled
    deliver()
    old = answer(lunch, ada, stamped=now + MINUTE)
    for minutes, rule in ((2, "withdraw"), (3, "invite")):
        with transaction():
            who = ada.id if rule == "withdraw" else [ada.id]
            getattr(invitations, rule)(lunch.id, who, by=bo, now=now + minutes * MINUTE)
        clock.move_to(now + minutes * MINUTE)
        deliver()
    clock.move_to(now + 5 * MINUTE)

    # when
    late = comes_in(old)
    after_it = room(lunch)["Ada"]
    new = comes_in(answer(lunch, ada, "TENTATIVE", stamped=now + 4 * MINUTE))

    # then
    assert (late.reason, after_it) == (Reason.EARLIER, ("needs-action", "none", None))
    assert (new.reason, room(lunch)["Ada"]) == (Reason.ANSWER, ("tentative", "none", None))


@pytest.mark.parametrize(("capacity", "deadline"), [(1, None), (None, -60)])
def test_calendar_that_answers_by_itself_is_not_answered_for_ever(
    smtp_sink, meetup, answer, comes_in, say, leaves, ada, bo, clock, now, capacity, deadline
):
    # given: the seat is taken, or the deadline over; and a program says yes to whatever we send
    until = now + deadline * MINUTE if deadline else None
    lunch = meetup(invited=[bo, ada], capacity=capacity, rsvp_until=until, at=now - timedelta(days=2))
    say(lunch, bo, "accepted", at=now - timedelta(days=1))
    leaves(lunch, ada)

    # when: for two hours
    sent = []
    for minute in range(120):
        clock.move_to(now + minute * MINUTE)
        if len(smtp_sink.to(ada.email)) > len(sent):
            sent.append(minute)
            comes_in(answer(lunch, ada, stamped=now + minute * MINUTE))
        leaves(lunch, ada)

    # then
    assert [len([minute for minute in sent if minute // 60 == hour]) for hour in (0, 1)] == [
        1 + telling.MOST_REPLIES_ANSWERED
    ] * 2


def test_person_who_pressed_often_hears_how_it_stands(
    smtp_sink, meetup, answer, comes_in, leaves, room, colleagues, vevents_to, ada, clock, now
):
    # given: one seat, and it is Gus's; Ada's thumb is restless
    (gus,) = colleagues(1)
    lunch = meetup(invited=[gus, ada], capacity=1)
    leaves(lunch, gus, ada)
    comes_in(answer(lunch, gus))

    # when
    presses = [
        *[(ada, word) for word in ("ACCEPTED", "DECLINED") * 4][:7],
        (gus, "DECLINED"),
        (ada, "DECLINED"),
        (gus, "ACCEPTED"),
    ]
    for minute, (person, word) in enumerate([*presses, (ada, "ACCEPTED")], start=1):
        clock.move_to(now + minute * MINUTE)
        comes_in(answer(lunch, person, word, stamped=now + minute * MINUTE))
        leaves(lunch, gus, ada)
    before = vevents_to(ada)[-1]["STATUS"]
    clock.move_to(now + timedelta(hours=1, minutes=30))
    leaves(lunch, gus, ada)

    # then: at the latest when the hour is over
    assert room(lunch)["Ada"] == ("accepted", "waiting", 5)
    assert (before, vevents_to(ada)[-1]["STATUS"]) == ("CONFIRMED", "TENTATIVE")


def test_pressing_on_puts_the_true_state_off_no_further(meetup, answer, comes_in, leaves, smtp_sink, say, ada, bo, clock, now):
    # given: the seat is taken
    lunch = meetup(invited=[bo, ada], capacity=1)
    say(lunch, bo, "accepted")

    # when: every five minutes, for two hours
    told = []
    for minute in range(0, 120, 5):
        clock.move_to(now + minute * MINUTE)
        comes_in(answer(lunch, ada, "TENTATIVE" if minute % 2 else "ACCEPTED", stamped=now + minute * MINUTE))
        clock.shift(MINUTE)  # a fast and a slow machine look at the same hour
        leaves(lunch, ada)
        told += [minute] * (len(smtp_sink.to(ada.email)) - len(told))

    # then
    assert told == [0, 5, 10, 15, 20, 60, 100]


@pytest.mark.parametrize(("counted", "overtaken", "told"), [("ACCEPTED", "DECLINED", 1), ("ACCEPTED", "ACCEPTED", 0)])
def test_answer_under_a_clock_that_is_behind_gets_the_true_state(
    lunch, answer, comes_in, posted, room, ada, now, counted, overtaken, told
):
    # given: the phone
    comes_in(answer(lunch, ada, counted, stamped=now))

    # when: the laptop, pressed later, whose clock is ten minutes slow
    incoming = comes_in(answer(lunch, ada, overtaken, stamped=now - 10 * MINUTE))

    # then: her calendar says what she pressed last
    assert incoming.reason == Reason.EARLIER
    assert room(lunch) == {"Ada": ("accepted", "seated", None)}
    assert [row for row in posted(lunch) if row[0] == "seat"] == [("seat", "ada", 0, "queued")] * told


def test_answer_to_the_new_time_counts_though_its_message_was_due_before_the_move(
    meetup, change, say, smtp_sink, deliver, reply, room, clock, ada, now
):
    # given: a worker died with the invitation in its hands, and the session moved before another one sent it
    session = meetup(invited=[ada])
    with transaction():
        claims.claim(1, now=now)
    moved = change(session, moved_by=timedelta(days=1))
    clock.shift(timedelta(hours=1))
    deliver()
    event = vevent(smtp_sink.received[-1])

    # when: said on the page, then by what this mail asks
    say(session, ada, "tentative", at=now + timedelta(hours=1))
    reply(ada, "ACCEPTED")

    # then
    assert (len(smtp_sink.received), event["DTSTART"], event["SEQUENCE"]) == (
        1,
        f"{moved.starts_at.astimezone(moved.zone):%Y%m%dT%H%M%S}",
        "1",
    )
    assert room(session) == {"Ada": ("accepted", "seated", None)}
