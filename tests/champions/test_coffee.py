"""Coffee pairs: everybody meets somebody new for as long as that can be, and nobody whom they must not."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from champions.coffee import pair
from champions.coffee_round import CoffeeRound, Guest, Pairing

DUTCH, MONDAY = frozenset({"nl"}), frozenset({1})


def guests(count, **more):
    return tuple(Guest(key, MONDAY, DUTCH, **more) for key in range(1, count + 1))


GUESTS = st.builds(
    Guest,
    key=st.just(0),
    times=st.frozensets(st.sampled_from(range(3))),
    languages=st.frozensets(st.sampled_from(("nl", "en"))),
    department=st.sampled_from(("", "Planning", "Quality")),
    blocked=st.frozensets(st.sampled_from(range(8)), max_size=2),
)
PAIRS = list(combinations(range(8), 2))


def numbered(people, met, seed):
    guests_ = tuple(replace(guest, key=key, blocked=guest.blocked - {key}) for key, guest in enumerate(people))
    return CoffeeRound(guests_, met, seed)


def rounds():
    met = st.dictionaries(st.sampled_from(PAIRS), st.integers(1, 120), max_size=12)
    return st.builds(numbered, st.lists(GUESTS, max_size=8), met, st.integers(0, 5))


@given(of=rounds())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_nobody_meets_whom_they_must_not_and_everybody_is_listed(of):
    people = {guest.key: guest for guest in of.guests}

    # when
    found = pair(of)

    # then
    for meeting in found.meetings:
        three = [people[key] for key in meeting]
        assert len(three) in {2, 3}
        assert frozenset.intersection(*(guest.times for guest in three))
        assert frozenset.intersection(*(guest.languages for guest in three))
        assert not any(other in people[one].blocked for one in meeting for other in meeting)
    assert sorted([key for meeting in found.meetings for key in meeting] + list(found.alone)) == sorted(people)
    assert found == pair(of)


@given(of=rounds())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_as_many_meet_two_by_two_as_can(of):
    # when
    found = pair(of)

    # then: of those left alone, and of one who joined two others, no two could have met
    assert len(found.meetings) == most_pairs(of)


def most_pairs(of):
    can = {
        (one.key, other.key)
        for one, other in combinations(of.guests, 2)
        if one.times & other.times
        and one.languages & other.languages
        and other.key not in one.blocked
        and one.key not in other.blocked
    }

    def most(left):
        if len(left) < 2:
            return 0
        first, rest = left[0], left[1:]
        partners = [other for other in rest if (first, other) in can]
        return max([most(rest), *(1 + most([key for key in rest if key != other]) for other in partners)])

    return most([guest.key for guest in of.guests])


@pytest.mark.parametrize("count", [2, 12, 31])
def test_nobody_meets_twice_while_there_is_somebody_new(count):
    """As many rounds as everybody surely finds somebody new: a graph in which each knows fewer than half has a pairing (Dirac 1952)."""
    people, met, seen = guests(count), {}, []
    for number in range(count // 2):
        # when
        meetings = pair(CoffeeRound(people, met, seed=number)).meetings
        pairs = {two for meeting in meetings for two in combinations(meeting, 2)}

        # then
        seen.append(len(pairs & met.keys()) if count % 2 == 0 else len({m for m in meetings if len(m) == 2} & met.keys()))
        met = {two: ago + 1 for two, ago in met.items()} | dict.fromkeys(pairs, 1)
    assert seen == [0] * (count // 2)


def test_who_met_long_ago_meets_again_first():
    met = {(1, 2): 1, (3, 4): 1, (1, 3): 5, (2, 4): 5, (1, 4): 2, (2, 3): 2}

    # then
    assert pair(CoffeeRound(guests(4), met)).meetings == ((1, 3), (2, 4))


def test_who_never_met_comes_before_another_department():
    one, two, three, four = (
        Guest(key, MONDAY, DUTCH, department)
        for key, department in ((1, "Planning"), (2, "Planning"), (3, "Quality"), (4, "Quality"))
    )

    # then: across departments, until those have met
    first = pair(CoffeeRound((one, two, three, four))).meetings
    assert first in {((1, 3), (2, 4)), ((1, 4), (2, 3))}
    met = {(1, 3): 9, (2, 4): 9, (1, 4): 8, (2, 3): 8}
    assert pair(CoffeeRound((one, two, three, four), met)).meetings == ((1, 2), (3, 4))


def test_odd_one_makes_a_trio_that_shares_an_hour():
    one, two = (Guest(key, frozenset({1, 2}), DUTCH) for key in (1, 2))
    three = Guest(3, frozenset({2, 3}), DUTCH)

    # then
    assert pair(CoffeeRound((one, two, three))) == Pairing(((1, 2, 3),), ())


def test_odd_one_without_an_hour_for_three_waits_for_the_next_time():
    one, two, three = (Guest(key, frozenset(times), DUTCH) for key, times in ((1, {1, 2}), (2, {1, 3}), (3, {2, 3})))

    # when
    found = pair(CoffeeRound((one, two, three)))

    # then
    assert [len(meeting) for meeting in found.meetings] == [2]
    assert len(found.alone) == 1


def test_large_round_looks_further_for_whom_few_can_meet():
    """Everybody's best sixty are elsewhere; the one who can only meet the last guest still does."""
    many = tuple(Guest(key, frozenset({1}), DUTCH, "Planning" if key % 2 else "Quality") for key in range(1, 200))
    busy = Guest(200, frozenset({1, 2}), DUTCH, "Planning", blocked=frozenset(range(1, 190)))
    rare = Guest(201, frozenset({2}), DUTCH, "Planning")

    # when
    found = pair(CoffeeRound((*many, busy, rare)))

    # then
    assert (200, 201) in found.meetings
    assert [meeting for meeting in found.meetings if len(meeting) == 3] != []
    assert found.alone == ()
