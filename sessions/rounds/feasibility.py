"""Who can be where, and who may be with whom. Every hard rule about people is read here, by the composer and by the live figures."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from sessions.rounds.compositions import Candidate, HostOffer, Intake

NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Where a group could be."""

    time: int
    place: str
    language: str


@dataclass(frozen=True)
class Feasibility:
    """The same intake, looked up: everything is worked out once, when first asked for."""

    intake: Intake

    @cached_property
    def hosts(self) -> Mapping[int, HostOffer]:
        return {host.key: host for host in sorted(self.intake.hosts, key=lambda one: one.key)}

    @cached_property
    def candidates(self) -> Mapping[int, Candidate]:
        """Those who look for a place, in order of key: hosts of the round do not."""
        ordered = sorted(self.intake.candidates, key=lambda one: one.key)
        return {one.key: one for one in ordered if one.key not in self.hosts}

    @cached_property
    def hosts_at(self) -> Mapping[Slot, tuple[int, ...]]:
        """Every slot that somebody could host, in order, with those who could."""
        found: dict[Slot, list[int]] = defaultdict(list)
        for host in self.hosts.values():
            for slot in slots_of(host):
                found[slot].append(host.key)
        return {slot: tuple(found[slot]) for slot in sorted(found)}

    @cached_property
    def wanted_at(self) -> Mapping[Slot, tuple[int, ...]]:
        """Every slot that somebody who signed up could come to, in order, hosted or not."""
        found: dict[Slot, list[int]] = defaultdict(list)
        for candidate in self.candidates.values():
            for slot in slots_of(candidate):
                found[slot].append(candidate.key)
        return {slot: tuple(found[slot]) for slot in sorted(found)}

    @cached_property
    def people_at(self) -> Mapping[Slot, tuple[int, ...]]:
        """Slots at which a group could be: somebody can host it, and enough people can come."""
        smallest = self.intake.terms.smallest
        return {slot: keys for slot, keys in self.wanted_at.items() if slot in self.hosts_at and len(keys) >= smallest}

    @cached_property
    def slots_for(self) -> Mapping[int, tuple[Slot, ...]]:
        """Of each who looks for a place: the slots of `people_at` they can come to, in order."""
        found: dict[int, list[Slot]] = {key: [] for key in self.candidates}
        for slot, keys in self.people_at.items():
            for key in keys:
                found[key].append(slot)
        return {key: tuple(slots) for key, slots in found.items()}

    @cached_property
    def apart(self) -> Mapping[int, frozenset[int]]:
        """With whom a person is never in one group, host or member: in both directions, whoever asked, and for which of both rules.

        Only people who have somebody.
        """
        found: dict[int, set[int]] = defaultdict(set)
        known = self.candidates.keys() | self.hosts.keys()
        for one in self.candidates.values():
            for other in one.avoids | ({one.manager} if self._line_manager_stays_away(one) else set()):
                if other in known and other != one.key:
                    found[one.key].add(other)
                    found[other].add(one.key)
        return {key: frozenset(others) for key, others in found.items()}

    def _line_manager_stays_away(self, one: Candidate) -> bool:
        manager = self.candidates.get(one.manager or 0) or self.hosts.get(one.manager or 0)
        return manager is not None and not (one.manager_welcome and manager.reports_welcome)

    @cached_property
    def at_once(self) -> Mapping[int, frozenset[int]]:
        """The times that overlap a time, itself among them."""
        found: dict[int, set[int]] = defaultdict(set)
        for host in self.hosts.values():
            for time in host.times:
                found[time].add(time)
        for one, other in self.intake.terms.overlapping:
            found[one] |= {one, other}
            found[other] |= {one, other}
        return {time: frozenset(times) for time, times in found.items()}

    def may_join(self, key: int, host: int, members: set[int] | frozenset[int]) -> bool:
        """Whether nobody there and this person stay away from one another. `members` without the person."""
        others = self.apart.get(key, NOBODY)
        return not others or (host not in others and others.isdisjoint(members))


def slots_of(one: Candidate | HostOffer) -> Iterator[Slot]:
    for time, place, language in product(sorted(one.times), sorted(one.places), sorted(one.languages)):
        yield Slot(time, place, language)
