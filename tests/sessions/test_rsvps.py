from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from sessions.errors import NotInvited, Outdated, TooLate, WrongState
from sessions.models import Answer, AnswerRecord, Outcome, Rsvp, Via
from sessions.precedence import CalendarReply
from sessions.scheduling import cancel


def test_yes_takes_a_seat_and_tells_the_calendar(meetup, say, room, posted, ada):
    session = meetup(invited=[ada], capacity=3)

    recorded = say(session, ada, "accepted")

    assert (recorded.outcome, recorded.place_in_line) == (Outcome.APPLIED, None)
    assert room(session) == {"Ada": ("accepted", "seated", None)}
    # The invitation had not left: the newer message with the known answer takes its place.
    assert posted(session) == [("invitation", "ada", 0, "replaced"), ("seat", "ada", 0, "queued")]


def test_yes_by_calendar_with_a_seat_needs_no_message(meetup, say, posted, ada):
    session = meetup(invited=[ada])

    say(session, ada, "accepted", via=Via.CALENDAR)

    assert posted(session) == [("invitation", "ada", 0, "queued")]


def test_yes_to_a_full_session_waits_in_line_and_is_told(meetup, say, room, posted, colleagues):
    people = colleagues(4)
    session = meetup(invited=people, capacity=2)

    places = [say(session, person, "accepted", via=Via.CALENDAR).place_in_line for person in people]

    assert places == [None, None, 1, 2]
    assert room(session) == {
        "P000": ("accepted", "seated", None),
        "P001": ("accepted", "seated", None),
        "P002": ("accepted", "waiting", 1),
        "P003": ("accepted", "waiting", 2),
    }
    assert [row for row in posted(session) if row[0] == "seat"] == [("seat", "p002", 1, "queued"), ("seat", "p003", 2, "queued")]


def test_no_gives_the_seat_to_whoever_waits_longest(meetup, say, room, posted, colleagues):
    people = colleagues(4)
    session = meetup(invited=people, capacity=2)
    for person in people:
        say(session, person, "accepted", via=Via.CALENDAR)

    say(session, people[0], "declined", via=Via.CALENDAR)

    assert room(session) == {
        "P000": ("declined", "none", None),
        "P001": ("accepted", "seated", None),
        "P002": ("accepted", "seated", None),
        "P003": ("accepted", "waiting", 2),
    }
    assert posted(session)[-1] == ("seat", "p002", 3, "queued")


def test_maybe_holds_no_seat(meetup, say, room, ada):
    session = meetup(invited=[ada], capacity=1)
    say(session, ada, "accepted")

    say(session, ada, "tentative")

    assert room(session) == {"Ada": ("tentative", "none", None)}


def test_a_second_yes_keeps_the_place_in_line(meetup, say, room, colleagues):
    people = colleagues(3)
    session = meetup(invited=people, capacity=1)
    for person in people:
        say(session, person, "accepted")

    again = say(session, people[1], "accepted")

    assert again.place_in_line == 1
    assert room(session)["P001"] == ("accepted", "waiting", 1)


def test_leaving_the_line_moves_the_others_up(meetup, say, colleagues):
    people = colleagues(3)
    session = meetup(invited=people, capacity=1)
    for person in people:
        say(session, person, "accepted")

    say(session, people[1], "declined")

    assert say(session, people[2], "accepted").place_in_line == 1


def test_dana_who_is_not_invited_cannot_answer(meetup, say, ada, dana):
    session = meetup(invited=[ada])

    with pytest.raises(NotInvited):
        say(session, dana, "accepted")


@pytest.mark.parametrize(("word", "refused"), [("accepted", True), ("tentative", True), ("declined", False)])
def test_after_the_deadline_only_a_no_is_taken(meetup, say, room, ada, now, word, refused):
    session = meetup(invited=[ada], rsvp_until=now + timedelta(days=2))
    later = now + timedelta(days=3)

    if refused:
        with pytest.raises(TooLate):
            say(session, ada, word, at=later)
    else:
        say(session, ada, word, at=later)

    assert room(session)["Ada"][0] == ("needs-action" if refused else "declined")


def test_a_host_records_an_answer_after_the_deadline(meetup, say, room, ada, bo, now):
    session = meetup(invited=[ada], rsvp_until=now + timedelta(days=2))

    say(session, ada, "accepted", via=Via.HOST, by=bo, at=now + timedelta(days=7, minutes=10))

    assert room(session) == {"Ada": ("accepted", "seated", None)}


def test_a_late_calendar_reply_is_kept_and_answered_with_the_truth(meetup, say, room, posted, ada, now):
    session = meetup(invited=[ada], rsvp_until=now + timedelta(days=2))
    later = now + timedelta(days=3)
    reply = CalendarReply(sequence=0, dtstamp=later, received_at=later)

    recorded = say(session, ada, "accepted", via=Via.CALENDAR, at=later, reply=reply)

    assert recorded.outcome is Outcome.LATE
    assert room(session) == {"Ada": ("needs-action", "none", None)}
    assert posted(session)[-1] == ("late", "ada", 0, "queued")


def test_a_reply_that_arrived_in_time_counts_when_read_later(meetup, say, room, ada, now):
    session = meetup(invited=[ada], rsvp_until=now + timedelta(days=2))
    received = now + timedelta(days=1)
    reply = CalendarReply(sequence=0, dtstamp=received, received_at=received)

    say(session, ada, "accepted", via=Via.CALENDAR, at=now + timedelta(days=3), reply=reply)

    assert room(session) == {"Ada": ("accepted", "seated", None)}


def test_a_repeat_leaves_no_trace(meetup, say, ada, now):
    session = meetup(invited=[ada])
    reply = CalendarReply(sequence=0, dtstamp=now, received_at=now)
    say(session, ada, "accepted", via=Via.CALENDAR, reply=reply)

    again = say(session, ada, "accepted", via=Via.CALENDAR, reply=reply)

    assert again.outcome is None
    assert len(db.session.scalars(select(AnswerRecord)).all()) == 1


def test_an_overtaken_reply_stands_in_the_history_only(meetup, say, room, ada, now):
    session = meetup(invited=[ada])
    at = [now + timedelta(minutes=m) for m in (1, 2)]
    say(session, ada, "declined", via=Via.CALENDAR, reply=CalendarReply(sequence=0, dtstamp=at[1], received_at=at[1]))

    say(session, ada, "accepted", via=Via.CALENDAR, reply=CalendarReply(sequence=0, dtstamp=at[0], received_at=at[1]))

    assert room(session) == {"Ada": ("declined", "none", None)}
    records = db.session.scalars(select(AnswerRecord).order_by(AnswerRecord.id)).all()
    assert [(r.answer, r.outcome) for r in records] == [(Answer.DECLINED, Outcome.APPLIED), (Answer.ACCEPTED, Outcome.EARLIER)]


def test_a_cancelled_session_takes_no_answer(meetup, say, ada, chen, now):
    session = meetup(invited=[ada])
    with transaction():
        cancel(session.id, reason="Snow.", by=chen, now=now)

    with pytest.raises(WrongState):
        say(session, ada, "accepted")


def test_a_comment_stays_until_a_new_one_comes(meetup, say, ada):
    session = meetup(invited=[ada])
    say(session, ada, "accepted", comment=" I come a little later. ")

    say(session, ada, "tentative")

    assert db.session.scalars(select(Rsvp.comment)).all() == ["I come a little later."]


def reply_at(at, *, sequence=0):
    return CalendarReply(sequence=sequence, dtstamp=at.replace(microsecond=0), received_at=at)


def test_the_deadline_itself_is_too_late(meetup, say, room, colleagues, now):
    # given
    until = now + timedelta(days=2)
    people = colleagues(2)
    session = meetup(invited=people, rsvp_until=until)

    # when
    say(session, people[0], "accepted", at=until - timedelta(microseconds=1))
    with pytest.raises(TooLate):
        say(session, people[1], "accepted", at=until)

    # then
    assert [answer for answer, _seat, _number in room(session).values()] == ["accepted", "needs-action"]


def test_a_no_is_taken_until_the_start_and_not_at_it(meetup, say, room, colleagues):
    # given
    people = colleagues(2)
    session = meetup(invited=people)
    start = session.starts_at

    # when
    say(session, people[0], "declined", at=start - timedelta(microseconds=1))
    with pytest.raises(TooLate):
        say(session, people[1], "declined", at=start)

    # then
    assert [answer for answer, _seat, _number in room(session).values()] == ["declined", "needs-action"]


def test_a_seat_freed_after_the_deadline_still_goes_to_who_waits(meetup, say, room, colleagues, now):
    # given
    people = colleagues(2)
    session = meetup(invited=people, capacity=1, rsvp_until=now + timedelta(days=2))
    for person in people:
        say(session, person, "accepted")

    # when
    say(session, people[0], "declined", at=now + timedelta(days=3))

    # then
    assert room(session) == {"P000": ("declined", "none", None), "P001": ("accepted", "seated", None)}


def test_a_page_made_before_the_session_moved_answers_nothing(meetup, say, room, change, ada):
    # given
    session = meetup(invited=[ada])
    asked = session.asked_sequence
    change(session, moved_by=timedelta(days=1))

    # when
    with pytest.raises(Outdated):
        say(session, ada, "accepted", asked=asked)
    before = room(session)
    say(session, ada, "accepted", asked=1)

    # then
    assert (before, room(session)) == ({"Ada": ("needs-action", "none", None)}, {"Ada": ("accepted", "seated", None)})


def test_a_reply_to_the_date_before_the_move_counts_for_nothing_and_is_not_answered(meetup, say, room, posted, change, ada, now):
    # given: the update asks again, in words and in the calendar; a second mail would say nothing new
    session = meetup(invited=[ada])
    change(session, moved_by=timedelta(days=1))

    # when
    recorded = say(session, ada, "accepted", via=Via.CALENDAR, reply=reply_at(now))

    # then
    assert recorded.outcome is Outcome.EARLIER
    assert room(session) == {"Ada": ("needs-action", "none", None)}
    assert posted(session)[-1] == ("update", "ada", 1, "queued")


def test_a_reply_stamped_before_an_answer_on_the_page_is_answered_with_the_truth(meetup, say, room, posted, ada, now):
    # given: overtaken, or pressed just now under a clock that is a quarter behind; the calendar says yes, Foyer no
    session = meetup(invited=[ada])
    say(session, ada, "declined", at=now + timedelta(minutes=10))

    # when
    recorded = say(session, ada, "accepted", via=Via.CALENDAR, reply=reply_at(now), at=now + timedelta(minutes=12))

    # then
    assert recorded.outcome is Outcome.EARLIER
    assert room(session) == {"Ada": ("declined", "none", None)}
    assert [row[0] for row in posted(session)] == ["invitation", "seat", "seat"]


def test_who_leaves_the_line_by_calendar_loses_the_mark_of_waiting_there(meetup, say, room, posted, colleagues):
    # given: the event of who waits is tentative, and says "waiting list"
    people = colleagues(3)
    session = meetup(invited=people, capacity=1)
    for person in people:
        say(session, person, "accepted", via=Via.CALENDAR)
    before = len(posted(session))

    # when
    say(session, people[1], "tentative", via=Via.CALENDAR)
    say(session, people[2], "declined", via=Via.CALENDAR)

    # then: who declined has it struck out already
    assert [answer for answer, _seat, _number in room(session).values()] == ["accepted", "tentative", "declined"]
    assert [row[:3] for row in posted(session)[before:]] == [("seat", "p001", 3)]


def test_at_the_door_a_free_seat_is_for_who_stands_there(meetup, say, room, colleagues, bo):
    # given: once it has begun, nobody is called from the line any more
    people = colleagues(3)
    session = meetup(invited=people, capacity=1)
    begun = session.starts_at + timedelta(minutes=5)
    for person in people:
        say(session, person, "accepted")
    say(session, people[0], "declined", via=Via.HOST, by=bo, at=begun)
    left_open = room(session)

    # when
    say(session, people[2], "accepted", via=Via.HOST, by=bo, at=begun)

    # then
    assert left_open == {
        "P000": ("declined", "none", None),
        "P001": ("accepted", "waiting", 1),
        "P002": ("accepted", "waiting", 2),
    }
    assert room(session) == {**left_open, "P002": ("accepted", "seated", None)}
