"""Inviting to a course is inviting to every part ahead; withdrawing is the same the other way round."""

from datetime import timedelta

import pytest

from database import transaction
from sessions.courses import members, plans
from sessions.errors import NotInvited, WrongState
from sessions.invitations import Invited


def test_whoever_is_invited_is_invited_to_every_part_ahead(course, ada, bo, chen, planner, now, row_in):
    # given
    made = course(invited=[ada], parts=3, minimum=1)

    # when: the first part has begun
    with transaction():
        invited = members.invite(made.id, [ada.id, bo.id], by=planner, now=now + timedelta(days=7))

    # then
    assert invited == Invited(1, 1, 0)
    assert row_in(made, ada) == [(number, "needs-action", "none") for number in (1, 2, 3)]
    assert row_in(made, bo) == [(number, "needs-action", "none") for number in (2, 3)]
    assert row_in(made, chen) == []


def test_inviting_twice_changes_nothing(course, ada, planner, now, mails_to):
    # given
    made = course(invited=[ada], parts=2, minimum=1)

    # when
    with transaction():
        invited = members.invite(made.id, [ada.id], by=planner, now=now)

    # then
    assert (invited, mails_to(ada)) == (Invited(0, 1, 0), [("invitation", "queued")] * 2)


def test_people_who_left_are_not_invited(course, add_person, planner, now):
    # given
    made, gone = course(parts=2, minimum=1), add_person("Eve Mulder", active=False)

    # when
    with transaction():
        members.invite(made.id, [gone.id], by=planner, now=now)

    # then
    assert members.ids_of(made) == set()


def test_a_course_that_is_over_or_off_invites_nobody(course, ada, planner, now):
    # given
    over, off = course(parts=2, minimum=1), course(parts=2, minimum=1)
    with transaction():
        plans.cancel(off.id, reason="", by=planner, now=now)

    # then
    with pytest.raises(WrongState, match="too late to invite"), transaction():
        members.invite(over.id, [ada.id], by=planner, now=now + timedelta(days=15))
    with pytest.raises(WrongState, match="was cancelled"), transaction():
        members.invite(off.id, [ada.id], by=planner, now=now)


def test_who_is_withdrawn_leaves_every_part_ahead_and_keeps_the_past(
    course, parts, ada, bo, say_parts, planner, now, row_in, mails_to, deliver, smtp_sink
):
    # given: one seat a part; Bo waits for it
    made = course(invited=[ada, bo], parts=3, minimum=1, capacity=1)
    say_parts(made, ada, *["accepted"] * 3)
    say_parts(made, bo, *["accepted"] * 3)

    # when: the first part is over
    with transaction():
        members.withdraw(made.id, ada.id, by=planner, now=now + timedelta(days=8))

    # then
    assert row_in(made, ada) == [(1, "accepted", "seated")]
    assert row_in(made, bo) == [(1, "accepted", "waiting"), (2, "accepted", "seated"), (3, "accepted", "seated")]
    assert members.ids_of(made) == {bo.id}
    assert [kind for kind, _state in mails_to(ada)].count("withdrawal") == 2


def test_nobody_is_withdrawn_who_is_not_invited(course, dana, planner, now):
    # given
    made = course(parts=2, minimum=1)

    # then
    with pytest.raises(NotInvited), transaction():
        members.withdraw(made.id, dana.id, by=planner, now=now)


def test_a_guest_at_one_part_is_invited_and_no_member(course, parts, dana, ada, invite):
    # given
    made = course(parts=2, minimum=1)

    # when
    invite(parts(made)[0], dana)

    # then
    assert (members.is_invited(made, dana.id), members.is_invited(made, ada.id), members.people_of(made)) == (True, False, [])
