"""One mail for each part that can be made up, on each person's own terms; and one nudge a course."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from people import nudges
from people.models import Person
from sessions import reminders
from sessions.courses import offering
from tests.infra.courses import course_link, rsvp_in

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LATER = timedelta(days=9)


@pytest.fixture
def run():
    """`run(at)`: the job at that moment; how many mails it posted."""

    def post_due(at):
        with transaction():
            return offering.post_due(now=at)

    return post_due


@pytest.fixture
def offers():
    """Every mail about a make-up: who to, about which session, when it leaves."""

    def read():
        db.session.expire_all()
        rows = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "sessions.make_up").order_by(OutgoingMail.id))
        return [(row.recipient.partition("@")[0], row.payload["session_id"], row.due_at) for row in rows]

    return read


@pytest.fixture
def groups(course, now):
    """A course of three parts with people in it, and a parallel group two days later each."""

    def build(*people, **second):
        first = course(invited=people, parts=3, minimum=2)
        return first, course(like=first, parts=3, minimum=2, first=now + LATER, **second)

    return build


def set_for(person, **columns):
    with transaction() as session:
        for name, value in columns.items():
            setattr(session.get_one(Person, person.id), name, value)


def test_a_no_is_followed_by_one_mail_an_hour_later(groups, parts, ada, bo, say_parts, run, offers, now):
    # given
    first, _second = groups(ada, bo)
    say_parts(first, ada, "declined")
    say_parts(first, bo, "accepted")

    # when
    counts = [run(now + HOUR - timedelta(seconds=1)), run(now + HOUR), run(now + HOUR), run(now + DAY)]

    # then
    assert (counts, offers()) == ([0, 1, 0, 0], [("ada", parts(first)[0].id, now + HOUR)])


def test_a_seat_that_never_came_is_followed_by_one_mail(course, parts, ada, bo, say_parts, run, offers, now):
    # given: Ada waits for the one seat of the first part until it begins
    first = course(invited=[bo, ada], parts=2, minimum=1, capacity=1)
    course(like=first, parts=2, minimum=1, first=now + LATER)
    say_parts(first, bo, "accepted")
    say_parts(first, ada, "accepted", "accepted")
    begins = now + 7 * DAY

    # when
    counts = [run(begins - timedelta(seconds=1)), run(begins)]

    # then
    assert (counts, offers()) == ([0, 1], [("ada", parts(first)[0].id, begins)])


def test_who_misses_several_parts_gets_one_mail_a_run_and_no_more_than_the_cap(groups, meetup, ada, say_parts, run, offers, now):
    # given
    first, _second = groups(ada)
    say_parts(first, ada, "declined", "declined", "declined")

    # when
    counts = [run(now + number * HOUR) for number in range(1, 6)]

    # then
    assert (counts, len(offers())) == ([1, 1, 1, 0, 0], 3)


def test_make_ups_count_with_the_nudges(course, ada, say_parts, run, now):
    # given: five parts missed, four mails a month
    first = course(invited=[ada], parts=5, minimum=1)
    course(like=first, parts=5, minimum=1, first=now + LATER)
    say_parts(first, ada, *["declined"] * 5)

    # when
    counts = [run(now + number * HOUR) for number in range(1, 8)]

    # then
    assert counts == [1, 1, 1, 1, 0, 0, 0]


@pytest.mark.parametrize("columns", [{"wants_nudges": False}, {"active": False}], ids=str)
def test_whoever_wants_no_nudges_or_has_left_hears_nothing(groups, ada, say_parts, run, now, columns):
    # given
    first, _second = groups(ada)
    say_parts(first, ada, "declined")
    set_for(ada, **columns)

    # then
    assert run(now + HOUR) == 0


def test_a_mail_waits_for_the_end_of_quiet_hours(groups, ada, say_parts, run, offers, now):
    # given: ten in the morning in Deventer
    first, _second = groups(ada)
    say_parts(first, ada, "declined")
    set_for(ada, quiet_from_hour=10, quiet_until_hour=14)

    # when
    run(now + HOUR)

    # then
    assert offers()[0][2] == now + 4 * HOUR


def test_nothing_leaves_without_a_parallel_group_or_a_seat_in_it(
    course, groups, ada, bo, parts, say, invite, say_parts, run, now
):
    # given
    alone = course(invited=[ada], parts=2, minimum=1)
    first, second = groups(ada, capacity=1)
    invite(parts(second)[0], bo)
    say(parts(second)[0], bo, "accepted")

    # when
    say_parts(alone, ada, "declined")
    say_parts(first, ada, "declined")

    # then
    assert run(now + HOUR) == 0


def test_a_guest_at_one_part_is_offered_nothing(groups, parts, dana, invite, say, run, now):
    # given
    first, _second = groups()
    invite(parts(first)[0], dana)

    # when
    say(parts(first)[0], dana, "declined")

    # then
    assert run(now + HOUR) == 0


def test_the_mail_says_when_and_leads_to_the_one_page(clock, groups, ada, say_parts, run, deliver, smtp_sink, words_of, now):
    # given
    first, _second = groups(ada)
    say_parts(first, ada, "declined")
    run(now + HOUR)

    # when
    clock.shift(2 * HOUR)
    deliver()

    # then
    mail = smtp_sink.to(ada.email)[-1]
    assert mail.message["Subject"] == "Part 1 once more: First steps"
    assert words_of(mail) == (
        "Dear Ada, Part 1 of “First steps”, Finding people, is there once more, with another group. "
        "There is a seat. Should it suit you, one press takes it; if not, there is nothing to do. We write this once. "
        "When: Thursday 10 December, 10:00–11:00, Canteen "
        f"Look at it, or take the seat: http://foyer.example{course_link(first, ada)} "
        "A question? Reply to this mail; Bo Lindqvist reads it. The link is yours alone, so please do not forward it. "
        f"Pause these mails: {nudges.pause_url(ada)} Fewer reminders: http://foyer.example/me#reminders"
    )


@pytest.mark.parametrize("change", ["taken", "unwanted", "withdrawn", "yes"])
def test_a_mail_that_has_become_needless_does_not_leave(
    clock, groups, parts, ada, bo, invite, say, say_parts, withdraw, run, deliver, smtp_sink, now, mails_to, change
):
    # given
    first, second = groups(ada, capacity=1)
    say_parts(first, ada, "declined")
    deliver()
    run(now + HOUR)

    # when
    if change == "taken":
        invite(parts(second)[0], bo)
        say(parts(second)[0], bo, "accepted")
    elif change == "unwanted":
        set_for(ada, wants_nudges=False)
    elif change == "withdrawn":
        withdraw(parts(first)[0], ada)
    else:
        say_parts(first, ada, "accepted")
    clock.shift(2 * HOUR)
    deliver()

    # then
    assert ("make_up", "dropped") in mails_to(ada)


def test_a_course_nudges_once_for_all_its_parts(course, meetup, ada, now, mails_to):
    # given: nothing is answered; a meetup nudges for itself
    course(invited=[ada], parts=3, minimum=1)
    meetup(invited=[ada], starts_at=now + 20 * DAY, ends_at=now + 20 * DAY + HOUR)

    # when: a look every day until all is over
    for day in range(1, 30):
        with transaction():
            reminders.post_due(now=now + day * DAY)

    # then
    assert [kind for kind, _state in mails_to(ada)].count("nudge") == 2


def test_no_part_promises_a_nudge_that_may_be_about_another(course, parts, meetup, ada, now):
    # given
    made, alone = course(invited=[ada], parts=2, minimum=1), meetup(invited=[ada])

    # when
    moments = [reminders.nudge_at(rsvp_in(session, ada), now=now) is None for session in (parts(made)[0], alone)]

    # then
    assert moments == [True, False]
