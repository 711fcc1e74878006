"""A course invites groups and filters, and follows them: every part ahead."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from database import db, transaction
from networks import memberships
from people import people
from people.directory import Filter
from people.models import Person
from people.people import Details
from sessions import invitations
from sessions.courses import members, plans
from sessions.courses.plans import PartPlan
from sessions.living import audiences, following, queries, targets
from sessions.living.setup import check_people, withdraw_people
from sessions.models import Answer, Invitation
from sessions.series.models import SeriesRsvp


@pytest.fixture
def follow_at(bo, now):
    """`follow_at(course, group)`, or a filter."""

    def open_at(made, source):
        with transaction():
            return audiences.open_at(targets.of_course(made), source, by=bo, now=now)

    return open_at


@pytest.fixture
def standing_at(parts):
    """Who is in the course, and who is invited to each part: first names."""

    def read(made):
        db.session.rollback()
        query = select(SeriesRsvp).where(SeriesRsvp.series_id == made.id).execution_options(populate_existing=True)
        inside = sorted(row.person.name.split()[0] for row in db.session.scalars(query))
        rows = [
            sorted(
                one.person.name.split()[0]
                for one in db.session.scalars(
                    select(Invitation)
                    .where(Invitation.calendar_object_id == part.calendar_object_id, Invitation.withdrawn_at.is_(None))
                    .execution_options(populate_existing=True)
                )
            )
            for part in parts(made)
        ]
        return inside, rows

    return read


def add_part(made, bo, now):
    with transaction():
        start = now + timedelta(days=90)
        return plans.add_part(made.id, PartPlan(number=0, starts_at=start, ends_at=start + timedelta(hours=1)), by=bo, now=now)


def test_a_group_and_a_filter_give_every_part_once(
    course, group, follow_at, standing_at, deliver, vevents_to, ada, dana, clock, smtp_sink
):
    # given
    made = course(parts=2, minimum=None)

    # when
    follow_at(made, group(members=[ada, dana]))
    follow_at(made, Filter(departments=("Purchasing",)))
    deliver()

    # then
    assert standing_at(made) == (["Ada", "Dana"], [["Ada", "Dana"]] * 2)
    assert [event["METHOD"] for event in vevents_to(dana)] == ["REQUEST"] * 2


def test_who_comes_gets_the_parts_ahead_and_who_goes_a_cancel_of_each(
    course, group, follow_at, come, go, standing_at, deliver, vevents_to, dana, clock, smtp_sink
):
    # given
    made, walkers = course(parts=2, minimum=None), group()
    follow_at(made, walkers)

    # when
    come(walkers, dana)
    deliver()
    inside = standing_at(made)
    go(walkers, dana)
    deliver()

    # then
    assert (inside, standing_at(made)) == ((["Dana"], [["Dana"]] * 2), ([], [[], []]))
    assert [event["METHOD"] for event in vevents_to(dana)] == ["REQUEST"] * 2 + ["CANCEL"] * 2


def test_who_goes_while_a_reason_is_left_stays(course, group, follow_at, go, standing_at, dana, clock):
    # given
    made, walkers = course(parts=2, minimum=None), group(members=[dana])
    follow_at(made, walkers)
    follow_at(made, Filter(departments=("Purchasing",)))

    # when
    go(walkers, dana)
    one_left = standing_at(made)
    with transaction():
        people.update_person(db.session.get_one(Person, dana.id), Details(department="Planning"))
    check_people()
    clock.shift(following.STANDS)
    check_people()

    # then
    assert (one_left, standing_at(made)) == ((["Dana"], [["Dana"]] * 2), ([], [[], []]))


def test_who_is_in_it_by_hand_or_guest_at_a_part_keeps_that(course, group, parts, follow_at, go, standing_at, ada, bo, dana, now):
    # given: Ada is in the course, Dana a guest at its second part
    made = course(parts=2, minimum=None, invited=[ada])
    with transaction():
        invitations.invite(parts(made)[1].id, [dana.id], by=bo, now=now)
    walkers = group(members=[ada, dana])
    follow_at(made, walkers)
    within = standing_at(made)

    # when
    for person in (ada, dana):
        go(walkers, person)

    # then
    assert within == (["Ada", "Dana"], [["Ada", "Dana"]] * 2)
    assert standing_at(made) == (["Ada"], [["Ada"], ["Ada", "Dana"]])


def test_a_new_part_is_left_with_the_group_too(course, group, parts, follow_at, go, standing_at, ada, bo, dana, now):
    # given: Dana is a guest at the second part besides, Ada in the course by hand
    made = course(parts=2, minimum=None, invited=[ada])
    with transaction():
        invitations.invite(parts(made)[1].id, [dana.id], by=bo, now=now)
    walkers = group(members=[ada, bo, dana])
    follow_at(made, walkers)

    # when
    add_part(made, bo, now)
    with_part = standing_at(made)
    for person in (ada, bo, dana):
        go(walkers, person)

    # then
    assert with_part == (["Ada", "Bo", "Dana"], [["Ada", "Bo", "Dana"]] * 3)
    assert standing_at(made) == (["Ada"], [["Ada"], ["Ada", "Dana"], ["Ada"]])


def test_who_was_withdrawn_by_hand_comes_to_no_part_by_an_audience(
    course, group, follow_at, come, go, standing_at, bo, dana, now
):
    # given
    made, walkers = course(parts=2, minimum=None), group(members=[dana])
    follow_at(made, walkers)
    with transaction():
        members.withdraw(made.id, dana.id, by=bo, now=now)

    # when
    add_part(made, bo, now)
    go(walkers, dana)
    come(walkers, dana)

    # then
    assert standing_at(made) == ([], [[], [], []])


def test_a_no_to_one_part_is_remembered_for_that_part(course, group, follow_at, come, go, say_parts, standing_at, dana):
    # given
    made, walkers = course(parts=2, minimum=None), group(members=[dana])
    follow_at(made, walkers)
    say_parts(made, dana, "declined", "accepted")

    # when
    go(walkers, dana)
    come(walkers, dana)

    # then
    assert standing_at(made) == (["Dana"], [[], ["Dana"]])


def test_who_comes_late_begins_with_the_next_part(course, group, follow_at, come, standing_at, dana, now):
    # given
    made, walkers = course(parts=2, minimum=None), group()
    follow_at(made, walkers)

    # when
    come(walkers, dana, at=now + timedelta(days=8))

    # then
    assert standing_at(made) == (["Dana"], [[], ["Dana"]])


def test_a_draft_has_them_on_its_list(course, group, follow_at, standing_at, dana):
    # given
    made = course(parts=2, minimum=None, publish=False)

    # when
    follow_at(made, group(members=[dana]))

    # then
    assert standing_at(made) == (["Dana"], [["Dana"]] * 2)


@pytest.mark.parametrize("withdraws", [True, False])
def test_switching_off(course, group, follow_at, come, standing_at, ada, bo, dana, now, withdraws):
    # given
    made, walkers = course(parts=2, minimum=None), group(members=[dana])
    follow_at(made, walkers)
    (audience,) = queries.audiences_at(targets.of_course(made))

    # when
    with transaction():
        audiences.switch_off_at(targets.of_course(made), audience.id, withdraws=withdraws, by=bo, now=now)
    withdraw_people()
    come(walkers, ada)

    # then
    assert standing_at(made) == (([], [[], []]) if withdraws else (["Dana"], [["Dana"]] * 2))
    assert queries.audiences_at(targets.of_course(made)) == []


def test_an_own_answer_is_not_taken_away_by_another_audience(course, group, follow_at, say_parts, row_in, dana):
    # given
    made = course(parts=2, minimum=None)
    follow_at(made, group(members=[dana]))
    say_parts(made, dana, "accepted", "tentative")

    # when
    follow_at(made, Filter(departments=("Purchasing",)))

    # then
    assert [answer for _part, answer, _seat in row_in(made, dana)] == [Answer.ACCEPTED.value, Answer.TENTATIVE.value]


def test_a_group_that_grows_by_a_mirror_is_followed(course, group, follow_at, standing_at, ada, bo, dana, now):
    # given
    made, walkers = course(parts=2, minimum=None), group()
    follow_at(made, walkers)

    # when
    with transaction():
        memberships.add(walkers, [ada.id, dana.id], memberships.Origin.MIRRORED, by=bo, now=now)

    # then
    assert standing_at(made) == (["Ada", "Dana"], [["Ada", "Dana"]] * 2)
