"""Who accompanies whom: the most people matched, then the best fit in all, then the best worst fit. Exact, and the same for the same seed."""

from collections.abc import Callable

import numpy as np

from champions import fits, flows
from champions.fits import Points
from champions.flows import NOBODY, Ints
from champions.requests import NOT_ALLOWED, Ambassador, Match, Matching, MatchingRound, Mentee, Quality, Why

Chance = np.random.Generator
Way = Callable[[Points, Ints, Chance], Ints]


def match(of: MatchingRound) -> Matching:
    """The best matching there is."""
    return _matched(of, _best)


def in_order_of_asking(of: MatchingRound) -> Matching:
    """For comparison: each in turn gets whoever fits best and still has room."""
    return _matched(of, _greedy)


def at_random(of: MatchingRound) -> Matching:
    """For comparison: each in turn gets anybody who may be and still has room."""
    return _matched(of, _random)


def quality(of: MatchingRound, matching: Matching) -> Quality:
    """How good it is."""
    departments = {mentee.key: mentee.department for mentee in of.mentees}
    departments |= {ambassador.key: ambassador.department for ambassador in of.ambassadors}
    found = sorted(match.fit for match in matching.matches)
    if not found:
        return Quality(0.0, 0.0, 0, 0, 0, 0.0, 0.0, 0.0)
    taken = {ambassador.key: 0 for ambassador in of.ambassadors}
    for pair in matching.matches:
        taken[pair.ambassador] += 1
    loads = [taken[ambassador.key] / ambassador.capacity for ambassador in of.ambassadors if ambassador.capacity]
    across = sum(_across(departments[pair.mentee], departments[pair.ambassador]) for pair in matching.matches)
    return Quality(
        matched_share=len(found) / len(of.mentees),
        mean=sum(found) / len(found),
        tenth_percentile=found[(len(found) - 1) // 10],
        worst=found[0],
        total=sum(found),
        emptiest=min(loads),
        fullest=max(loads),
        cross_department_share=across / len(found),
    )


def _across(one: str, other: str) -> bool:
    return bool(one) and bool(other) and one != other


def _matched(of: MatchingRound, way: Way) -> Matching:
    chance = np.random.default_rng(of.seed)
    mentees, ambassadors = list(of.mentees), [of.ambassadors[place] for place in chance.permutation(len(of.ambassadors))]
    if way is not _greedy:
        mentees = [of.mentees[place] for place in chance.permutation(len(of.mentees))]
    points = fits.points(MatchingRound(tuple(mentees), tuple(ambassadors), of.resemblance))
    room = np.array([ambassador.capacity for ambassador in ambassadors], dtype=np.int64)
    columns = way(points, room, chance)
    return _told(of, mentees, ambassadors, points, columns)


def _told(of: MatchingRound, mentees: list[Mentee], ambassadors: list[Ambassador], points: Points, columns: Ints) -> Matching:
    matches: dict[int, Match] = {}
    unmatched: dict[int, Why] = {}
    has_room = np.array([ambassador.capacity > 0 for ambassador in ambassadors], dtype=bool)
    for row, (mentee, column) in enumerate(zip(mentees, columns.tolist(), strict=True)):
        if column != NOBODY:
            matches[mentee.key] = Match(mentee.key, ambassadors[column].key, int(points[row, column]))
        else:
            somebody = bool((points[row][has_room] > NOT_ALLOWED).any())
            unmatched[mentee.key] = Why.NO_ROOM if somebody else Why.NOBODY_FITS
    order = [mentee.key for mentee in of.mentees]
    return Matching(
        tuple(matches[key] for key in order if key in matches), {key: unmatched[key] for key in order if key in unmatched}
    )


def _best(points: Points, room: Ints, _chance: Chance) -> Ints:
    return flows.Flows(points, room).solve()


def _greedy(points: Points, room: Ints, _chance: Chance) -> Ints:
    left = room.copy()
    columns = np.full(len(points), NOBODY, dtype=np.int64)
    if not points.shape[1]:
        return columns
    for row, worth in enumerate(points):
        open_to = np.where(left > 0, worth, NOT_ALLOWED)
        best = int(open_to.argmax())
        if open_to[best] > NOT_ALLOWED:
            columns[row] = best
            left[best] -= 1
    return columns


def _random(points: Points, room: Ints, chance: Chance) -> Ints:
    left = room.copy()
    columns = np.full(len(points), NOBODY, dtype=np.int64)
    for row, worth in enumerate(points):
        open_to = np.nonzero((left > 0) & (worth > NOT_ALLOWED))[0]
        if len(open_to):
            column = int(chance.choice(open_to))
            columns[row] = column
            left[column] -= 1
    return columns
