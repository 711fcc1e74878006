"""Groups made without a composer keep the rules too, or the comparison would say nothing."""

from random import Random

import pytest

from benchmarks.rounds import intake_of
from sessions.rounds.comparing import compare, filled
from sessions.rounds.compositions import Intake, Terms
from sessions.rounds.feasibility import Feasibility
from tests.infra.rounds import faults, offer, signed_up


@pytest.mark.parametrize("random", [None, Random(1)], ids=["sign-up", "random"])
def test_filled_groups_keep_every_hard_rule(random):
    # given
    intake = intake_of(200, hosts=12, times=10, seed=2)

    # when
    groups = filled(Feasibility(intake), intake.candidates, random)

    # then
    assert (faults(intake, groups), len(groups) > 5) == ([], True)


def test_sign_up_order_gives_the_first_seats_to_the_first():
    # given
    people = tuple(signed_up(key, 1) for key in (15, 14, 13, 12, 11, 10))

    # when
    groups = filled(Feasibility(Intake(people, (offer(1, 1),), Terms(smallest=2, largest=3))), people)

    # then
    assert [group.members for group in groups] == [(13, 14, 15)]


def test_comparison_is_the_same_again():
    # given
    intake = intake_of(60, hosts=6, times=6, seed=2)

    # then
    assert compare(intake) == compare(intake)
