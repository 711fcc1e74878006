"""What holds of every composition: against trying everything, on rounds small enough for that."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.rounds import intake_of
from sessions.rounds import composing
from sessions.rounds.comparing import compare
from sessions.rounds.composing_bounds import flow_bound
from sessions.rounds.compositions import Bound, Candidate, HostOffer, Intake, Terms, Unplaced, Why
from sessions.rounds.feasibility import Feasibility, slots_of
from sessions.rounds.points import Points
from sessions.rounds.qualities import quality
from tests.infra.rounds import best_of_all, faults, offer, signed_up

KEYS = range(10, 15)
times = st.frozensets(st.integers(1, 2), min_size=1)
languages = st.sampled_from([frozenset({"nl"}), frozenset({"en"}), frozenset({"nl", "en"})])
some = st.frozensets(st.sampled_from([1, 2, *KEYS]), max_size=2)
rarely = st.one_of(st.just(frozenset()), st.just(frozenset()), some)


def candidates(key: int) -> st.SearchStrategy[Candidate]:
    return st.builds(
        Candidate,
        key=st.just(key),
        times=times,
        places=st.just(frozenset({"Utrecht"})),
        languages=languages,
        function=st.sampled_from(["", "Nurse", "Planner"]),
        department=st.sampled_from(["", "Care", "Sales", "Works"]),
        wish=st.sampled_from(["", "Finding documents", "Posting photos"]),
        companions=some,
        led_by=st.frozensets(st.sampled_from([1, 2]), max_size=1),
        avoids=rarely,
        manager=st.sampled_from([None, None, 1, 10]).map(lambda manager: None if manager == key else manager),
        manager_welcome=st.booleans(),
        reports_welcome=st.booleans(),
    )


terms = st.builds(
    Terms,
    smallest=st.just(2),
    largest=st.integers(2, 4),
    most_groups=st.sampled_from([None, 1]),
    resemblance=st.sampled_from([0.0, 0.5, 1.0]),
    keep_pairs=st.sampled_from([0.0, 1.0]),
    overlapping=st.sampled_from([frozenset(), frozenset({(1, 2)})]),
)
hosts = st.tuples(
    st.builds(HostOffer, st.just(1), times, st.just(frozenset({"Utrecht"})), languages, st.integers(1, 2), st.booleans()),
    st.builds(HostOffer, st.just(2), times, st.just(frozenset({"Utrecht"})), st.just(frozenset({"nl"})), st.just(1)),
)
intakes = st.builds(Intake, st.tuples(*(candidates(key) for key in KEYS)), hosts, terms, st.integers(0, 9))


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(intakes)
def test_composition_of_a_tiny_round_is_the_best_of_all(intake):
    # when
    composition = composing.compose(intake)
    best = Bound(*best_of_all(intake))

    # then
    reached = quality(intake, composition.groups)
    assert faults(intake, composition.groups) == []
    assert (Bound(reached.placed, reached.points), composition.bound, composition.proven) == (best, best, True)
    assert reached.violations == ()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(intakes)
def test_flows_bound_the_best_of_all(intake):
    # given
    fits = Feasibility(intake)

    # when
    bound = flow_bound(fits, Points(fits.candidates, intake.terms))

    # then
    best = Bound(*best_of_all(intake))
    assert (bound.placed >= best.placed, bound.points >= best.points) == (True, True)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(intakes)
def test_search_of_large_rounds_keeps_the_rules_as_well(intake):
    # given
    fits = Feasibility(intake)

    # when
    groups = composing._searched(fits, Points(fits.candidates, intake.terms), len(KEYS))

    # then
    assert faults(intake, groups) == []


def test_round_of_forty_is_proven():
    # given
    intake = intake_of(40, hosts=6, times=6, seed=5)

    # when
    composition = composing.compose(intake)

    # then
    reached = quality(intake, composition.groups)
    assert (composition.proven, composition.bound) == (True, Bound(reached.placed, reached.points))
    assert faults(intake, composition.groups) == []


def test_larger_round_is_the_same_again_whatever_the_order_it_is_given_in():
    # given
    intake = intake_of(150, hosts=10, times=10, seed=3)
    turned = replace(intake, candidates=intake.candidates[::-1], hosts=intake.hosts[::-1])

    # when
    one, other = composing.compose(intake), composing.compose(turned)

    # then
    assert one == other
    assert faults(intake, one.groups) == []


def test_larger_round_comes_nearer_to_its_bound_than_chance_and_sign_up_order():
    # given
    intake = intake_of(150, hosts=10, times=10, seed=3)

    # when
    composition, compared = composing.compose(intake), compare(intake)

    # then
    reached = quality(intake, composition.groups)
    others = [compared.at_random, compared.by_sign_up]
    assert [reached.placed >= other.placed and reached.points > other.points for other in others] == [True, True]
    assert (composition.bound.placed >= reached.placed, composition.bound.points >= reached.points) == (True, True)


def test_nobody_signed_up():
    assert composing.compose(Intake((), ())).groups == ()


def test_host_who_signed_up_is_left_out_of_the_groups():
    # given
    people = [signed_up(key, 1) for key in range(1, 8)]

    # when
    composition = composing.compose(Intake(tuple(people), (offer(1, 1),)))

    # then
    assert [(group.host, group.members) for group in composition.groups] == [(1, (2, 3, 4, 5, 6, 7))]
    assert composition.unplaced == (Unplaced(1, Why.HOSTS),)


def test_in_a_larger_round_more_people_have_the_host_they_wished_for():
    # given: every fifth wishes for one of the hosts who can when and where they can
    intake = intake_of(150, hosts=10, times=10, seed=3)
    able = {
        one.key: sorted(host.key for host in intake.hosts if set(slots_of(one)) & set(slots_of(host)))
        for one in intake.candidates
    }
    wished = {key: hosts[key // 5 % len(hosts)] for key, hosts in able.items() if key % 5 == 0 and hosts}
    wishing = tuple(replace(one, led_by=frozenset({wished[one.key]} if one.key in wished else ())) for one in intake.candidates)
    counted, ignored = (replace(intake, candidates=wishing, terms=replace(intake.terms, keep_pairs=dial)) for dial in (1.0, 0.0))

    # when
    groups, others = composing.compose(counted).groups, composing.compose(ignored).groups

    # then
    led, by_chance = (sum(group.host == wished.get(key) for group in some for key in group.members) for some in (groups, others))
    assert faults(counted, groups) == []
    assert led * 4 > by_chance * 5
