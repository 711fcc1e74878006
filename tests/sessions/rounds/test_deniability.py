"""Some pairs are refused by chance: few, always the same, the same from both sides, and by hand alone."""

from itertools import combinations

from database import db, transaction
from sessions.rounds import deniability, intakes, placing
from sessions.rounds.models import RoundGroup
from tests.infra.sign_ups import sign_up_of


def refused(people: range) -> set[tuple[int, int]]:
    return {(one, other) for one, other in combinations(people, 2) if deniability.is_refused(one, [other])}


def test_one_pair_in_twenty_five_is_refused_by_chance(app):
    # when
    found = refused(range(1, 301))

    # then: of 44,850
    assert 1_600 < len(found) < 2_000


def test_chance_is_the_same_each_time_and_from_both_sides(app):
    # when
    found = refused(range(1, 100))

    # then
    assert (
        found
        == refused(range(1, 100))
        == {(min(pair), max(pair)) for pair in found if deniability.is_refused(pair[1], [pair[0]])}
    )
    assert deniability.is_refused(7, [7]) is False


def test_chance_closes_a_group_to_a_hand_and_to_nothing_else(round_, sign_up, propose, add_person, ada, bo, now):
    # given: two people whom chance keeps apart, and a group that would suit
    made = round_(hosts=[ada, bo])
    crowd = [add_person(f"P{number} Test") for number in range(40)]
    one, other = next(
        (one, other)
        for one, other in combinations(crowd, 2)
        if deniability.is_refused(one.id, [other.id]) and not deniability.is_refused(one.id, [ada.id])
    )
    for person in (one, other):
        sign_up(made, person)
    propose(made, [[other], [one]], hosts=[ada, bo])

    # when
    with transaction():
        found = db.session.merge(made)
        standing, kept = intakes.standing_of(found), sign_up_of(found, one)
        by_hand, by_itself = placing.by_hand(standing, kept), placing.fitting(standing, kept)

    # then
    numbers = {row.id: row.number for row in db.session.query(RoundGroup)}
    assert ([numbers[id_] for id_ in by_hand], [numbers[id_] for id_ in by_itself]) == ([], [1])
