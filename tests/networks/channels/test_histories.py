"""Whatever happens on both sides, and whatever breaks in between: nobody who left is asked again, nobody is taken out whom the channel did not
bring in, and a plan that was applied has nothing to add.
"""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from database import db, transaction
from networks import groups, memberships
from networks.channels import channels, claims, running
from networks.channels.errors import ChannelBraked, ChannelBusy, LookOutdated
from networks.channels.models import Channel, ChannelRun, RunState
from networks.errors import GroupError
from networks.mirroring.models import Rule
from networks.models import Origin
from networks.platforms.protocol import AccessDenied, Unavailable
from tests.infra.channels import PRESENT, KilledError, looked, stands, works

WHO = st.integers(0, 3)
TROUBLES = st.sampled_from(
    [
        Unavailable("Wait.", retry_after=5),
        (Unavailable("Lost."),),
        KilledError(),
        (KilledError(),),
        AccessDenied("Expired."),
    ]
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["comes_here", "leaves_here", "joins_there", "leaves_there", "says_yes_there"]), WHO),
        st.tuples(st.sampled_from(["turn", "turn", "presses", "undoes"]), st.one_of(st.none(), st.none(), TROUBLES)),
    ),
    min_size=4,
    max_size=18,
)
KNOWN_THERE = {"in", "asked", "unsure", "there"}
IN_A_CALL = {"coming", "again", "going"}


class History:
    """One channel. `own`: who is in the room by themselves; `left`: who left it, as far as anybody could know that."""

    def __init__(self, channel, remote, people, by, now):
        self.channel, self.remote, self.people, self.by, self.now = channel, remote, people, by, now
        self.own, self.left = set(), set()

    def goes(self, step, what):
        self.now += timedelta(days=2)
        self.channel = db.session.get_one(Channel, self.channel.id, populate_existing=True)
        try:
            getattr(self, step)(what)
        except (LookOutdated, ChannelBraked, ChannelBusy):
            db.session.rollback()
        except GroupError:
            db.session.rollback()

    def comes_here(self, who):
        with transaction():
            memberships.add(groups.lock(self.channel.group_id), [self.people[who].id], Origin.JOINED, by=self.by, now=self.now)
        with transaction():
            memberships.join(self.channel.group_id, self.people[who], now=self.now)

    def leaves_here(self, who):
        with transaction():
            memberships.leave(self.channel.group_id, self.people[who], now=self.now)

    def joins_there(self, who):
        account = self.account(who)
        if self.remote.standing.get(account) in PRESENT:
            return
        row = stands(self.channel).get(account)
        self.remote.joins(account)
        self.left.discard(account)
        if row not in IN_A_CALL:
            self.own.add(account)

    def leaves_there(self, who):
        account, row = self.account(who), stands(self.channel).get(self.account(who))
        if self.remote.standing.get(account) not in PRESENT:
            return
        self.remote.leaves(account)
        self.own.discard(account)
        if row in KNOWN_THERE or (row in {None, "coming"} and self.remote.keeps_trace):
            self.left.add(account)

    def says_yes_there(self, who):
        if self.remote.standing.get(self.account(who)) in PRESENT:
            self.remote.joins(self.account(who))

    def turn(self, trouble):
        self.worked(trouble)

    def presses(self, trouble):
        plan = looked(self.channel, self.remote, now=self.now)
        look = claims.look_of(self.channel)
        with transaction():
            running.press(self.channel.id, plan, despite=look and look.brake, by=self.by, now=self.now)
        self.worked(trouble)

    def undoes(self, trouble):
        query = select(ChannelRun.id).where(ChannelRun.channel_id == self.channel.id, ChannelRun.state == RunState.DONE)
        run_id = db.session.scalar(query.where(ChannelRun.undoes_id.is_(None)).order_by(ChannelRun.id.desc()).limit(1))
        if run_id is None:
            return
        with transaction():
            running.undo(run_id, by=self.by, now=self.now)
        self.worked(trouble)

    def worked(self, trouble):
        self.remote.troubles.clear()
        if trouble is not None:
            self.remote.troubles.append(trouble)
        try:
            works(self.channel, self.remote, now=self.now)
        except KilledError:
            db.session.rollback()
        self.remote.troubles.clear()

    def account(self, who):
        return self.people[who].email.partition("@")[0]

    def holds(self):
        present = set(self.remote.present())
        assert (self.own - present, self.left & present) == (set(), set())


@pytest.mark.parametrize("keeps_trace", [True, False], ids=["trace", "no-trace"])
@given(STEPS, st.sampled_from(Rule), st.booleans())
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_own_decisions_stand_and_twice_is_once(keeps_trace, channel, remote, ada, bo, chen, dana, now, steps, rule, asks):
    # given
    db.session.rollback()
    with transaction():
        for old in db.session.scalars(select(Channel)):
            db.session.delete(old)
    remote.__init__()
    remote.keeps_trace, remote.asks = keeps_trace, asks
    history = History(channel(members=[ada, bo, chen], rule=rule), remote, [ada, bo, chen, dana], bo, now)
    history.goes("presses", None)
    for step, what in steps:
        history.goes(step, what)
        history.holds()
    history.goes("comes_here", 1)  # an empty group would be obeyed by nobody
    with transaction():
        channels.go_on(history.channel.id, by=bo, now=history.now)

    # when
    for _turn in range(2):  # what a killed worker left behind, and the plan of today
        history.goes("presses", None)
    once = (remote.present(), stands(history.channel))
    remote.calls.clear()
    history.goes("presses", None)

    # then
    history.holds()
    assert (remote.present(), stands(history.channel)) == once
    assert [call for call in remote.calls if call.startswith(("bring_in", "take_out"))] == []
    members = {history.account(n) for n, one in enumerate(history.people) if is_member(history.channel, one)}
    standing = stands(history.channel)
    assert {account for account in members if standing.get(account) not in KNOWN_THERE} <= {"ada", "bo", "chen", "dana"} & {
        account for account, where in standing.items() if where == "left"
    }
    if rule is not Rule.ADD:
        assert {account for account, where in standing.items() if where in KNOWN_THERE - {"there"}} <= members


def is_member(channel, person):
    found = memberships.of_person(channel.group, person)
    return found is not None and found.is_member
