"""Segments that overlap, and somebody who knows who is in which of them, and adds and subtracts what is shown."""

import itertools
import random
from collections import Counter

import numpy as np
import pytest

from people.overlaps import Way, open_together
from people.privacy import FLOOR

EVERY = 0b1111


def way(here, might=()):
    return Way(here, frozenset({*here, *might}), EVERY)


@pytest.mark.parametrize(
    ("here", "expected"),
    [
        ({0b0011: 30, 0b0101: 30}, {0, 1, 2}),
        ({0b0011: 30, 0b0101: 4}, {0}),
        ({0b0011: 30, 0b0101: 30, 0b0001: 2}, {0, 1}),
        ({0b0011: 30, 0b0111: 1, 0b0001: 30}, {0, 1}),
        ({0b0111: 30, 0b0011: 1, 0b0001: 30}, {0, 1}),
        ({0b0111: 30, 0b0001: 30}, {0, 1, 2}),
        ({0b0011: 4}, set()),
    ],
    ids=["two halves", "one is small", "whoever is in neither", "too few in both", "one and a person more", "the same people", "few"],
)  # fmt: skip
def test_what_a_difference_would_tell_is_withheld(here, expected):
    assert open_together([[0], [1], [2]], [way(here)]) == expected


def test_way_of_taking_part_that_few_of_a_difference_have_counts_too():
    # given: ten people are in the first and not in the second, but only two of them created anything
    shape = {0b0111: 40, 0b0011: 10, 0b0001: 40}

    # when
    read, created = way(shape), way({0b0111: 20, 0b0011: 2, 0b0001: 20}, shape)

    # then
    assert (open_together([[0], [1], [2]], [read]), open_together([[0], [1], [2]], [read, created])) == ({0, 1, 2}, {0, 1})


def test_segments_are_withheld_in_twos():
    # given: of the first two one is small
    here = {0b00011: 3, 0b00101: 30, 0b01001: 30, 0b10001: 30}

    # when
    shown = open_together([[0], [1, 2], [3, 4]], [Way(here, frozenset(here), 0b11111)])

    # then
    assert shown == {0, 3, 4}


def test_nobody_who_adds_and_subtracts_reaches_fewer_than_five():
    """Three hundred companies; in each, every sum of figures with factors of -1, 0 and 1, in each way of taking part."""
    draw = random.Random(7)
    for _number in range(300):
        # given: sixty people, in overlapping segments at random
        odds = [draw.choice([0.1, 0.3, 0.5, 0.9]) for _segment in range(4)]
        bits = [1 | sum(1 << place for place, odd in enumerate(odds, start=1) if draw.random() < odd) for _person in range(60)]
        did = [draw.choice("rrrw") for _person in bits]
        ways = [
            Way(Counter(mine for mine, what in zip(bits, did, strict=True) if what == one), frozenset(bits), 31) for one in "rw"
        ]

        # when
        shown = sorted(open_together([[0], [1], [2], [3], [4]], ways))

        # then
        table = np.array([[mine >> number & 1 for number in shown] for mine in bits]).reshape(len(bits), len(shown))
        factors = np.array(list(itertools.product((-1, 0, 1), repeat=len(shown)))).T
        reached = (table @ factors != 0).astype(int)
        for one in "rw":
            some = reached[[what == one for what in did]].sum(axis=0)
            assert ((some >= FLOOR) | (reached.sum(axis=0) == 0)).all()
