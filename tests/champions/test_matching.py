"""Who accompanies whom: what must never be, what counts in which order, and what is said about it."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from champions import fits, matching
from champions.reasons import between
from champions.requests import Ambassador, Match, MatchingRound, Mentee, Quality, Reason, ReasonKind, Why

LANGUAGES, TOPICS = ("nl", "en"), ("files", "groups", "posts")
PLACES, DEPARTMENTS = ("", "Deventer", "Breda"), ("", "Planning", "Quality")
WAYS = (matching.match, matching.in_order_of_asking, matching.at_random)


def some(words, **bounds):
    return st.frozensets(st.sampled_from(words), **bounds)


def people(kind, **more):
    """Somebody who may share anything with anybody; the key comes later."""
    return st.builds(
        kind,
        key=st.just(0),
        languages=some(LANGUAGES),
        times=some(range(4)),
        topics=some(TOPICS),
        function=st.sampled_from(("", "Planner", "Welder")),
        department=st.sampled_from(DEPARTMENTS),
        place=st.sampled_from(PLACES),
        **more,
    )


OTHERS = some(range(100, 104))


def numbered(mentees, ambassadors, resemblance, seed):
    return MatchingRound(
        tuple(replace(mentee, key=key) for key, mentee in enumerate(mentees)),
        tuple(replace(ambassador, key=key) for key, ambassador in enumerate(ambassadors, start=100)),
        resemblance,
        seed,
    )


def rounds():
    return st.builds(
        numbered,
        st.lists(people(Mentee, blocked=OTHERS, past=OTHERS), max_size=6),
        st.lists(people(Ambassador, capacity=st.integers(0, 3)), max_size=4),
        st.sampled_from((0.0, 0.5, 1.0)),
        st.integers(0, 9),
    )


@pytest.mark.parametrize("way", WAYS)
@given(of=rounds())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_nobody_is_matched_who_must_not_be_and_everybody_is_listed(way, of):
    mentees = {mentee.key: mentee for mentee in of.mentees}
    ambassadors = {ambassador.key: ambassador for ambassador in of.ambassadors}

    # when
    found = way(of)

    # then
    for match in found.matches:
        mentee, ambassador = mentees[match.mentee], ambassadors[match.ambassador]
        assert mentee.languages & ambassador.languages
        assert mentee.times & ambassador.times
        assert match.ambassador not in mentee.blocked
        assert 0 <= match.fit <= 1000
    taken = [match.ambassador for match in found.matches]
    assert all(taken.count(ambassador.key) <= ambassador.capacity for ambassador in of.ambassadors)
    assert sorted([match.mentee for match in found.matches] + list(found.unmatched)) == sorted(mentees)


@given(of=rounds())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_match_is_never_worse_than_the_others_and_the_same_for_the_same_seed(of):
    # when
    best, others = matching.match(of), [matching.in_order_of_asking(of), matching.at_random(of)]

    # then
    assert best == matching.match(of)
    assert all(worth(best) >= worth(other) for other in others)


def worth(found):
    return len(found.matches), sum(match.fit for match in found.matches)


def test_match_serves_nobody_better_for_a_low_number():
    ada, bo = (Mentee(key, frozenset({"nl"}), frozenset({1})) for key in (1, 2))
    only = Ambassador(9, frozenset({"nl"}), frozenset({1}))

    # when
    served = {matching.match(MatchingRound((ada, bo), (only,), seed=seed)).matches[0].mentee for seed in range(20)}

    # then
    assert served == {1, 2}


def test_match_says_why_nobody_was_found():
    dutch, english = frozenset({"nl"}), frozenset({"en"})
    first, second = (Mentee(key, dutch, frozenset({1})) for key in (1, 2))
    other = Mentee(3, english, frozenset({1}))

    # when
    found = matching.match(MatchingRound((first, second, other), (Ambassador(9, dutch, frozenset({1})),)))

    # then
    assert len(found.matches) == 1
    left = ({1, 2} - {found.matches[0].mentee}).pop()
    assert found.unmatched == {left: Why.NO_ROOM, 3: Why.NOBODY_FITS}


def test_who_accompanied_somebody_before_comes_last_but_comes():
    ada = Mentee(1, frozenset({"nl"}), frozenset({1}), function="Planner", past=frozenset({8}))
    same = Ambassador(8, frozenset({"nl"}), frozenset({1}), function="Planner")
    other = replace(same, key=9)

    # when
    both = matching.match(MatchingRound((ada,), (same, other)))
    alone = matching.match(MatchingRound((ada,), (same,)))

    # then
    assert both.matches == (Match(1, 9, 158),)
    assert alone.matches == (Match(1, 8, 39),)


@pytest.mark.parametrize(("resemblance", "ambassador"), [(1.0, 8), (0.0, 9)])
def test_dial_turns_from_the_same_function_to_other_departments(resemblance, ambassador):
    ada = Mentee(1, frozenset({"nl"}), frozenset({1}), function="Planner", department="Planning")
    same = Ambassador(8, frozenset({"nl"}), frozenset({1}), function="Planner", department="Planning")
    other = Ambassador(9, frozenset({"nl"}), frozenset({1}), function="Welder", department="Quality")

    # when
    found = matching.match(MatchingRound((ada,), (same, other), resemblance))

    # then: 33 for the hour they share
    assert found.matches == (Match(1, ambassador, 283),)


def test_fit_counts_all_that_two_share():
    ada = Mentee(1, frozenset({"nl"}), frozenset({1, 2, 3, 4}), frozenset({"files", "posts"}), "Planner", "Planning", "Breda")
    bo = Ambassador(9, frozenset({"nl", "en"}), frozenset({1, 2, 3}), frozenset({"files"}), "Planner", "Quality", "Breda")

    # then: half of what is asked about, place, three hours, function and department at half a dial each
    assert fits.fit(ada, bo, 0.5) == 250 + 150 + 100 + 250
    assert between(ada, bo) == (
        Reason(ReasonKind.TOPICS, ("files",)),
        Reason(ReasonKind.SAME_FUNCTION),
        Reason(ReasonKind.OTHER_DEPARTMENT),
        Reason(ReasonKind.SAME_PLACE),
        Reason(ReasonKind.TIMES, count=3),
        Reason(ReasonKind.LANGUAGE, ("nl",)),
    )


def test_what_is_unknown_is_neither_the_same_nor_different():
    nobody = Mentee(1, frozenset({"nl"}), frozenset({1}))

    # then
    assert fits.fit(nobody, Ambassador(9, frozenset({"nl"}), frozenset({1})), 0.5) == 33
    assert between(nobody, Ambassador(9, frozenset({"nl"}), frozenset({1}))) == (
        Reason(ReasonKind.TIMES, count=1),
        Reason(ReasonKind.LANGUAGE, ("nl",)),
    )


def test_nobody_is_matched_with_themselves():
    ada = Mentee(1, frozenset({"nl"}), frozenset({1}))

    # when
    found = matching.match(MatchingRound((ada,), (Ambassador(1, frozenset({"nl"}), frozenset({1})),)))

    # then
    assert (found.matches, found.unmatched) == ((), {1: Why.NOBODY_FITS})


def test_quality_tells_what_a_manager_weighs():
    dutch, monday = frozenset({"nl"}), frozenset({1})
    mentees = tuple(Mentee(key, dutch, monday, department="Planning", place="Breda") for key in (1, 2, 3))
    near = Ambassador(8, dutch, monday, department="Planning", place="Breda", capacity=2)
    away = Ambassador(9, dutch, monday, department="Quality", place="Deventer", capacity=4)
    of = MatchingRound((*mentees, Mentee(4, frozenset({"fr"}), monday)), (near, away), resemblance=1.0)

    # when
    quality = matching.quality(of, matching.match(of))

    # then
    assert quality == Quality(0.75, 133.0, 33, 33, 399, 0.25, 1.0, 1 / 3)
    assert matching.quality(of, matching.Matching((), {})) == Quality(0.0, 0.0, 0, 0, 0, 0.0, 0.0, 0.0)
