"""Somebody who knows where everybody works computes the least and the most that the figures leave open."""

import random
from collections import Counter

import numpy as np
import pytest
from scipy.optimize import linprog

from onboarding.evidence.participation.deciding import Counted, decide
from onboarding.evidence.participation.models import Kind, Level
from onboarding.evidence.participation.segments import WHOLE
from people.privacy import FLOOR

SEGMENTS = [WHOLE, *((Kind.DEPARTMENT, name) for name in "ABCD"), *((Kind.PLACE, name) for name in "xyz"), (Kind.GROUP, "g")]
GROUP = 1 << 8
LEVELS = (None, *Level)


def company(draw):
    """A hundred people; places mostly follow departments; who took part may be seen in a group."""
    weights, odds = [draw.choice([1, 2, 4]) for _department in range(4)], draw.choice([[5, 3, 2, 2], [4, 4, 1, 1], [2, 6, 3, 1]])
    people = []
    for _person in range(100):
        department = draw.choices(range(4), weights)[0]
        place = department % 3 if draw.random() < 0.8 else draw.randrange(3)
        level = draw.choices(LEVELS, odds)[0]
        group = GROUP if level is not None and draw.random() < 0.4 else 0
        people.append((1 | 2 << department | 32 << place | group, level))
    return Counted(SEGMENTS, {level: Counter(bits for bits, did in people if did is level) for level in LEVELS})


@pytest.mark.parametrize("seed", range(4))
def test_nobody_can_be_computed(seed):
    # given
    week = company(random.Random(seed))
    size = Counter(bits & ~GROUP for here in week.levels.values() for bits in Counter(here).elements())
    # ... what is unknown: how many of those who are in the same segments did what, and in the group or not
    cells = [(bits, level, seen) for bits in sorted(size) for level in LEVELS for seen in (0, GROUP) if level or not seen]

    # when
    figures = decide(week)

    # then: what they did can be computed of five of them or more, or not at all
    known = [(row(cells, lambda bits, _level, _seen, one=one: bits == one), size[one]) for one in size]
    for number, one in enumerate(figures):
        for count, levels in ((one.took_part, list(Level)), (one.consume, [Level.CONSUME]), (one.create, [Level.CREATE])):
            if count is not None:
                known.append(
                    (row(cells, lambda bits, level, seen, n=number, of=levels: (bits | seen) >> n & 1 and level in of), count)
                )
    assert len(known) > len(size) + 1
    matrix, counts = np.array([one for one, _count in known]), [count for _one, count in known]
    for bits, level in [(one, level) for one in size for level in LEVELS]:
        wanted = np.array(row(cells, lambda mine, did, _seen, bits=bits, level=level: (mine, did) == (bits, level)))
        low, high = (sign * linprog(sign * wanted, A_eq=matrix, b_eq=counts).fun for sign in (1, -1))
        assert high - low > 0.99 or min(low, size[bits] - low) > FLOOR - 0.01


def row(cells, holds):
    return [1.0 if holds(*cell) else 0.0 for cell in cells]
