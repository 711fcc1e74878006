"""Whatever the groups: nothing withheld reaches an estimate (promise 3), no claim stands above its assumptions (promise 6)."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onboarding.evidence.claims import Finding, Helped, Rung, ladder, strongest
from onboarding.evidence.trials import WEEKS_AFTER, WEEKS_OF_TREND
from onboarding.evidence.weeks import WEEK, Event, Group, Week
from people.privacy import FLOOR
from tests.onboarding.evidence.cast import case, group, on


@given(st.integers(5, 60), st.data())
@settings(max_examples=60, deadline=None)
def test_answers_that_may_not_be_told_apart_have_the_same_estimate(of, data):
    one, other = (ladder(case(helped=Helped(data.draw(st.integers(0, of)), of)))[Rung.REPORTED_HELP] for _ in "ab")
    assert one.said != other.said or one == other


days = st.one_of(st.none(), st.integers(0, 30))
figures = st.lists(
    st.tuples(st.integers(0, 30), st.floats(-1e3, 1e3), st.integers(0, 40)), max_size=30, unique_by=lambda week: week[0]
)
made = st.builds(
    lambda start, weeks, waiting: Group(
        "",
        tuple(Week(on(number), round(value, 3), people) for number, value, people in weeks),
        None if start is None else on(start),
        waiting,
    ),
    days,
    figures,
    st.booleans(),
)
steady = st.builds(
    lambda start, seed, first, people, trend: group("", start, seed=seed + 1, weeks=range(first, 30), people=people, trend=trend),
    days,
    st.integers(0, 999),
    st.integers(0, 20),
    st.sampled_from([3, 12, 25, 60]),
    st.sampled_from([0, 0, 0, -0.3]),
)
many = st.lists(st.one_of(made, steady, steady), max_size=5).map(
    lambda groups: [replace(each, name=f"g{number}") for number, each in enumerate(groups)]
)
events = st.lists(st.builds(Event, st.integers(0, 30).map(on), st.frozensets(st.sampled_from(["g0", "g1", "g2"]))), max_size=1)


@given(many, events, st.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_in_which_groups_and_weeks_come_changes_nothing(groups, happened, chance):
    # given
    shuffled = [replace(each, weeks=tuple(chance.sample(each.weeks, len(each.weeks)))) for each in groups]
    chance.shuffle(shuffled)

    # then
    plain, other = ladder(case(*groups, events=happened)), ladder(case(*shuffled, events=happened))
    assert [standing.lacking for standing in plain.values()] == [standing.lacking for standing in other.values()]
    assert numbers(plain) == pytest.approx(numbers(other), rel=1e-9)


def numbers(standings):
    return [
        number
        for each in standings.values()
        if each.estimate
        for number in (each.estimate.value, each.estimate.low, each.estimate.high)
    ]


@given(many, st.floats(-1e6, 1e6) | st.sampled_from([float("nan"), float("inf"), 1e300]))
@settings(max_examples=100, deadline=None)
def test_what_is_withheld_reaches_no_estimate(groups, anything):
    # given
    others = [
        replace(each, weeks=tuple(replace(w, value=anything) if w.people < FLOOR else w for w in each.weeks)) for each in groups
    ]
    without = [replace(each, weeks=tuple(week for week in each.weeks if week.people >= FLOOR)) for each in groups]

    # then
    assert ladder(case(*groups)) == ladder(case(*others)) == ladder(case(*without))


@given(many, events)
@settings(max_examples=150, deadline=None)
def test_no_rung_is_claimed_above_its_assumptions(groups, happened):
    """Counted here again, from the figures themselves."""
    # when
    claim = strongest(case(*groups, events=happened))

    # then
    readable = {each.name: {week.on for week in each.weeks if week.people >= FLOOR} for each in groups}
    started = [each for each in groups if each.starts_on and any(day >= each.starts_on for day in readable[each.name])]
    if claim.rung >= Rung.BEFORE_AFTER:
        first = min(each.starts_on for each in started)
        assert claim.standing.people >= FLOOR
        assert any(sum(day >= each.starts_on for day in readable[each.name]) >= WEEKS_AFTER for each in started)
    if claim.rung is Rung.BEFORE_AFTER:
        assert any(sum(day < first for day in readable[each.name]) >= 4 for each in started)
    if claim.rung >= Rung.COMPARED:
        waits = [
            each
            for each in groups
            if readable[each.name] and (each.starts_on is None or each.starts_on >= first + WEEKS_AFTER * WEEK)
        ]
        assert waits
    if claim.rung >= Rung.DIFFERENCE:
        assert any(sum(day < each.starts_on for day in readable[each.name]) >= WEEKS_OF_TREND for each in started)
    if claim.rung is Rung.STAGGERED:
        assert len({each.starts_on for each in started}) >= 2


@given(many)
@settings(max_examples=60, deadline=None)
def test_a_rung_has_an_estimate_or_says_what_it_lacks(groups):
    for rung, standing in ladder(case(*groups)).items():
        assert rung is Rung.ACTIVITY or (standing.estimate is None) == bool(standing.lacking)


def test_where_nothing_happened_a_difference_is_seldom_found():
    # given: sixty organisations in which nothing changed
    cases = [
        case(group("a", 24, effect=0, seed=2 * number + 1), group("b", seed=2 * number + 2), matters=2.0) for number in range(60)
    ]

    # when
    claims = [strongest(each) for each in cases]

    # then
    reached = [claim for claim in claims if claim.rung is Rung.DIFFERENCE]
    found = [claim for claim in reached if claim.finding is not Finding.UNSURE]
    assert (len(reached) > 40, len(found) <= 6) == (True, True)
