"""Whatever happens on both sides, through the rules and in the database: own decisions stand, and a plan that was applied has nothing to add."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from database import db, transaction
from networks import groups, invitations, memberships
from networks.errors import GroupError
from networks.mirroring import running, sides
from networks.mirroring.errors import Braked, SourceFailed
from networks.mirroring.models import MirrorRun, Rule, RunState
from networks.mirroring.plan import Owner, Standing
from networks.models import Membership, Origin
from tests.infra.mirroring import plan_of

WHO = st.integers(0, 3)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["listed", "unlisted", "left", "removed", "added", "accepted", "declined"]), WHO),
        st.tuples(st.sampled_from(["runs", "runs", "runs_by_itself", "undoes", "is_killed", "fails"]), st.just(0)),
    ),
    min_size=4,
    max_size=16,
)


class History:
    """One mirror, and what each person decided last: "out" or "in" by their own word or a steward's hand, or nothing."""

    def __init__(self, mirror, people, by, now):
        self.mirror, self.people, self.by, self.now = mirror, people, by, now
        self.word = {}

    def goes(self, step, who):
        self.now += timedelta(days=2)
        db.session.expire_all()
        try:
            getattr(self, step)(self.people[who])
        except (SourceFailed, Braked):
            pass
        except GroupError:
            db.session.rollback()

    def listed(self, person):
        with transaction():
            source = groups.lock(self.mirror.source_id)
            membership = memberships.of_person(source, person) or memberships.new_membership(source, person)
            memberships.start(source, membership, Origin.JOINED, by=person, now=self.now)

    def unlisted(self, person):
        with transaction():
            memberships.leave(self.mirror.source_id, person, now=self.now)

    def left(self, person):
        with transaction():
            memberships.leave(self.mirror.group_id, person, now=self.now)
        self.word[person.id] = "out"

    def removed(self, person):
        with transaction():
            memberships.remove(self.mirror.group_id, person.id, by=self.by, now=self.now)
        self.word[person.id] = "out"

    def declined(self, person):
        with transaction():
            invitations.decline(self.mirror.group_id, person, now=self.now)
        self.word[person.id] = "out"

    def added(self, person):
        with transaction():
            done = memberships.add(groups.lock(self.mirror.group_id), [person.id], Origin.JOINED, by=self.by, now=self.now)
        if done.began:
            self.word[person.id] = "in"
        elif done.asked:  # by hand: their word is open again
            self.word.pop(person.id)

    def accepted(self, person):
        with transaction():
            invitations.accept(self.mirror.group_id, person, now=self.now)
        self.word.pop(person.id, None)

    def runs(self, _person):
        plan = plan_of(self.mirror)
        brake = sides.look(self.mirror).brake
        with transaction():
            running.apply(self.mirror.id, plan, despite=brake, by=self.by, now=self.now)

    def runs_by_itself(self, _person):
        with transaction():
            running.run_by_itself(self.mirror.id, now=self.now)

    def undoes(self, _person):
        query = select(MirrorRun.id).where(MirrorRun.mirror_id == self.mirror.id, MirrorRun.state == RunState.DONE)
        run_id = db.session.scalar(query.order_by(MirrorRun.id.desc()).limit(1))
        if run_id is not None:
            with transaction():
                running.undo(run_id, by=self.by, now=self.now)

    def is_killed(self, person):
        with transaction() as session:
            running.run_by_itself(self.mirror.id, now=self.now)
            session.rollback()

    def fails(self, _person):
        with transaction():
            groups.close(self.mirror.source_id, now=self.now)
        self.runs_by_itself(_person)
        with transaction():
            groups.reopen(self.mirror.source_id)

    def standings(self):
        rows = db.session.scalars(select(Membership).where(Membership.group_id == self.mirror.group_id))
        return {one.person_id: (one.state.value, one.origin, one.ending) for one in rows}

    def holds(self):
        """Who is out by a decision is no member; who is in by hand is one, and no mirror's."""
        db.session.expire_all()
        now = {id_: state for id_, (state, *_rest) in self.standings().items()}
        expected = {id_: "member" if word == "in" else "over" for id_, word in self.word.items()}
        assert {id_: now[id_] for id_ in expected} == expected


@given(STEPS, st.sampled_from(Rule), st.booleans())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_own_decisions_stand_and_twice_is_once(mirror, ada, bo, chen, dana, now, steps, rule, asks):
    # given
    history = History(mirror(members=[ada], rule=rule, asks=asks), [ada, bo, chen, dana], bo, now)
    for step, who in steps:
        history.goes(step, who)
        history.holds()
    history.goes("listed", 0)  # an empty source would be obeyed by nobody

    # when
    history.goes("runs", 0)
    once = history.standings()
    history.goes("runs", 0)

    # then
    history.holds()
    assert (history.standings(), sides.look(history.mirror).plan.changes) == (once, [])
    if rule is Rule.AUTHORITATIVE:
        owned = {id_ for id_, one in sides.actual_of(history.mirror).items() if one.owner is Owner.MIRROR}
        here = {id_ for id_ in owned if sides.actual_of(history.mirror)[id_].standing is not Standing.OUT}
        assert here <= sides.sources.source_of(history.mirror).members()
