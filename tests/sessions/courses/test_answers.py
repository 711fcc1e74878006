"""Each part has its own answer; one press says the same of all that lie ahead."""

from datetime import timedelta

import pytest

from database import transaction
from sessions.courses import answers
from sessions.errors import NotInvited, Outdated, SessionMissing, TooLate, WrongState
from sessions.models import Answer, Via


def test_each_part_is_answered_by_itself(course, ada, say_parts, row_in):
    # given
    made = course(invited=[ada], parts=4, minimum=1)

    # when
    say_parts(made, ada, "accepted", "tentative", "declined")

    # then
    assert row_in(made, ada) == [
        (1, "accepted", "seated"),
        (2, "tentative", "none"),
        (3, "declined", "none"),
        (4, "needs-action", "none"),
    ]


def test_what_was_said_before_is_not_told_again(course, parts, ada, say_parts, deliver, posted):
    # given
    made = course(invited=[ada], parts=2, minimum=1)
    say_parts(made, ada, "accepted", "accepted")
    before = [len(posted(one)) for one in parts(made)]

    # when
    say_parts(made, ada, "accepted", "declined")

    # then
    assert [len(posted(one)) for one in parts(made)] == [before[0], before[1] + 1]


def test_one_press_answers_all_that_lie_ahead(course, ada, say_parts, row_in, now):
    # given
    made = course(invited=[ada], parts=3, minimum=1)
    say_parts(made, ada, "declined")

    # when: the first part is over
    with transaction():
        answers.record_all(made.id, ada.id, Answer.ACCEPTED, via=Via.LINK, now=now + timedelta(days=8))

    # then
    assert row_in(made, ada) == [(1, "declined", "none"), (2, "accepted", "seated"), (3, "accepted", "seated")]


def test_a_full_part_puts_on_its_waiting_list_and_the_others_seat(course, parts, ada, bo, say, row_in, now):
    # given
    made = course(invited=[ada, bo], parts=2, minimum=1, capacity=1)
    say(parts(made)[0], bo, "accepted")

    # when
    with transaction():
        answers.record_all(made.id, ada.id, Answer.ACCEPTED, via=Via.WEB, now=now)

    # then
    assert row_in(made, ada) == [(1, "accepted", "waiting"), (2, "accepted", "seated")]


def test_a_draft_takes_no_answers(course, ada, now):
    # given
    made = course(invited=[ada], publish=False, parts=2, minimum=1)

    # then
    with pytest.raises(WrongState), transaction():
        answers.record_all(made.id, ada.id, Answer.ACCEPTED, via=Via.WEB, now=now)


def test_an_outsider_answers_nothing(course, parts, ada, dana, now):
    # given
    made = course(invited=[ada], parts=2, minimum=1)

    # then
    with pytest.raises(NotInvited), transaction():
        answers.record_all(made.id, dana.id, Answer.ACCEPTED, via=Via.WEB, now=now)
    with pytest.raises(NotInvited), transaction():
        answers.record(made.id, dana.id, {parts(made)[0].id: Answer.ACCEPTED}, via=Via.WEB, now=now)


def test_another_sessions_date_is_not_answered_here(course, meetup, ada, now):
    # given
    made, other = course(invited=[ada], parts=2, minimum=1), meetup(invited=[ada])

    # then
    with pytest.raises(SessionMissing), transaction():
        answers.record(made.id, ada.id, {other.id: Answer.ACCEPTED}, via=Via.WEB, now=now)


def test_a_page_that_asked_about_an_earlier_date_says_so(course, parts, ada, change, now, row_in):
    # given
    made = course(invited=[ada], parts=2, minimum=1)
    first = parts(made)[0].id
    change(parts(made)[0], moved_by=timedelta(hours=1))

    # then
    with pytest.raises(Outdated), transaction():
        answers.record(made.id, ada.id, {first: Answer.ACCEPTED}, via=Via.LINK, now=now, asked={first: 0})
    assert row_in(made, ada)[0] == (1, "needs-action", "none")


def test_when_all_is_over_nothing_is_answered(course, ada, now):
    # given
    made = course(invited=[ada], parts=2, minimum=1)

    # then
    with pytest.raises(TooLate), transaction():
        answers.record_all(made.id, ada.id, Answer.DECLINED, via=Via.WEB, now=now + timedelta(days=15))
