"""Who is in no group, why, and what would place them."""

from sessions.rounds import composing
from sessions.rounds.compositions import Intake, Remedy, Step, Terms, Unplaced, Why
from tests.infra.rounds import offer, signed_up

TERMS = Terms(smallest=3, largest=3)


def test_each_unplaced_person_and_why():
    # given
    people = [signed_up(key, 1) for key in (10, 11, 12)]
    people += [signed_up(13, 2), signed_up(14, 3)]

    # when
    composition = composing.compose(Intake(tuple(people), (offer(1, 1, 2),), TERMS))

    # then
    assert composition.unplaced == (Unplaced(13, Why.TOO_FEW), Unplaced(14, Why.NO_HOST))


def test_one_more_host_or_larger_groups_place_whom_they_would():
    # given
    people = [signed_up(key, 1) for key in range(10, 16)]

    # when
    composition = composing.compose(Intake(tuple(people), (offer(1, 1),), TERMS))

    # then
    placed = {key for group in composition.groups for key in group.members}
    waiting = tuple(sorted(set(range(10, 16)) - placed))
    steps = [(one.step, one.time, one.size, len(one.keys)) for one in composition.remedies]
    assert steps == [(Step.HOST, 1, None, 3), (Step.LARGER, None, 5, 2), (Step.LARGER, None, 4, 1)]
    assert composition.remedies[0] == Remedy(Step.HOST, waiting, 1, "Utrecht", "nl")
    assert [(one.why, 0 in one.remedies) for one in composition.unplaced] == [(Why.NO_SEAT, True)] * 3


def test_another_group_that_the_round_may_not_have():
    # given
    people = [signed_up(key, 1) for key in range(10, 16)]
    terms = Terms(smallest=3, largest=3, most_groups=1)

    # when
    composition = composing.compose(Intake(tuple(people), (offer(1, 1), offer(2, 1)), terms))

    # then
    assert next((one.step, one.size, len(one.keys)) for one in composition.remedies) == (Step.MORE_GROUPS, 2, 3)


def test_who_waits_because_of_somebody_hears_the_same_as_who_waits_for_a_seat():
    # given
    people = [signed_up(key, 1) for key in (10, 11, 12)]
    people.append(signed_up(13, 1, avoids=frozenset({10, 11, 12})))

    # when
    composition = composing.compose(Intake(tuple(people), (offer(1, 1),), Terms(smallest=3, largest=4)))

    # then
    assert composition.unplaced == (Unplaced(13, Why.NO_SEAT),)
