"""The best composition of a small round, proven: a model for OR-tools' CP-SAT. Only for the composer's own process: OR-tools is heavy.

A possible group is a slot with one of its hosts; each is open or not, and each candidate is in one or none. First as many people as can
be are placed, then points are made most of with that many placed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import floor, inf

from ortools.sat.python import cp_model

from sessions.rounds.compositions import Bound, Group, Intake, in_order
from sessions.rounds.feasibility import NOBODY, Feasibility, Slot
from sessions.rounds.points import UNITS, Points

# Units of CP-SAT's deterministic time, a second or a few each; never the clock's: the same intake ends the same everywhere.
PLACING, WEIGHING, TRYING = 10.0, 40.0, 2.0
SLACK = 1e-6  # limits are whole numbers, said as fractions
SEEDS = 2**31 - 1
Seats = tuple[Slot, int]  # a possible group: where, and its host


@dataclass(frozen=True, slots=True)
class Solved:
    """Groups, what no composition can exceed, and whether they reach it. A bound of infinity: nothing is known."""

    groups: tuple[Group, ...]
    bound: Bound
    proven: bool


@dataclass(frozen=True, slots=True)
class _Found:
    groups: tuple[Group, ...]
    limit: float
    proven: bool


@dataclass
class _Model:
    """`open`: whether a possible group meets; `joins`: whether somebody is in it; `able`: who could be."""

    fits: Feasibility
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    open: dict[Seats, cp_model.IntVar] = field(default_factory=dict)
    joins: dict[tuple[int, Seats], cp_model.IntVar] = field(default_factory=dict)
    able: dict[Seats, list[int]] = field(default_factory=dict)

    def members(self, seats: Seats, keys: Sequence[int] | None = None) -> cp_model.LinearExpr:
        """How many of them, or of all, are in this group."""
        return cp_model.LinearExpr.sum([self.joins[key, seats] for key in (self.able[seats] if keys is None else keys)])

    def truth(self) -> cp_model.IntVar:
        return self.model.new_bool_var("")


def solve(
    fits: Feasibility, points: Points, start: Sequence[Group], *, placing: float = PLACING, weighing: float = WEIGHING
) -> Solved:
    """As many people placed as can be, then as many points. `start` is a composition to begin with, and is given back when there is
    no time to better it. `placing` and `weighing` are limits in deterministic time.
    """
    built = _built(fits)
    everybody = cp_model.LinearExpr.sum(list(built.joins.values()))
    built.model.maximize(everybody)
    first = _solved(built, start, placing)
    placed = sum(len(group.members) for group in first.groups)
    again = _built(fits)
    again.model.add(cp_model.LinearExpr.sum(list(again.joins.values())) == placed)
    again.model.maximize(_points(again, points))
    second = _solved(again, first.groups, weighing)
    best = max((start, first.groups, second.groups), key=lambda groups: _worth(points, groups))
    if not first.proven:  # with more people placed there may be more points than this limit says
        return Solved(in_order(best), Bound(floor(first.limit + SLACK), inf), proven=False)
    return Solved(in_order(best), Bound(placed, floor(second.limit + SLACK) / UNITS), second.proven)


def seat_most(intake: Intake, groups: Sequence[Group]) -> Sequence[Group]:
    """As many people as can have a seat when everybody in `groups` keeps one, if elsewhere."""
    built = _built(Feasibility(intake))
    for key in (key for group in groups for key in group.members):
        built.model.add_exactly_one(joined for (who, _seats), joined in built.joins.items() if who == key)
    built.model.maximize(cp_model.LinearExpr.sum(list(built.joins.values())))
    return _solved(built, groups, TRYING).groups


def _worth(points: Points, groups: Sequence[Group]) -> tuple[int, int]:
    return sum(len(group.members) for group in groups), sum(points.of_group(group.members, group.host) for group in groups)


def _built(fits: Feasibility) -> _Model:
    built, terms = _Model(fits), fits.intake.terms
    for slot, keys in fits.people_at.items():
        for host in fits.hosts_at[slot]:
            able = [key for key in keys if fits.may_join(key, host, NOBODY)]
            if len(able) >= terms.smallest:
                _add_group(built, (slot, host), able)
    _limit_people(built)
    _limit_hosts(built)
    if terms.most_groups is not None:
        built.model.add(cp_model.LinearExpr.sum(list(built.open.values())) <= terms.most_groups)
    return built


def _add_group(built: _Model, seats: Seats, able: list[int]) -> None:
    model, terms = built.model, built.fits.intake.terms
    meets = built.open[seats] = built.truth()
    built.able[seats] = able
    built.joins |= {(key, seats): built.truth() for key in able}
    model.add(built.members(seats) >= terms.smallest * meets)
    model.add(built.members(seats) <= terms.largest * meets)
    for key in able:
        model.add_implication(built.joins[key, seats], meets)
        for other in sorted(built.fits.apart.get(key, NOBODY)):
            if key < other and (other, seats) in built.joins:
                model.add_bool_or(~built.joins[key, seats], ~built.joins[other, seats])


def _limit_people(built: _Model) -> None:
    places: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for (key, _seats), joined in built.joins.items():
        places[key].append(joined)
    for joined_anywhere in places.values():
        built.model.add_at_most_one(joined_anywhere)


def _limit_hosts(built: _Model) -> None:
    """Times that overlap may do so in chains: two by two, then."""
    of_host: dict[int, list[Seats]] = defaultdict(list)
    for seats in built.open:
        of_host[seats[1]].append(seats)
    for host, possible in of_host.items():
        offer = built.fits.hosts[host]
        built.model.add(cp_model.LinearExpr.sum([built.open[seats] for seats in possible]) <= offer.most_groups)
        for time in sorted(offer.times):
            built.model.add_at_most_one(built.open[seats] for seats in possible if seats[0].time == time)
        for one, other in combinations(possible, 2):
            if one[0].time != other[0].time and other[0].time in built.fits.at_once[one[0].time]:
                built.model.add_at_most_one(built.open[one], built.open[other])


def _points(built: _Model, points: Points) -> cp_model.LinearExpr:
    """In units. What is made most of needs no lower limit: each part is only kept from being more than it is."""
    one, two, wish, other, others = points.weights
    candidates = built.fits.candidates
    parts: list[cp_model.LinearExpr] = []
    for seats in built.open:
        functions = _by(built.able[seats], {key: person.function for key, person in candidates.items()})
        wishes = _by(built.able[seats], points.wishes)
        for keys, need, units in [
            *((keys, need, units) for keys in functions for need, units in ((2, one), (3, two))),
            *((keys, 2, wish) for keys in wishes),
        ]:
            if units and len(keys) >= need:
                parts.append(units * _counted(built, seats, built.members(seats, keys), built.members(seats, keys), need))
        departments = _departments(built, seats)
        for need, units in ((2, other), (3, others)):
            if units and len(departments) >= need:
                met = cp_model.LinearExpr.sum(departments)
                parts.append(units * _counted(built, seats, built.members(seats), met, need))
        parts += _pairs(built, points, seats)
        parts += [points.with_host(key, seats[1]) * built.joins[key, seats] for key in built.able[seats]]
    return cp_model.LinearExpr.sum(parts)


def _by(keys: Sequence[int], values: Mapping[int, str]) -> list[list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for key in keys:
        if value := values.get(key):
            found[value].append(key)
    return list(found.values())


def _counted(built: _Model, seats: Seats, people: cp_model.LinearExpr, met: cp_model.LinearExpr, need: int) -> cp_model.IntVar:
    """At most so many people; none where fewer are met than it needs."""
    model, largest = built.model, built.fits.intake.terms.largest
    enough, counted = built.truth(), model.new_int_var(0, largest, "")
    model.add(met >= need * enough)
    model.add_implication(enough, built.open[seats])
    model.add(counted <= largest * enough)
    model.add(counted <= people)
    return counted


def _departments(built: _Model, seats: Seats) -> list[cp_model.IntVar]:
    """For each department: whether it is there."""
    found = []
    departments = {key: person.department for key, person in built.fits.candidates.items()}
    for keys in _by(built.able[seats], departments):
        there = built.truth()
        built.model.add_bool_or([*(built.joins[key, seats] for key in keys), ~there])
        found.append(there)
    return found


def _pairs(built: _Model, points: Points, seats: Seats) -> Iterator[cp_model.LinearExpr]:
    for (one, other), units in points.pairs.items():
        if units and (one, seats) in built.joins and (other, seats) in built.joins:
            together = built.truth()
            built.model.add_implication(together, built.joins[one, seats])
            built.model.add_implication(together, built.joins[other, seats])
            yield units * together


def _solved(built: _Model, start: Sequence[Group], most: float) -> _Found:
    """The same at every time and on every machine: one worker, a seed, and no clock."""
    chosen = {(Slot(group.time, group.place, group.language), group.host): set(group.members) for group in start}
    for seats, meets in built.open.items():
        built.model.add_hint(meets, seats in chosen)
    for (key, seats), joined in built.joins.items():
        built.model.add_hint(joined, key in chosen.get(seats, ()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = built.fits.intake.seed % SEEDS
    solver.parameters.linearization_level = 2  # proves in a tenth of the time
    solver.parameters.max_deterministic_time = most
    status = solver.solve(built.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return _Found(tuple(start), solver.best_objective_bound, proven=False)
    groups = [
        Group(
            slot.time, slot.place, slot.language, host, tuple(key for key in able if solver.value(built.joins[key, (slot, host)]))
        )
        for (slot, host), able in built.able.items()
        if solver.value(built.open[slot, host])
    ]
    return _Found(in_order(groups), solver.best_objective_bound, status == cp_model.OPTIMAL)
