"""A run is undone as a whole; what people decided since is theirs."""

from datetime import timedelta

import pytest

from database import db, transaction
from networks import memberships
from networks.channels import running
from networks.channels.errors import LookOutdated
from networks.channels.models import RunState
from networks.mirroring.models import MirrorState
from networks.platforms.protocol import There
from tests.infra.channels import leaves, log_of, pressed, undone

DAY = timedelta(days=1)


def test_a_run_is_undone_but_for_what_people_decided(channel, remote, ada, bo, chen, dana, now):
    # given
    remote.asks = True
    made = channel(members=[ada, bo, chen, dana])
    remote.joins("chen")
    run = pressed(made, remote, bo, now=now)
    remote.standing["ada"] = There.MEMBER  # said yes there
    remote.leaves("dana")

    # when
    undoing = undone(run, made, remote, bo, now=now + timedelta(hours=1))

    # then
    assert remote.present() == ["ada", "chen"]
    assert log_of(undoing) == [
        ("ada", "keep", "decided", "passed_over"),
        ("bo", "remove", "undoing", "done"),
        ("dana", "keep", "decided", "passed_over"),
    ]
    assert (db.session.get_one(type(run), run.id).state, made.state) == (RunState.UNDONE, MirrorState.PAUSED)
    with pytest.raises(LookOutdated), transaction():
        running.undo(run.id, by=bo, now=now)


def test_undoing_brings_back_only_who_belongs_to_the_group_here(channel, remote, ada, bo, dana, now):
    # given
    made = channel(members=[ada, bo, dana])
    pressed(made, remote, bo, now=now)
    leaves(made, ada, now=now)
    leaves(made, dana, now=now)
    run = pressed(made, remote, bo, now=now + timedelta(hours=1))
    with transaction():
        memberships.join(made.group_id, dana, now=now + timedelta(hours=2))

    # when
    undone(run, made, remote, bo, now=now + timedelta(hours=2))

    # then
    assert remote.present() == ["bo", "dana"]
