"""Paused, closed or cut off in the middle: what was not done yet is not done."""

import pytest

from database import db, transaction
from networks import groups
from networks.channels import channels, claims, running
from networks.channels.applying import BATCH
from networks.channels.jobs_work import SETTLED_AT_ONCE
from networks.channels.models import ChannelRun, RunState
from networks.mirroring.models import MirrorState
from networks.platforms import connections
from networks.platforms.protocol import Unavailable
from tests.infra.channels import Remote, leaves, log_of, looked, pressed, stands, works


class InBetween(Remote):
    """`meanwhile` happens once, while the platform deals with what is asked for: "members" or "bring_in"."""

    def __init__(self, what, meanwhile):
        super().__init__()
        self.what, self.meanwhile = what, meanwhile

    def _called(self, what):
        super()._called(what)
        if what.startswith(self.what):
            self.what = "nothing more"
            self.meanwhile()


@pytest.fixture
def many(add_person):
    """More people than one call takes."""
    return [add_person(f"Walker{number} Crowd") for number in range(BATCH + 5)]


@pytest.fixture
def pressing(bo, now):
    """The plan is looked at and pressed; the worker has not had its turn."""

    def press(made, remote):
        plan = looked(made, remote, now=now)
        with transaction():
            return running.press(made.id, plan, despite=None, by=bo, now=now)

    return press


def within(work):
    """In a transaction of its own, as another process would."""

    def run():
        with transaction():
            work()

    return run


def test_paused_while_people_are_brought_in_it_does_no_more(channel, pressing, many, now):
    # given
    made = channel(members=many)
    remote = InBetween("bring_in", within(lambda: channels.pause(made.id, now=now)))
    run = pressing(made, remote)

    # when
    works(made, remote, now=now)

    # then
    became = [state for *_rest, state in log_of(run)]
    assert (len(remote.present()), became.count("done"), became.count("passed_over")) == (BATCH, BATCH, 5)
    assert (db.session.get_one(ChannelRun, run.id).state, made.state) == (RunState.DONE, MirrorState.PAUSED)
    assert set(stands(made).values()) == {"in"}


@pytest.mark.parametrize("by_hand", [True, False], ids=["pressed", "by itself"])
def test_paused_while_the_room_is_read_nothing_is_done(by_hand, channel, pressing, ada, bo, now):
    # given
    made = channel(members=[ada, bo])
    remote = InBetween("nothing yet", within(lambda: channels.pause(made.id, now=now)))
    pressed(made, remote, bo, now=now)
    leaves(made, ada, now=now)
    run = pressing(made, remote) if by_hand else None
    remote.what = "members"

    # when
    works(made, remote, now=now + running.LOOKS_EVERY)

    # then
    assert (remote.present(), made.state, made.told, claims.open_run(made)) == (["ada", "bo"], MirrorState.PAUSED, "", None)
    assert run is None or db.session.get_one(ChannelRun, run.id).state is RunState.BROKEN_OFF


def test_paused_while_it_waits_for_the_platform_it_does_no_more(channel, remote, pressing, ada, bo, now):
    # given
    made = channel(members=[ada, bo])
    run = pressing(made, remote)
    remote.troubles.append(Unavailable("Wait.", retry_after=3600))
    works(made, remote, now=now)

    # when
    with transaction():
        channels.pause(made.id, now=now)
    works(made, remote, now=now)

    # then
    assert (remote.present(), claims.open_run(made), made.retry_at) == ([], None, None)
    assert db.session.get_one(ChannelRun, run.id).state is RunState.DONE


def test_a_group_that_is_closed_in_the_middle_takes_nobody_more(channel, pressing, many, now):
    # given
    made = channel(members=many)
    remote = InBetween("bring_in", within(lambda: groups.close(made.group_id, now=now)))
    run = pressing(made, remote)

    # when
    works(made, remote, now=now)

    # then
    became = [state for *_rest, state in log_of(run)]
    assert (len(remote.present()), became.count("passed_over")) == (BATCH, 5)


def test_a_group_that_is_closed_before_its_room_is_open_gets_none(channel, remote, pressing, ada, now):
    # given
    made = channel(members=[ada])
    run = pressing(made, remote)
    with transaction():
        groups.close(made.group_id, now=now)

    # when
    works(made, remote, now=now)

    # then
    assert (remote.room_of, db.session.get_one(ChannelRun, run.id).state) == ({}, RunState.BROKEN_OFF)


def test_a_platform_that_is_cut_off_in_the_middle_is_asked_nothing_more(channel, pressing, connection, many, now):
    # given
    made = channel(members=many)
    channel_id = made.id
    remote = InBetween("bring_in", within(lambda: connections.cut_off(connection.id)))
    pressing(made, remote)

    # when
    works(made, remote, now=now)

    # then
    assert (len(remote.present()), db.session.get(type(made), channel_id)) == (SETTLED_AT_ONCE, None)
    assert [call for call in remote.calls if call.startswith("bring_in")] == [f"bring_in {BATCH}"]


def test_who_left_the_room_in_the_middle_is_named_to_nobody(channel, client_of, ada, bo, chen, now):
    # given
    made = channel(members=[ada, bo, chen])
    remote = InBetween("nothing yet", lambda: remote.leaves("ada"))
    pressed(made, remote, bo, now=now)
    for person in (ada, chen):
        leaves(made, person, now=now)
    remote.what = "take_out"

    # when
    run = pressed(made, remote, bo, now=now)
    page = client_of(bo).get(f"/groups/{made.group_id}/channels/{made.id}/runs/{run.id}").text

    # then
    assert log_of(run) == [("ada", "remove", "not_listed", "already"), ("chen", "remove", "not_listed", "done")]
    assert (ada.name in page, chen.name in page) == (False, True)
