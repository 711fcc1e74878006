"""What a mirror would do: a table of decisions, and what holds for whatever happens to both sides."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks.mirroring.models import Act, Brake, Reason, Rule
from networks.mirroring.plan import Actual, Line, Owner, Plan, Standing, brake_of, plan

MEMBER, INVITED, ASKED, OUT = Standing.MEMBER, Standing.INVITED, Standing.ASKED, Standing.OUT
PEOPLE = range(1, 7)


@pytest.mark.parametrize(
    ("stands", "rule", "automatic", "expected"),
    [
        (None, Rule.ADD, False, ("invite", "listed")),
        (None, Rule.ADD, True, ("add", "listed")),
        (Actual(ASKED), Rule.SUGGEST, False, ("add", "asked")),
        (Actual(MEMBER), Rule.AUTHORITATIVE, True, ("keep", "both")),
        (Actual(INVITED, Owner.MIRROR), Rule.AUTHORITATIVE, True, ("keep", "invited")),
        (Actual(OUT), Rule.AUTHORITATIVE, True, ("conflict", "out")),
        (Actual(OUT, Owner.MIRROR), Rule.AUTHORITATIVE, True, ("conflict", "out")),
    ],
)
def test_who_is_listed_comes_in_unless_they_left(stands, rule, automatic, expected):
    assert one_line({1}, stands, rule, automatic) == expected


@pytest.mark.parametrize(
    ("stands", "rule", "expected"),
    [
        (Actual(MEMBER), Rule.AUTHORITATIVE, ("keep", "by_hand")),
        (Actual(INVITED), Rule.AUTHORITATIVE, ("keep", "by_hand")),
        (Actual(MEMBER, Owner.MIRROR), Rule.ADD, ("keep", "only_adds")),
        (Actual(MEMBER, Owner.MIRROR), Rule.AUTHORITATIVE, ("remove", "not_listed")),
        (Actual(MEMBER, Owner.MIRROR), Rule.SUGGEST, ("remove", "not_listed")),
        (Actual(INVITED, Owner.MIRROR), Rule.AUTHORITATIVE, ("remove", "invited_only")),
        (Actual(ASKED), Rule.AUTHORITATIVE, None),
        (Actual(OUT, Owner.MIRROR), Rule.AUTHORITATIVE, None),
    ],
)
def test_who_is_not_listed_goes_only_where_the_mirror_brought_them(stands, rule, expected):
    assert one_line(set(), stands, rule, False) == expected


def one_line(wanted, stands, rule, automatic):
    lines = plan(wanted, {1: stands} if stands else {}, rule, automatic=automatic).lines
    return (lines[0].act.value, lines[0].reason.value) if lines else None


@pytest.mark.parametrize(
    ("owned", "gone", "new", "listed", "expected"),
    [
        (10, 0, 0, 0, Brake.EMPTY),
        (10, 2, 0, 8, None),
        (4, 2, 0, 2, None),  # half of four people, and no more than two
        (10, 3, 0, 7, Brake.REMOVALS),
        (100, 20, 0, 80, None),
        (100, 21, 0, 79, Brake.REMOVALS),
        (100, 50, 40, 90, Brake.RENAMED),
        (100, 50, 39, 89, Brake.REMOVALS),
        (4, 4, 4, 4, Brake.REMOVALS),
    ],
)
def test_brakes(owned, gone, new, listed, expected):
    # given
    found = Plan(tuple(Line(id_, Act.REMOVE, Reason.NOT_LISTED) for id_ in range(gone)), owned, gone, new)

    # then
    assert brake_of(found, range(listed), most_removed=20) is expected


def test_a_list_that_became_another_one_stops_a_mirror_that_only_adds():
    # given
    actual = {id_: Actual(MEMBER, Owner.MIRROR) for id_ in range(10)}

    # when
    found = plan(range(100, 110), actual, Rule.ADD, automatic=True)

    # then
    assert (found.of(Act.REMOVE), brake_of(found, range(100, 110), most_removed=20)) == ([], Brake.RENAMED)


class Group:
    """Both sides in memory. `own`: what people did by themselves, or a steward by hand, since then only they may undo."""

    def __init__(self):
        self.wanted, self.actual, self.left, self.manual, self.runs = set(), {}, set(), set(), []

    def join(self, person):
        self.left.discard(person)
        self.manual.add(person)
        self.actual[person] = Actual(MEMBER)

    def leave(self, person):
        if person in self.actual and self.actual[person].standing in {MEMBER, INVITED}:
            self.manual.discard(person)
            self.left.add(person)
            self.actual[person] = Actual(OUT)

    def accept(self, person):
        if person in self.actual and self.actual[person].standing is INVITED:
            self.actual[person] = Actual(MEMBER, self.actual[person].owner)

    def ask(self, person):
        if person not in self.actual:
            self.actual[person] = Actual(ASKED)

    def turn(self, person):
        self.wanted ^= {person}

    def run(self, rule, automatic, broken_after):
        """The mirror runs, and may be killed after some lines."""
        changes = plan(self.wanted, self.actual, rule, automatic=automatic).changes
        before = dict(self.actual)
        for line in changes[:broken_after]:
            self.apply(line)
        self.runs.append({line.person_id: (before.get(line.person_id), self.actual.get(line.person_id)) for line in changes})
        return changes

    def apply(self, line):
        if line.act is Act.REMOVE:
            del self.actual[line.person_id]
        elif line.reason is Reason.ASKED:
            self.join(line.person_id)
        else:
            self.actual[line.person_id] = Actual(MEMBER if line.act is Act.ADD else INVITED, Owner.MIRROR)

    def undo(self):
        """What still stands as the run left it is as before."""
        for person, (before, after) in self.runs.pop().items() if self.runs else ():
            if self.actual.get(person) == after and before != after and person not in self.manual:
                self.actual.pop(person, None)
                if before is not None:
                    self.actual[person] = before


STEPS = st.one_of(
    st.tuples(st.sampled_from(["join", "leave", "accept", "ask", "turn"]), st.sampled_from(PEOPLE)),
    st.tuples(st.just("run"), st.sampled_from(Rule), st.booleans(), st.sampled_from([0, 1, 2, 99])),
    st.tuples(st.just("undo")),
)


@given(st.lists(STEPS, max_size=25), st.sampled_from(Rule), st.booleans())
@settings(max_examples=150, deadline=None)
def test_whatever_happens_nobody_who_left_comes_back_and_nobody_of_their_own_is_removed(steps, rule, automatic):
    # given
    group = Group()
    for step, *values in steps:
        getattr(group, step)(*values)
        assert_own_decisions_stand(group)

    # when
    group.run(rule, automatic, 99)
    again = group.run(rule, automatic, 99)

    # then
    assert again == []
    assert_own_decisions_stand(group)
    if rule is Rule.AUTHORITATIVE:
        owned = {id_ for id_, stands in group.actual.items() if stands.owner is Owner.MIRROR and stands.standing is not OUT}
        assert owned <= group.wanted


def assert_own_decisions_stand(group):
    assert {id_ for id_ in group.left if group.actual[id_].standing is not OUT} == set()
    assert {id_ for id_ in group.manual if group.actual.get(id_) != Actual(MEMBER)} == set()
