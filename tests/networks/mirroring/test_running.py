"""Runs of a mirror: a plan that is let go ahead, brakes, steps that survive a kill, and undo."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from database import db, transaction
from networks import groups, invitations, memberships, requests
from networks.errors import GroupClosed
from networks.mirroring import applying, jobs, mirrors, running, sides
from networks.mirroring.errors import Braked, PlanOutdated
from networks.mirroring.models import Brake, Mirror, MirrorRun, MirrorState, Rule, RunState
from networks.models import Group, Membership, MembershipState, Origin, Steward
from people.models import Person
from tests.infra.mirroring import lists, log_of, plan_of, press

LATER = timedelta(days=1, minutes=1)


def test_a_plan_that_goes_ahead_brings_in_whom_the_source_has(mirror, standing, steps, ada, bo, chen, dana, now):
    # given
    made = mirror(members=[ada, chen], already=[chen, dana])

    # when
    run = press(made, bo, now=now)

    # then
    here = made.group
    assert [standing(here, one) for one in (ada, chen, dana)] == [
        ("member", "mirrored"),
        ("member", "joined"),
        ("member", "joined"),
    ]
    assert (log_of(run), steps(here, ada)) == ([(ada.id, "add", "listed", "done")], ["began"])
    assert (run.state, made.state, made.drift) == (RunState.DONE, MirrorState.ACTIVE, {})


def test_who_says_yes_first_is_invited_and_then_belongs_by_the_mirror(mirror, standing, group_mails, ada, bo, dana, now):
    # given
    made = mirror(members=[ada, dana], asks=True)

    # when
    press(made, bo, now=now)
    with transaction():
        invitations.accept(made.group_id, ada, now=now)
        invitations.decline(made.group_id, dana, now=now)
    again = press(made, bo, now=now + timedelta(days=40))

    # then
    assert (standing(made.group, ada), standing(made.group, dana)) == (("member", "mirrored"), ("over", "declined"))
    assert (log_of(again), [mail[:2] for mail in group_mails(made.group)]) == (
        [],
        [("invitation", "ada"), ("invitation", "dana")],
    )


def test_who_asked_themselves_is_let_in_and_belongs_by_hand(mirror, standing, ada, bo, now):
    # given
    made = mirror(members=[ada], asks=True)
    with transaction():
        requests.ask(made.group_id, ada, now=now)

    # when
    press(made, bo, now=now)

    # then
    assert standing(made.group, ada) == ("member", "joined")


def test_who_left_stays_out_and_who_belongs_by_hand_stays_in(mirror, standing, ada, bo, chen, dana, now):
    # given
    made = mirror(members=[ada, chen, bo], already=[dana])
    press(made, bo, now=now)
    with transaction():
        memberships.leave(made.group_id, ada, now=now)
    lists(made, ada, bo, by=bo, now=now)

    # when
    press(made, bo, now=now + timedelta(days=400))

    # then
    assert [standing(made.group, one) for one in (ada, chen, dana)] == [
        ("over", "left"),
        ("over", "withdrawn"),
        ("member", "joined"),
    ]


def test_who_is_listed_again_comes_back(mirror, standing, ada, bo, chen, now):
    # given
    made = mirror(members=[ada, chen])
    press(made, bo, now=now)
    lists(made, chen, by=bo, now=now)
    press(made, bo, now=now + timedelta(hours=1))

    # when
    with transaction():
        put_back(made, ada, now)
    press(made, bo, now=now + timedelta(days=41))

    # then
    assert standing(made.group, ada) == ("member", "mirrored")


def put_back(made, person, now):
    membership = memberships.of_person(db.session.get_one(Group, made.source_id), person)
    memberships.start(db.session.get_one(Group, made.source_id), membership, Origin.JOINED, by=person, now=now)


@pytest.mark.parametrize("changes", ["source", "group", "rule"])
def test_a_plan_is_not_applied_when_anything_has_changed_since(changes, mirror, standing, ada, bo, dana, now):
    # given
    made = mirror(members=[ada, bo])
    seen = plan_of(made)
    with transaction():
        if changes == "source":
            memberships.leave(made.source_id, bo, now=now)
        elif changes == "group":
            memberships.add(made.group, [dana.id], Origin.JOINED, by=bo, now=now)
        else:
            running.lock(made.id).rule = Rule.ADD

    # when
    with pytest.raises(PlanOutdated), transaction():
        running.apply(made.id, seen, despite=None, by=bo, now=now)

    # then
    assert standing(made.group, ada) == ("", "")


def test_a_plan_of_another_mirror_or_of_nobody_counts_for_nothing(mirror, ada, bo, now):
    # given
    one, other = mirror(members=[ada]), mirror(members=[ada])

    # then
    for plan in (plan_of(other), "", "x.y.z", plan_of(one)[:-2]):
        with pytest.raises(PlanOutdated), transaction():
            running.apply(one.id, plan, despite=None, by=bo, now=now)


def test_a_brake_stops_a_mirror_that_runs_by_itself_and_asks(mirror, standing, crowd, bo, mirror_mails, now):
    # given
    made = mirror(members=crowd)
    press(made, bo, now=now)
    lists(made, *crowd[3:], by=bo, now=now)

    # when
    look_by_itself(made, now + LATER)

    # then
    assert (made.state, made.brake, {standing(made.group, one) for one in crowd}) == (
        MirrorState.STOPPED,
        Brake.REMOVALS,
        {("member", "mirrored")},
    )
    assert mirror_mails() == ["bo"]


def test_whoever_read_of_the_brake_may_let_it_go_ahead(mirror, standing, crowd, bo, now):
    # given
    made = mirror(members=crowd)
    press(made, bo, now=now)
    lists(made, *crowd[3:], by=bo, now=now)
    look_by_itself(made, now + LATER)

    # when
    with pytest.raises(Braked):
        press(made, bo, now=now + LATER)
    press(made, bo, now=now + LATER, despite=Brake.REMOVALS)

    # then
    assert ([standing(made.group, one)[0] for one in crowd[2:5]], made.state) == (
        ["over", "member", "member"],
        MirrorState.ACTIVE,
    )


def test_an_empty_or_failing_source_is_never_obeyed(mirror, standing, ada, bo, now):
    # given
    made = mirror(members=[ada])
    press(made, bo, now=now)
    lists(made, by=bo, now=now)

    # when
    look_by_itself(made, now + LATER)
    with pytest.raises(Braked):
        press(made, bo, now=now + LATER, despite=Brake.EMPTY)
    empty = made.brake
    with transaction():
        running.lock(made.id).state, made.brake = MirrorState.ACTIVE, None
        groups.close(made.source_id, now=now)
    look_by_itself(made, now + 3 * LATER)

    # then
    assert (empty, made.brake, standing(made.group, ada)) == (Brake.EMPTY, Brake.FAILING, ("member", "mirrored"))


def test_nobody_is_left_to_act_for(mirror, ada, bo, now):
    # given
    made = mirror(members=[ada])
    press(made, bo, now=now)
    with transaction():
        db.session.execute(delete(Steward).where(Steward.group_id == made.source_id))

    # when
    db.session.expire_all()
    look_by_itself(made, now + LATER)

    # then
    assert made.brake is Brake.NOBODY


def test_a_suggesting_mirror_only_says_what_it_would_do(mirror, standing, ada, bo, chen, now):
    # given
    made = mirror(members=[ada], rule=Rule.SUGGEST)
    press(made, bo, now=now)
    lists(made, chen, by=bo, now=now)

    # when
    look_by_itself(made, now + LATER)

    # then
    assert (made.drift, standing(made.group, chen), standing(made.group, ada)) == (
        {"add": 1, "remove": 1},
        ("", ""),
        ("member", "mirrored"),
    )


@pytest.mark.parametrize(("rule", "expected"), [(Rule.ADD, "member"), (Rule.AUTHORITATIVE, "over")])
def test_what_a_mirror_does_by_itself(rule, expected, mirror, standing, ada, bo, chen, dana, now):
    # given
    made = mirror(members=[ada, dana], rule=rule)
    press(made, bo, now=now)
    lists(made, dana, chen, by=bo, now=now)

    # when
    look_by_itself(made, now + LATER)
    look_by_itself(made, now + 2 * LATER)

    # then
    assert [standing(made.group, one)[0] for one in (ada, chen, dana)] == [expected, "member", "member"]


def look_by_itself(made, at):
    with transaction():
        running.run_by_itself(made.id, now=at)
    db.session.refresh(made)


def test_killed_midway_it_converges_with_no_duplicate_and_no_removed_bystander(mirror, many, bo, dana, now):
    # given
    made = mirror(members=many, already=[dana])
    plan = plan_of(made)
    with transaction():
        run = running.apply(made.id, plan, despite=None, by=bo, now=now)
    with pytest.raises(PowerCutError):
        step_half(run.id, now)
    after_the_cut = [state for *_rest, state in log_of(run)].count("done")
    with transaction():
        memberships.add(made.group, [many[-1].id], Origin.JOINED, by=bo, now=now)
        memberships.remove(made.source_id, many[-2].id, by=bo, now=now)
    expected = {**{one.id: "mirrored" for one in many[:-2]}, many[-1].id: "joined", dana.id: "joined"}

    # when
    jobs.run_all()
    jobs.run_all()

    # then
    made, run = db.session.get_one(Mirror, made.id), db.session.get_one(MirrorRun, run.id)
    states = [state for *_rest, state in log_of(run)]
    assert (after_the_cut, states.count("done"), states.count("passed_over"), run.state) == (200, 448, 2, RunState.DONE)
    assert members(made) == expected
    assert sides.look(made).plan.changes == []


def test_paused_while_a_run_is_applied_it_does_no_more(mirror, many, bo, now):
    # given
    made = mirror(members=many)
    plan = plan_of(made)
    with transaction():
        run = running.apply(made.id, plan, despite=None, by=bo, now=now)
    applied = len(members(made))

    # when
    with transaction():
        mirrors.pause(made.id, now=now)
    jobs.run_all()

    # then
    run = db.session.get_one(MirrorRun, run.id)
    assert (applied, len(members(made)), run.state, running.has_open_run(made)) == (200, 200, RunState.DONE, False)


def step_half(run_id, now):
    """The power goes in the middle of a step."""
    with transaction():
        running.step(run_id, now=now)
        raise PowerCutError


class PowerCutError(Exception):
    """Nothing that was not committed is there afterwards."""


@pytest.fixture
def many(app, now):
    """So many colleagues that a run takes three steps."""
    with transaction() as session:
        people = [Person(name=f"Colleague {n}", email=f"n{n}@brink-waal.example", created_at=now) for n in range(450)]
        session.add_all(people)
    return people


def members(made):
    db.session.expire_all()
    query = select(Membership).where(Membership.group_id == made.group_id, Membership.state == MembershipState.MEMBER)
    return {one.person_id: one.origin.value for one in db.session.scalars(query)}


def test_a_closed_group_follows_nothing(mirror, standing, ada, bo, now):
    # given
    made = mirror(members=[ada])
    with transaction():
        groups.close(made.group_id, now=now)

    # when
    with pytest.raises(GroupClosed):
        press(made, bo, now=now)
    look_by_itself(made, now + LATER)

    # then
    assert (standing(made.group, ada), applying.acting_for(made).id) == (("", ""), bo.id)
