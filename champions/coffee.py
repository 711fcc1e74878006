"""Coffee pairs: who has a coffee with whom this time.

Everybody meets somebody if that can be; of all such pairings the one with the most weight. People who never met come before people who
did, colleagues of other departments before the own, and who did meet long ago before who met last time. An odd one makes a trio.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import rustworkx as rx

from champions.coffee_round import LONGEST_MEMORY, CoffeeRound, Guest, Pairing
from champions.marks import Marks, SetColumns, WordColumns

Weights = npt.NDArray[np.int32]
FIRST, NEW, ACROSS, ROUND, CHANCE = 100_000, 10_000, 1_000, 60, 50
LOOKED_AT = 60  # partners of each person, the best ones: nobody needs all two thousand
NOT_ALLOWED = 0


def pair(of: CoffeeRound) -> Pairing:
    """The best pairing among each person's best partners; the same for the same seed."""
    weights = _weights(of)
    met = _matched(weights)
    partners = {row: column for one in met for row, column in (one, one[::-1])}
    meetings = [list(one) for one in met]
    left = [row for row in range(len(of.guests)) if row not in partners]
    alone = [row for row in left if not (_joins(row, meetings, weights, of.guests) or _swaps(row, meetings, weights, of.guests))]
    keys = [guest.key for guest in of.guests]
    named = sorted(tuple(sorted(keys[row] for row in meeting)) for meeting in meetings)
    return Pairing(tuple(named), tuple(sorted(keys[row] for row in alone)))


def _weights(of: CoffeeRound) -> Weights:
    """What each pair is worth, NOT_ALLOWED for those that must not be. Symmetric, shape (guests, guests)."""
    guests = of.guests
    departments = [guest.department for guest in guests]
    chance = np.triu(np.random.default_rng(of.seed).integers(1, CHANCE, size=(len(guests), len(guests)), dtype=np.int32), 1)
    weights = NEW + ACROSS * WordColumns(departments).differ(departments).astype(np.int32) + chance + chance.T
    places = {guest.key: place for place, guest in enumerate(guests)}
    for (one, other), ago in of.met.items():
        if one in places and other in places:
            pair = [places[one], places[other]], [places[other], places[one]]
            weights[pair] -= NEW - ROUND * min(max(ago, 1), LONGEST_MEMORY)
    first = np.array([guest.comes_first for guest in guests], dtype=np.int32)
    weights += FIRST * (first[:, None] + first[None, :])
    weights[~_allowed(guests, places)] = NOT_ALLOWED
    return weights


def _allowed(guests: tuple[Guest, ...], places: Mapping[int, int]) -> Marks:
    times, languages = [guest.times for guest in guests], [guest.languages for guest in guests]
    allowed = (SetColumns(times).shared(times) > 0) & (SetColumns(languages).shared(languages) > 0)
    for place, guest in enumerate(guests):
        for other in (places[key] for key in guest.blocked & places.keys()):
            allowed[place, other] = allowed[other, place] = False
    np.fill_diagonal(allowed, val=False)
    return np.asarray(allowed)


def _matched(weights: Weights) -> list[tuple[int, int]]:
    """Two and two, as many as can be, with the most weight."""
    count = LOOKED_AT
    while True:
        found = _over_pairs(weights, _best_partners(weights, min(count, len(weights))))
        if count >= len(weights) or len(weights) - 2 * len(found) < 2:
            return found
        count *= 4  # two are left who might meet after all


def _over_pairs(weights: Weights, marks: Marks) -> list[tuple[int, int]]:
    graph: rx.PyGraph[int, int] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(weights)))
    rows, columns = np.nonzero(np.triu(marks, 1))
    graph.add_edges_from(list(zip(rows.tolist(), columns.tolist(), weights[rows, columns].tolist(), strict=True)))
    found = rx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    return sorted((min(one), max(one)) for one in found)


def _best_partners(weights: Weights, count: int) -> Marks:
    """The best `count` of each, and whoever counts them among theirs."""
    best = np.argpartition(weights, -count, axis=1)[:, -count:] if count else np.zeros((0, 0), dtype=np.int64)
    marks = np.zeros(weights.shape, dtype=bool)
    marks[np.arange(len(weights))[:, None], best] = True
    return np.asarray((marks | marks.T) & (weights > NOT_ALLOWED))


def _joins(row: int, meetings: list[list[int]], weights: Weights, guests: tuple[Guest, ...]) -> bool:
    """Whether this person makes two others three; all three share an hour and a language then."""
    pairs = [meeting for meeting in meetings if len(meeting) == 2 and _fits(row, meeting, weights, guests)]
    if not pairs:
        return False
    max(pairs, key=lambda meeting: (int(sum(weights[row, other] for other in meeting)), meeting)).append(row)
    return True


def _swaps(row: int, meetings: list[list[int]], weights: Weights, guests: tuple[Guest, ...]) -> bool:
    """Whether this person could meet one of two others, while the other of them makes a trio elsewhere."""
    for meeting in [meeting for meeting in meetings if len(meeting) == 2]:
        for stays, goes in (meeting, meeting[::-1]):
            others = [other for other in meetings if other is not meeting]
            if weights[row, stays] > NOT_ALLOWED and _joins(goes, others, weights, guests):
                meeting[:] = [stays, row]
                return True
    return False


def _fits(row: int, meeting: list[int], weights: Weights, guests: tuple[Guest, ...]) -> bool:
    if not all(weights[row, other] > NOT_ALLOWED for other in meeting):
        return False
    three = [guests[place] for place in (row, *meeting)]
    shared = (
        frozenset.intersection(*(guest.times for guest in three)),
        frozenset.intersection(*(guest.languages for guest in three)),
    )
    return all(shared)
