"""A run is undone as a whole; what people decided since is theirs."""

from datetime import timedelta

import pytest

from database import db, transaction
from networks import invitations
from networks.mirroring import queries, running, sides
from networks.mirroring.errors import PlanOutdated
from networks.mirroring.models import MirrorState, RunState
from tests.infra.mirroring import lists, log_of, press


def test_a_run_is_undone_as_a_whole_but_for_what_people_decided(mirror, standing, ada, bo, chen, dana, now):
    # given
    made = mirror(members=[ada, chen, dana], asks=True, already=[bo])
    run = press(made, bo, now=now)
    with transaction():
        invitations.accept(made.group_id, ada, now=now)
        invitations.decline(made.group_id, dana, now=now)

    # when
    with transaction():
        running.undo(run.id, by=bo, now=now)

    # then
    states = [standing(made.group, one) for one in (ada, chen, dana, bo)]
    assert states == [("member", "mirrored"), ("over", "withdrawn"), ("over", "declined"), ("member", "joined")]
    assert [state for *_rest, state in log_of(run)] == [
        "stays" if one in (ada.id, dana.id) else "undone" for one, *_rest in log_of(run)
    ]
    assert (run.state, made.state) == (RunState.UNDONE, MirrorState.PAUSED)
    assert [change.person_id for change in db.session.scalars(queries.changes_of(run))] == [
        chen.id
    ]  # what they decided is theirs
    with pytest.raises(PlanOutdated), transaction():
        running.undo(run.id, by=bo, now=now)


def test_undoing_removals_brings_them_back_and_their_invitations(mirror, standing, ada, bo, chen, dana, now):
    # given
    made = mirror(members=[ada, chen, dana], asks=True)
    press(made, bo, now=now)
    with transaction():
        invitations.accept(made.group_id, ada, now=now)
    lists(made, dana, by=bo, now=now)
    run = press(made, bo, now=now + timedelta(hours=1))
    gone = [standing(made.group, one) for one in (ada, chen)]

    # when
    with transaction():
        running.undo(run.id, by=bo, now=now + timedelta(hours=2))

    # then
    assert gone == [("over", "withdrawn"), ("over", "withdrawn")]
    assert [standing(made.group, one) for one in (ada, chen)] == [("member", "mirrored"), ("invited", "")]
    assert sides.look(made).plan.of("remove") == [ada.id, chen.id]  # still the mirror's, and asked about again
