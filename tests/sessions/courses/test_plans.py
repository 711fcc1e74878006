"""A course begins, is published and ends as one; its parts are dates of their own."""

from dataclasses import replace
from datetime import timedelta

import pytest

from database import db, transaction
from sessions import scheduling
from sessions.courses import places, plans
from sessions.details import details_of
from sessions.errors import DetailsInvalid, SessionMissing, WrongState
from sessions.models import ScheduledSession
from sessions.series.models import Series


def test_a_course_is_drafted_with_a_date_and_a_uid_of_its_own_for_each_part(course, parts):
    # when
    made = course(publish=False, parts=3, minimum=2)

    # then
    dates = parts(made)
    assert [(one.part, one.title, one.state.value, one.recurrence_id) for one in dates] == [
        (1, "First steps: Finding people", "draft", None),
        (2, "First steps", "draft", None),
        (3, "First steps", "draft", None),
    ]
    assert len({one.calendar_object_id for one in dates}) == 3
    assert (made.form.value, made.calendar_object_id, made.minimum_dates, made.state.value) == ("course", None, 2, "draft")


def test_a_course_says_all_that_is_wrong_with_it(course_plan, now):
    # given
    plan = course_plan(parts=1, minimum=3, title="x" * 91)
    backwards = replace(plan.parts[0], ends_at=plan.parts[0].starts_at - timedelta(hours=1), title="y" * 91)

    # when
    found = plans.faults(replace(plan, parts=(backwards,)))

    # then
    assert [(error.field, error.message) for error in found] == [
        ("title", "The title is too long: at most 90 characters."),
        ("parts", "A course has 2 to 20 parts."),
        ("parts", "Part 1 ends before it starts."),
        ("parts", "The title of part 1 is too long: at most 90 characters."),
        ("minimum_dates", "Choose a number from 1 to the number of parts, or leave it empty."),
    ]


def test_parts_that_nobody_could_come_to_both_of_are_refused(course_plan):
    # given: the third at the time of the first, the second right after it
    plan = course_plan(parts=3, minimum=1)
    first = plan.parts[0]
    hour = first.ends_at - first.starts_at
    after = replace(plan.parts[1], starts_at=first.ends_at, ends_at=first.ends_at + hour)
    beside = replace(plan.parts[2], starts_at=first.starts_at - hour / 2, ends_at=first.ends_at - hour / 2)

    # when
    found = plans.faults(replace(plan, parts=(first, after, beside)))

    # then
    assert [(error.field, error.message) for error in found] == [("parts", "Parts 1 and 3 are at the same time.")]


def test_a_part_is_not_added_or_moved_onto_another(course, parts, details, planner, cancel, now):
    # given
    made = course(parts=3, minimum=1)
    first, second, third = parts(made)
    same = plans.PartPlan(number=0, starts_at=first.starts_at, ends_at=first.ends_at)

    # then
    for onto in (
        lambda: plans.add_part(made.id, same, by=planner, now=now),
        lambda: scheduling.change(second.id, replace(details_of(second), starts_at=first.starts_at), by=planner, now=now),
    ):
        with pytest.raises(DetailsInvalid, match=r"Part \d of this course is at that time.") as error, transaction():
            onto()
        assert error.value.field == "starts_at"

    # when: what was cancelled is at no time
    cancel(third)
    with transaction():
        times = {"starts_at": third.starts_at, "ends_at": third.ends_at}
        scheduling.change(second.id, replace(details_of(second), **times), by=planner, now=now)

    # then
    assert [one.starts_at for one in parts(made)] == [first.starts_at, third.starts_at, third.starts_at]


def test_a_course_with_a_fault_is_not_drafted(course_plan, planner, now):
    # when
    with pytest.raises(DetailsInvalid) as error, transaction():
        plans.draft(course_plan(parts=21), by=planner, now=now)

    # then
    assert (error.value.field, db.session.query(Series).count()) == ("parts", 0)


def test_publishing_invites_to_every_part_at_once(course, parts, ada, bo, posted):
    # when
    made = course(invited=[ada, bo], parts=2, minimum=1)

    # then
    assert [posted(one) for one in parts(made)] == [
        [("invitation", "ada", 0, "queued"), ("invitation", "bo", 0, "queued")],
        [("invitation", "ada", 0, "queued"), ("invitation", "bo", 0, "queued")],
    ]
    assert [one.state.value for one in parts(made)] == ["published", "published"]


def test_a_course_is_published_once(course, planner, now):
    # given
    made = course(parts=2, minimum=1)

    # then
    with pytest.raises(WrongState, match="published already"), transaction():
        plans.publish(made.id, by=planner, now=now)


def test_a_course_whose_first_part_has_passed_is_not_published(course, parts, planner, now):
    # given
    made = course(publish=False, parts=2, minimum=1)

    # when
    with pytest.raises(WrongState, match="in the past"), transaction():
        plans.publish(made.id, by=planner, now=now + timedelta(days=8))

    # then
    db.session.expire_all()
    assert [one.state.value for one in parts(made)] == ["draft", "draft"]


def test_a_part_is_not_published_without_its_course(course, parts, planner, now):
    # given
    part = parts(course(publish=False, parts=2, minimum=1))[0]

    # then
    with pytest.raises(WrongState, match="belongs to a course"), transaction():
        scheduling.publish(part.id, by=planner, now=now)


def test_one_part_moves_and_only_its_own_calendar_event(course, parts, ada, change, posted):
    # given
    made = course(invited=[ada], parts=2, minimum=1)

    # when
    change(parts(made)[0], moved_by=timedelta(hours=2))

    # then
    first, second = parts(made)
    assert (posted(first)[-1][:3], posted(second)) == (("update", "ada", 1), [("invitation", "ada", 0, "queued")])


def test_a_part_more_invites_everybody_in_the_course(course, parts, ada, bo, dana, planner, now, invite, row_in):
    # given: Dana is a guest at the first part alone
    made = course(invited=[ada, bo], parts=2, minimum=1)
    invite(parts(made)[0], dana)
    at = now + timedelta(days=60)

    # when
    with transaction():
        part = plans.PartPlan(number=0, starts_at=at, ends_at=at + timedelta(hours=1), title="Looking back")
        plans.add_part(made.id, part, by=planner, now=now)

    # then
    assert [(one.part, one.title, one.state.value) for one in parts(made)][2:] == [(3, "First steps: Looking back", "published")]
    assert [row_in(made, person)[-1][0] for person in (ada, bo, dana)] == [3, 3, 1]


def test_a_cancelled_course_takes_no_more_parts(course, planner, now):
    # given
    made = course(parts=2, minimum=1)
    with transaction():
        plans.cancel(made.id, reason="Snow.", by=planner, now=now)

    part = plans.PartPlan(number=0, starts_at=now + timedelta(days=60), ends_at=now + timedelta(days=61))

    # then
    with pytest.raises(WrongState, match="was cancelled"), transaction():
        plans.add_part(made.id, part, by=planner, now=now)


def test_cancelling_calls_off_every_part_ahead_and_lets_the_past_stand(course, parts, planner, now):
    # given
    made = course(parts=3, minimum=1)

    # when: the first is over
    with transaction():
        plans.cancel(made.id, reason=" Snow. ", by=planner, now=now + timedelta(days=8))

    # then
    db.session.expire_all()
    assert [(one.state.value, one.cancel_reason) for one in parts(made)] == [
        ("published", ""),
        ("cancelled", "Snow."),
        ("cancelled", "Snow."),
    ]
    assert (db.session.get(Series, made.id).state.value, made.cancel_reason) == ("cancelled", "Snow.")


@pytest.mark.parametrize(("days", "said"), [(0, "still a draft"), (60, "is over")])
def test_only_what_lies_ahead_and_was_published_is_cancelled(course, planner, now, days, said):
    # given
    made = course(publish=days > 0, parts=2, minimum=1)

    # then
    with pytest.raises(WrongState, match=said), transaction():
        plans.cancel(made.id, reason="", by=planner, now=now + timedelta(days=days))


def test_a_draft_is_thrown_away_with_its_parts(course, ada, planner, now):
    # given
    made = course(invited=[ada], publish=False, parts=2, minimum=1)

    # when
    with transaction():
        plans.discard(made.id, by=planner)

    # then
    assert (db.session.query(Series).count(), db.session.query(ScheduledSession).count()) == (0, 0)


def test_a_published_course_is_not_thrown_away(course, planner):
    # given
    made = course(parts=2, minimum=1)

    # then
    with pytest.raises(WrongState, match="Only a draft"), transaction():
        plans.discard(made.id, by=planner)


def test_parallel_groups_know_each_other_also_when_the_first_is_thrown_away(course, planner):
    # given
    first = course(publish=False, parts=2, minimum=1)
    second = course(like=first, publish=False, parts=2, minimum=1)
    third = course(like=second, publish=False, parts=2, minimum=1)
    ids = [first.id, second.id, third.id]
    before = [one.id for one in places.groups_of(second)]

    # when
    with transaction():
        plans.discard(ids[0], by=planner)

    # then
    db.session.expire_all()
    assert (before, [one.id for one in places.groups_of(db.session.get(Series, ids[2]))]) == (ids, ids[1:])


def test_a_series_is_no_course(weekly, planner, now):
    # given
    series = weekly()

    # then
    with pytest.raises(SessionMissing), transaction():
        plans.publish(series.id, by=planner, now=now)
