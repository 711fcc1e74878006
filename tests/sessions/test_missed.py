"""Who missed a date hears of the next one: once, kindly, if they want to, and never before the host has said who came."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail import inbox
from mail.models import OutgoingMail
from people import nudges
from people.models import Person
from sessions import attendance, checkin, missed
from sessions.courses import makeups, offering
from sessions.models import Invitation

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def run():
    """`run(at)`: the job at that moment; how many mails it posted."""

    def post_due(at):
        with transaction():
            return missed.post_due(now=at)

    return post_due


@pytest.fixture
def close(bo):
    def at(session, moment):
        with transaction():
            checkin.close(session.id, by=bo, now=moment)

    return at


@pytest.fixture
def lunches(meetup, say, ada, dana, chen, now):
    """A lunch in a week, to which Ada and Dana said yes and Chen no, and the same a week later, to which all are invited."""
    first = meetup(invited=[ada, dana, chen])
    second = meetup(invited=[ada, dana, chen], starts_at=now + 14 * DAY, ends_at=now + 14 * DAY + HOUR)
    for person, word in ((ada, "accepted"), (dana, "accepted"), (chen, "declined")):
        say(first, person, word)
    return first, second


@pytest.fixture
def told():
    """Every mail about a next date: who to, what it is about, which list it stands on."""

    def read():
        db.session.expire_all()
        rows = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "sessions.next_date").order_by(OutgoingMail.id))
        return [(row.recipient.partition("@")[0], row.payload["session_id"], row.topic) for row in rows]

    return read


def makeup_offers(made, person, at):
    """Which missed date could be made up when, by session id."""
    return [(one.missed.id, one.session.id) for one in makeups.standing_in(made, person.id, now=at).offers]


def set_for(person, **columns):
    with transaction() as session:
        for name, value in columns.items():
            setattr(session.get_one(Person, person.id), name, value)


def test_who_missed_it_is_told_of_the_next_date_once(lunches, dana, ticks, close, run, told):
    # given: Dana came, Ada did not, Chen had said no
    first, second = lunches
    ticks(first, dana)
    close(first, first.ends_at)

    # when
    counts = [run(first.ends_at + moment) for moment in (HOUR - timedelta(seconds=1), HOUR, 2 * HOUR)]

    # then
    assert (counts, told()) == ([0, 1, 0], [("ada", second.id, "")])
    assert nudges.may_nudge(dana, now=first.ends_at) is True


def test_nobody_is_told_before_the_host_has_closed_the_check_in(lunches, dana, ticks, run, told):
    # given
    first, _second = lunches
    ticks(first, dana)

    # then
    assert ([run(first.ends_at + days * DAY) for days in range(7)], told()) == ([0] * 7, [])


def test_a_check_in_closed_too_early_is_opened_again(lunches, bo, close, run):
    # given
    first, _second = lunches
    close(first, first.starts_at)

    # when
    with transaction():
        checkin.reopen(first.id, by=bo, now=first.starts_at)

    # then
    assert run(first.ends_at + HOUR) == 0


@pytest.mark.parametrize("name", ["unwilling", "paused", "capped", "no next date", "said no to the next", "old"])
def test_some_are_not_told(lunches, ada, dana, say, cancel, ticks, close, run, told, now, name):
    # given
    first, second = lunches
    at = first.ends_at + HOUR
    ticks(first, dana)
    close(first, first.ends_at)
    if name == "unwilling":
        set_for(ada, wants_nudges=False)
    elif name == "paused":
        set_for(ada, nudges_paused_until=at + DAY)
    elif name == "capped":
        with transaction():
            for _number in range(nudges.NUDGES_A_MONTH):
                nudges.record(ada.id, "sessions.nudge", now=now)
    elif name == "no next date":
        cancel(second, at=now)
    elif name == "said no to the next":
        say(second, ada, "declined")
    elif name == "old":
        at = first.ends_at + 8 * DAY

    # then
    assert (run(at), told()) == (0, [])


def test_who_wrote_about_the_date_is_left_alone(lunches, ada, dana, ticks, close, run, told, read_in, clock):
    # given: an hour before, by replying to the invitation
    first, _second = lunches
    query = select(Invitation.token).where(
        Invitation.calendar_object_id == first.calendar_object_id, Invitation.person_id == ada.id
    )
    address = f"rsvp+{db.session.scalar(query)}@brink-waal.example"
    raw = b"From: ada@brink-waal.example\r\nSubject: Ill\r\n\r\nI cannot come after all.\r\n"
    with transaction():
        inbox.receive(raw, door="lmtp", envelope_from=ada.email, recipients=[address], now=first.starts_at - HOUR)
    read_in()
    ticks(first, dana)
    close(first, first.ends_at)

    # then
    assert (run(first.ends_at + HOUR), told()) == (0, [])


def test_a_no_that_came_too_late_is_a_word_too(lunches, ada, dana, answer, comes_in, ticks, close, run, told, clock):
    # given
    first, _second = lunches
    clock.move_to(first.starts_at + timedelta(minutes=5))
    comes_in(answer(first, ada, "DECLINED", stamped=first.starts_at + timedelta(minutes=5)))
    ticks(first, dana, at=first.ends_at)
    close(first, first.ends_at)

    # then
    assert (run(first.ends_at + HOUR), told()) == (0, [])


def test_who_had_it_taken_out_is_told_nothing(lunches, ada, dana, ticks, close, run, told):
    # given
    first, _second = lunches
    ticks(first, dana)
    close(first, first.ends_at)

    # when
    with transaction():
        attendance.take_back(first.id, ada.id, now=first.ends_at)

    # then
    assert (run(first.ends_at + HOUR), told()) == (0, [])


def test_with_what_is_taken_out_the_mail_about_it_goes(lunches, ada, dana, close, run, told):
    # given
    first, second = lunches
    close(first, first.ends_at)
    run(first.ends_at + HOUR)

    # when
    with transaction():
        attendance.take_back(first.id, ada.id, now=first.ends_at + DAY)

    # then: and it does not come again
    assert (told(), run(first.ends_at + DAY)) == ([("dana", second.id, "")], 0)


def test_old_mails_are_forgotten_when_nobody_can_be_told_twice(lunches, close, run, told):
    # given
    first, _second = lunches
    close(first, first.ends_at)
    run(first.ends_at + HOUR)

    # when
    counts = []
    for days in (29, 31):
        with transaction():
            missed.forget(now=first.ends_at + days * DAY)
        counts.append(len(told()))

    # then
    assert (counts, run(first.ends_at + 31 * DAY)) == ([2, 0], 0)


def test_in_a_series_it_is_the_next_date_of_the_series(weekly, dates, say_all, ada, dana, ticks, close, run, told):
    # given
    series = weekly(invited=[ada, dana])
    say_all(series, ada, "accepted")
    first, second = dates(series)[:2]
    close(first, first.ends_at)

    # then
    assert (run(first.ends_at + HOUR), told()) == (1, [("ada", second.id, "")])


def test_the_mail_is_kind_and_can_be_paused(lunches, clock, ada, dana, say, ticks, close, run, deliver, smtp_sink, words_of):
    # given
    first, second = lunches
    say(second, ada, "accepted")
    ticks(first, dana)
    close(first, first.ends_at)
    run(first.ends_at + HOUR)

    # when
    clock.move_to(first.ends_at + HOUR)
    deliver()

    # then
    mail = smtp_sink.to(ada.email)[-1]
    assert mail.message["Subject"] == "The next date: Lunch and learn"
    said = words_of(mail)
    assert said.startswith(
        "Dear Ada, We missed you at Lunch and learn on Tuesday 8 December. Things come up, and no reason is needed. "
        "The next date is Tuesday 15 December, 10:00–11:00. You have a seat there. "
    )
    assert f"Pause these mails: {nudges.pause_url(ada)}" in said


@pytest.mark.parametrize("what", ["ticked after all", "taken out", "unwilling", "next is off"])
def test_a_mail_that_has_become_untrue_does_not_leave(lunches, clock, ada, dana, cancel, ticks, close, run, deliver, what):
    # given
    first, second = lunches
    ticks(first, dana)
    close(first, first.ends_at)
    at = first.ends_at + HOUR
    run(at)

    # when
    if what == "ticked after all":
        ticks(first, ada, at=at)
    elif what == "taken out":
        with transaction():
            attendance.take_back(first.id, ada.id, now=at)
    elif what == "unwilling":
        set_for(ada, wants_nudges=False)
    else:
        cancel(second, at=at)
    clock.move_to(at + HOUR)
    deliver()

    # then
    db.session.expire_all()
    query = select(OutgoingMail.state).where(OutgoingMail.kind == "sessions.next_date")
    assert db.session.scalars(query).all() == ([] if what == "taken out" else ["dropped"])


def test_a_part_of_a_course_that_was_missed_can_be_made_up(course, parts, say_parts, ada, ticks, close, run, told, now):
    """One mail, not two: the offer says all there is to say."""
    # given
    first = course(invited=[ada], parts=3, minimum=2)
    second = course(like=first, parts=3, minimum=2, first=now + 9 * DAY)
    say_parts(first, ada, "accepted", "accepted")
    date = parts(first)[0]

    # when
    before = makeup_offers(first, ada, date.ends_at)
    close(date, date.ends_at)
    after = makeup_offers(first, ada, date.ends_at)

    # then
    assert (before, after) == ([], [(date.id, parts(second)[0].id)])
    assert (run(date.ends_at + HOUR), told()) == (0, [])
    with transaction():
        assert offering.post_due(now=date.ends_at + HOUR) == 1


def test_a_part_somebody_came_to_without_a_seat_is_not_missed(course, parts, ada, ticks, now):
    # given
    first = course(invited=[ada], parts=3, minimum=2)
    course(like=first, parts=3, minimum=2, first=now + 9 * DAY)
    date = parts(first)[0]
    without = makeup_offers(first, ada, date.ends_at)

    # when
    ticks(date, ada)

    # then
    assert ([missed_id for missed_id, _other in without], makeup_offers(first, ada, date.ends_at)) == ([date.id], [])
    with transaction():
        assert offering.post_due(now=date.ends_at + HOUR) == 0
