"""Figures of segments that overlap, such as departments and places: which of them may be shown beside each other (promise 3).

`privacy.Table` is for segments of which everybody is in one. Where people are in several, sums and differences of figures reach smaller
sets: a place that is one department and one person more tells of that person. So it is not enough that each figure is large. Here every
combination of the figures that are shown, whatever one adds and subtracts, is made to stand for five people, in each way of taking part.

How that is known: if, in each way of taking part, five separate sets of people can be found, no two of which share anybody, each of
which alone tells as much of the segments as everybody together does, then a combination of figures that is nought for one of these sets is
nought for all. One that is not nought therefore reaches at least one person of each set: five people. (Elsewhere this is called five
disjoint bases of a matroid; that the code has a minimum distance of five.) When five sets are not found, the answer is no: it errs only
towards showing less.
"""

import bisect
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from people.privacy import FLOOR

FEW = 200  # of the many kinds of people, those that are looked at first
PRIME = 2**31 - 1  # arithmetic without fractions; a rank is never taken for more than it is


@dataclass(frozen=True, slots=True)
class Way:
    """One way of taking part in a week. People are counted by the segments they are in, a bit for each (1 << number of the segment).

    `here`: how many did it. `might`: the bits of everybody who could have, whatever they did, with those of `here`. `of`: the bits of the
    segments that have a figure in this way.
    """

    here: Mapping[int, int]
    might: frozenset[int]
    of: int


def open_together(units: Sequence[Sequence[int]], ways: Sequence[Way]) -> set[int]:
    """The numbers of the segments whose figures may be shown, in all of these ways.

    `units`: segments that are shown together or not at all, the most important first; what stands later is withheld first. Whether a unit
    is shown depends on the ones before it, never on how large it is beside its neighbours.
    """
    wanted = [unit for unit in units if all(_is_large(1 << number, way) for number in unit for way in ways)]
    if _is_safe(wanted, ways):
        return {number for unit in wanted for number in unit}
    kept: list[Sequence[int]] = []
    while wanted:
        # What is safe stays safe with less beside it, so the first unit that is too much can be looked for by halves.
        fit = bisect.bisect_left(
            range(1, len(wanted) + 1), x=True, key=lambda count: not _is_safe([*kept, *wanted[:count]], ways)
        )
        kept, wanted = [*kept, *wanted[:fit]], wanted[fit + 1 :]
    return {number for unit in kept for number in unit}


def _is_large(bit: int, way: Way) -> bool:
    return not bit & way.of or sum(count for bits, count in way.here.items() if bits & bit) >= FLOOR


def _is_safe(units: Iterable[Sequence[int]], ways: Iterable[Way]) -> bool:
    numbers = [number for unit in units for number in unit]
    return all(_reaches_five([number for number in numbers if way.of >> number & 1], way) for way in ways)


def _reaches_five(numbers: Sequence[int], way: Way) -> bool:
    """Whether five separate sets of people are found in this way of taking part, each telling as much as everybody."""
    here: Counter[int] = Counter()
    chosen = sum(1 << number for number in numbers)
    for bits, count in way.here.items():
        here[bits & chosen] += count
    needed = _told_by_all(way.might, tuple(numbers))
    often = [bits for bits, count in here.most_common() if count >= FLOOR]
    if any(len(_base(rows, numbers)) == needed for rows in (often[:FEW], often)):
        return True  # the same five times, each time other people
    for _number in range(FLOOR):
        base = _base([bits for bits, count in here.most_common() if count], numbers)
        if len(base) < needed:
            return False
        here.subtract(base)
    return True


@lru_cache(maxsize=1000)  # most weeks have the same people in the same segments
def _told_by_all(might: frozenset[int], numbers: tuple[int, ...]) -> int:
    """How much these segments tell, at most: of how many of them the figures do not follow from those of others."""
    chosen = sum(1 << number for number in numbers)
    return len(_base(list({bits & chosen for bits in might}), numbers))


def _base(rows: Sequence[int], numbers: Sequence[int]) -> list[int]:
    """Of these rows of bits as many as possible of which none follows from the others, the first ones where there is a choice."""
    import numpy as np  # heavy, and loaded where it is needed

    left = np.array([[bits >> number & 1 for number in numbers] for bits in rows], dtype=np.int64)
    base = []
    for column in range(len(numbers) if rows else 0):
        found = np.flatnonzero(left[:, column])
        if not found.size:
            continue
        chosen = int(found[0])
        base.append(rows[chosen])
        pivot = left[chosen] * pow(int(left[chosen, column]), -1, PRIME) % PRIME
        left[found] = (left[found] - left[found, column][:, None] * pivot % PRIME) % PRIME
    return base
