"""The map of networks: where they are and what for, over how many departments they reach, and who shares none. Values only.

Networks are no people: how many there are is said as it is. Whoever is on a list is counted by the rule of small numbers (people.privacy).
"""

import enum
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from networks.census.models import NetworkState, Purpose
from people.privacy import at_least, shown

MOST_ROWS = 12  # the rest is put together
ELSEWHERE = "\uffff"  # all further places; sorts last


class Side(enum.StrEnum):
    """Between what is looked for networks that are shared."""

    DEPARTMENT = "department"
    PLACE = "place"


class Band(enum.StrEnum):
    """Over how many departments a network reaches."""

    ONE = "one"
    SOME = "some"  # two to four
    MANY = "many"
    UNSAID = "unsaid"  # fewer than five people are on its list


class Shared(enum.StrEnum):
    """Whether two share a network."""

    YES = "yes"  # there is one with five or more people of each
    NONE = "none"  # none of that kind is known


@dataclass(frozen=True, slots=True)
class Mapped:
    """A network that goes on."""

    id: int
    place: str
    purpose: Purpose
    state: NetworkState


@dataclass(frozen=True, slots=True)
class Listed:
    """How many people of one department (or place) are on the list of a network."""

    network_id: int
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Networks by place and purpose: the states of those in each cell, the surest first. Places with most networks first."""

    places: Sequence[str]
    cells: Mapping[tuple[str, Purpose], Sequence[NetworkState]]


@dataclass(frozen=True, slots=True)
class Sharing:
    """Of each pair, in order of name: whether they share a network. `unsaid`: those of which nothing is said."""

    values: Sequence[str]
    pairs: Mapping[tuple[str, str], Shared]
    unsaid: Sequence[str]

    def of(self, one: str, other: str) -> Shared:
        """In whichever order they are named."""
        return self.pairs[min(one, other), max(one, other)]

    @property
    def without(self) -> list[tuple[str, str]]:
        """The pairs of which no shared network is known."""
        return [pair for pair, shared in self.pairs.items() if shared is Shared.NONE]


_SUREST = list(NetworkState)
_SUREST.sort(key=lambda state: (state is NetworkState.SLEEPING, state is NetworkState.SPOTTED, state.value))


def grid(networks: Collection[Mapped], sites: Collection[str]) -> Grid:
    """`sites`: where people work. What meets in 'Canteen, Deventer' is in Deventer."""
    by_site = {network.id: site_of(network.place, sites) for network in networks}
    sizes = Counter(by_site.values())
    largest = sorted(sizes, key=lambda site: (not site, -sizes[site], site.casefold()))
    kept = largest if len(largest) <= MOST_ROWS else largest[:MOST_ROWS]
    cells: dict[tuple[str, Purpose], list[NetworkState]] = defaultdict(list)
    for network in networks:
        site = by_site[network.id]
        cells[site if site in kept else ELSEWHERE, network.purpose].append(network.state)
    places = [*kept, *([ELSEWHERE] if len(kept) < len(largest) else [])]
    return Grid(places, {cell: sorted(states, key=_SUREST.index) for cell, states in cells.items()})


def site_of(place: str, sites: Collection[str]) -> str:
    """The site that a place names, the longest one where it names several; otherwise the place itself."""
    named = [site for site in sites if site and site.casefold() in place.casefold()]
    return max(named, key=len) if named else place


def bands(networks: Collection[Mapped], listed: Collection[Listed]) -> dict[Band, int]:
    """How many networks reach how far. Of a list of fewer than five people nothing is said."""
    people: Counter[int] = Counter()
    departments: Counter[int] = Counter()
    for one in listed:
        people[one.network_id] += one.count
        departments[one.network_id] += 1
    found = Counter(_band(people[network.id], departments[network.id]) for network in networks)
    return {band: found[band] for band in Band}


def _band(people: int, departments: int) -> Band:
    if shown(people) is None:
        return Band.UNSAID
    if departments == 1:
        return Band.ONE
    return Band.SOME if departments < 5 else Band.MANY


def sharing(headcounts: Mapping[str, int], listed: Collection[Listed]) -> Sharing:
    """Between whom there is a network, and between whom none is known, of the largest.

    That somebody takes part is said of five people at least, and never of all but a few of a department: so one has to have ten. That
    none is known does not say that nobody meets: up to four of them may.
    """
    sayable = {value for value, count in headcounts.items() if value and at_least(count, of=count) is not None}
    largest = sorted(sayable, key=lambda value: (-headcounts[value], value))[:MOST_ROWS]
    there: dict[int, set[str]] = defaultdict(set)
    for one in listed:
        if one.value in largest and at_least(one.count, of=headcounts[one.value]) is not None:
            there[one.network_id].add(one.value)
    together = {pair for values in there.values() for pair in combinations(sorted(values), 2)}
    values = sorted(largest)
    pairs = {pair: Shared.YES if pair in together else Shared.NONE for pair in combinations(values, 2)}
    return Sharing(values, pairs, sorted((value for value in headcounts if value and value not in largest), key=str.casefold))
