"""Live figures and violations, and how little they tell of who must not meet."""

from dataclasses import replace

import pytest

from sessions.rounds.compositions import Group, Intake, Quality, Terms, Violation, ViolationKind
from sessions.rounds.qualities import openings, quality, refusals
from tests.infra.rounds import offer, signed_up

ALIKE = {"function": "Nurse", "department": "Care"}
TERMS = Terms(smallest=2, largest=3)


def tuesday(*members: int, host: int = 1, time: int = 1) -> Group:
    return Group(time, "Utrecht", "nl", host, members)


def intake(*people, terms: Terms = TERMS) -> Intake:
    return Intake(people, (offer(1, 1, 2, most_groups=2), offer(2, 1)), terms)


def test_figures_of_some_groups():
    # given
    people = (
        signed_up(10, 1, companions=frozenset({11, 12}), **ALIKE),
        signed_up(11, 1, companions=frozenset({10}), **ALIKE),
        signed_up(12, 1, department="Sales"),
        signed_up(13, 1, department="Works"),
        signed_up(14, 1, **ALIKE),
    )

    # when
    found = quality(intake(*people), [tuesday(10, 11), tuesday(12, 13, 14, host=2)])

    # then
    points = 2 * 35 / 2 + 3 * 100 / 2 + 600
    assert found == Quality(
        placed=5, groups=2, smallest=2, largest=3, alike=2, bridged=3, pairs=2, pairs_kept=1, points=points, violations=()
    )


@pytest.mark.parametrize(
    ("groups", "violations"),
    [
        ([tuesday(10)], [Violation(ViolationKind.TOO_SMALL, 0)]),
        ([tuesday(10, 11, 12, 13)], [Violation(ViolationKind.TOO_LARGE, 0)]),
        ([tuesday(10, 11, time=2)], [Violation(ViolationKind.TIME, 0, 10)]),
        ([Group(1, "Zwolle", "en", 1, (11, 12))], [(kind, 0, key) for key in (1, 11, 12) for kind in ("place", "language")]),
        ([tuesday(10, 11), tuesday(12, 13)], [Violation(ViolationKind.HOST_TWICE, 1, 1)]),
        ([tuesday(10, 11, host=9)], [Violation(ViolationKind.HOST_UNKNOWN, 0, 9)]),
        ([tuesday(10, 11), tuesday(10, 12, host=2)], [Violation(ViolationKind.TWICE, 1, 10)]),
    ],
    ids=["too small", "too large", "time", "place and language", "host twice", "host unknown", "twice"],
)
def test_each_broken_rule_is_named(groups, violations):
    # given
    people = [signed_up(10, 1), *(signed_up(key, 1, 2) for key in (11, 12, 13))]

    # when
    found = quality(intake(*people), groups).violations

    # then
    assert sorted((one.kind, one.group, one.key) for one in found) == sorted(
        one if isinstance(one, tuple) else (one.kind, one.group, one.key) for one in violations
    )


def test_more_groups_than_the_round_may_have():
    # given
    people = [signed_up(key, 1) for key in range(10, 14)]

    # when
    found = quality(intake(*people, terms=replace(TERMS, most_groups=1)), [tuesday(10, 11), tuesday(12, 13, host=2)])

    # then
    assert found.violations == (Violation(ViolationKind.TOO_MANY_GROUPS),)


APART = [
    (signed_up(10, 1, avoids=frozenset({11})), signed_up(11, 1)),
    (signed_up(10, 1), signed_up(11, 1, avoids=frozenset({10}))),
    (signed_up(10, 1, manager=11), signed_up(11, 1)),
    (signed_up(10, 1, manager=11, manager_welcome=True), signed_up(11, 1)),
    (signed_up(10, 1), signed_up(11, 1, manager=10, manager_welcome=True)),
]


@pytest.mark.parametrize("pair", APART, ids=["asked", "was asked about", "line manager", "one of both wishes", "manages"])
def test_manager_cannot_tell_who_asked_nor_whether_somebody_did(pair):
    # given
    of = intake(*pair, signed_up(12, 1))

    # when
    whole = quality(of, [tuesday(10, 11, 12)]).violations
    moves = refusals(of, [tuesday(11, 12), tuesday(host=2)], 10, 0), refusals(of, [tuesday(10, 12), tuesday(host=2)], 11, 0)

    # then
    assert whole == (Violation(ViolationKind.NOT_HERE, 0, 11),)
    assert moves == ((Violation(ViolationKind.NOT_HERE, 0, 10),), (Violation(ViolationKind.NOT_HERE, 0, 11),))


def test_line_manager_whom_both_welcome_is_a_member_like_others():
    # given
    of = intake(signed_up(10, 1, manager=11, manager_welcome=True), signed_up(11, 1, reports_welcome=True))

    # then
    assert quality(of, [tuesday(10, 11)]).violations == ()


@pytest.mark.parametrize(
    ("said", "violations"),
    [
        ({"avoids": frozenset({1})}, (Violation(ViolationKind.NOT_HERE, 0, 10),)),
        ({"manager": 1}, (Violation(ViolationKind.NOT_HERE, 0, 10),)),
        ({}, ()),
    ],
    ids=["avoided", "line manager", "anybody"],
)
def test_host_counts_as_one_who_is_there(said, violations):
    # given
    of = intake(signed_up(10, 1, **said), signed_up(11, 1))

    # then
    assert quality(of, [tuesday(10, 11)]).violations == violations


def test_move_says_what_it_would_break():
    # given
    of = intake(signed_up(10, 1), signed_up(11, 1), *(signed_up(key, 2) for key in (12, 13, 14)))

    # when
    found = refusals(of, [tuesday(10, 11), tuesday(12, 13, 14, time=2)], 10, 1)

    # then
    assert set(found) == {
        Violation(ViolationKind.TOO_SMALL, 0),
        Violation(ViolationKind.TOO_LARGE, 1),
        Violation(ViolationKind.TIME, 1, 10),
    }


def test_openings_are_where_somebody_can_be_best_first():
    # given
    people = [
        signed_up(10, 1, 2, function="Nurse"),
        signed_up(11, 1, avoids=frozenset({10})),
        signed_up(12, 1),
        signed_up(13, 1),
        signed_up(14, 1),
        signed_up(15, 2, function="Nurse"),
        signed_up(16, 2, function="Nurse"),
    ]
    groups = [tuesday(11, 12), tuesday(13, 14, host=2), tuesday(15, 16, time=2)]

    # then
    assert openings(intake(*people), groups, 10) == [2, 1]


def test_openings_of_somebody_who_did_not_sign_up():
    assert openings(intake(signed_up(10, 1)), [tuesday(10)], 99) == []
