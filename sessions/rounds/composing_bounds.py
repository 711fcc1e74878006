"""What no composition can exceed, by flows: honest, if not tight. Only for the composer's own process: OR-tools is heavy.

People flow to a slot they can come to, from there to a host who can be there, and on: no more than the largest group through one host at
one time, no more than all groups of a host, or of the round. Every composition is such a flow, but not every flow is one (groups too
small, people who stay away from one another), so the largest flow is at least the best composition. For points each person brings along
the most they could have at that slot if everybody who can come there were in one group with them.
"""

from collections import Counter
from collections.abc import Iterator

from ortools.graph.python import max_flow, min_cost_flow

from sessions.rounds.compositions import Bound
from sessions.rounds.feasibility import Feasibility, Slot
from sessions.rounds.points import UNITS, Points

Arc = tuple[int, int, int, int]  # from, to, capacity, units of points for each person


def flow_bound(fits: Feasibility, points: Points) -> Bound:
    """More people cannot be placed, and more points cannot be had, in any composition of this intake."""
    network = _Network(fits, points)
    return Bound(network.most_people(), (network.most_units() + _most_of_pairs(fits, points)) / UNITS)


class _Network:
    def __init__(self, fits: Feasibility, points: Points) -> None:
        self.fits, self.points = fits, points
        self.nodes: dict[object, int] = {}
        self.source, self.round, self.sink = (self._node(name) for name in ("source", "round", "sink"))
        self.arcs = [*self._people(), *self._hosts()]

    def _node(self, name: object) -> int:
        return self.nodes.setdefault(name, len(self.nodes))

    def _people(self) -> Iterator[Arc]:
        most = {slot: _most_at(self.fits, self.points, keys) for slot, keys in self.fits.people_at.items()}
        for key, slots in self.fits.slots_for.items():
            yield self.source, self._node(key), 1, 0
            for slot in slots:
                led = max((self.points.with_host(key, host) for host in self.fits.hosts_at[slot]), default=0)
                yield self._node(key), self._node(slot), 1, most[slot][key] + led

    def _hosts(self) -> Iterator[Arc]:
        terms = self.fits.intake.terms
        for slot in self.fits.people_at:
            for host in self.fits.hosts_at[slot]:
                yield self._node(slot), self._node((host, slot.time)), terms.largest, 0
        for host, time in {(host, slot.time) for slot in self.fits.people_at for host in self.fits.hosts_at[slot]}:
            yield self._node((host, time)), self._node(("host", host)), terms.largest, 0
        for host, offer in self.fits.hosts.items():
            yield self._node(("host", host)), self.round, terms.largest * offer.most_groups, 0
        everybody = len(self.fits.candidates)
        yield self.round, self.sink, everybody if terms.most_groups is None else terms.largest * terms.most_groups, 0

    def most_people(self) -> int:
        flow = max_flow.SimpleMaxFlow()
        for tail, head, capacity, _units in self.arcs:
            flow.add_arc_with_capacity(tail, head, capacity)
        flow.solve(self.source, self.sink)
        return int(flow.optimal_flow())

    def most_units(self) -> int:
        """Whoever is not placed flows past everything, for nothing."""
        people = len(self.fits.candidates)
        flow = min_cost_flow.SimpleMinCostFlow()
        for tail, head, capacity, units in self.arcs:
            flow.add_arc_with_capacity_and_unit_cost(tail, head, capacity, -units)
        flow.add_arc_with_capacity_and_unit_cost(self.source, self.sink, people, 0)
        flow.set_node_supply(self.source, people)
        flow.set_node_supply(self.sink, -people)
        if flow.solve() != flow.OPTIMAL:
            raise ArithmeticError("a flow past everything always exists")
        return -int(flow.optimal_cost())


def _most_at(fits: Feasibility, points: Points, keys: tuple[int, ...]) -> dict[int, int]:
    """For each of those who can come to a slot: the units they could have there, pairs apart."""
    one, two, wish, other, others = points.weights
    people = [fits.candidates[key] for key in keys]
    functions = Counter(person.function for person in people if person.function)
    wishes = Counter(points.wishes[key] for key in keys if key in points.wishes)
    departments = len({person.department for person in people if person.department})
    bridging = (other if departments > 1 else 0) + (others if departments > 2 else 0)
    return {
        person.key: bridging
        + (one if functions[person.function] > 1 else 0)
        + (two if functions[person.function] > 2 else 0)
        + (wish if person.key in points.wishes and wishes[points.wishes[person.key]] > 1 else 0)
        for person in people
    }


def _most_of_pairs(fits: Feasibility, points: Points) -> int:
    """Of the pairs that could be in one group at all."""
    slots: dict[int, frozenset[Slot]] = {key: frozenset(found) for key, found in fits.slots_for.items()}
    return sum(
        units
        for (one, other), units in points.pairs.items()
        if other not in fits.apart.get(one, ()) and not slots[one].isdisjoint(slots[other])
    )
