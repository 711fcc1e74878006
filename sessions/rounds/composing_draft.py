"""A composition in the making, on small whole numbers: what changes hands hundreds of thousands of times has to be quick."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sessions.rounds.compositions import Group, in_order
from sessions.rounds.feasibility import NOBODY, Feasibility, Slot
from sessions.rounds.points import NOTHING, Points

NO_ONE = -1


@dataclass(slots=True)
class Open:
    """A group in the making. The counts are of functions, wishes and departments of its members."""

    slot: int
    host: int
    members: list[int] = field(default_factory=list)
    functions: dict[int, int] = field(default_factory=dict)
    wishes: dict[int, int] = field(default_factory=dict)
    departments: dict[int, int] = field(default_factory=dict)


class Draft:
    """People and slots by their places in `keys` and `slots`; `where` a person is: the group, or None."""

    def __init__(self, fits: Feasibility, points: Points, groups: Sequence[Group] = ()) -> None:
        self.fits, self.points, self.terms = fits, points, fits.intake.terms
        self.keys = list(fits.candidates)
        self.slots = list(fits.people_at)
        place_of = {key: place for place, key in enumerate(self.keys)}
        slot_of = {slot: place for place, slot in enumerate(self.slots)}
        people = fits.candidates.values()
        self.able = [frozenset(slot_of[slot] for slot in fits.slots_for[key]) for key in self.keys]
        self.people_at = [[place_of[key] for key in fits.people_at[slot]] for slot in self.slots]
        self.functions = _numbered([one.function for one in people])
        self.wishes = _numbered([points.wishes.get(key, "") for key in self.keys])
        self.departments = _numbered([one.department for one in people])
        apart = [fits.apart.get(key, NOBODY) for key in self.keys]
        self.apart = [tuple(sorted(place_of[other] for other in others if other in place_of)) for others in apart]
        self.hosts_apart = [frozenset(other for other in others if other in fits.hosts) for others in apart]
        self.mates = [
            {place_of[other]: units for other, units in points.companions.get(key, {}).items() if units} for key in self.keys
        ]
        self.mates.append({})  # of NO_ONE
        self.led_by = [*(points.hosts.get(key, NOTHING) for key in self.keys), NOTHING]
        self._tables()
        self.where: list[Open | None] = [None] * len(self.keys)
        self.groups: list[Open] = []
        self.busy: dict[int, list[int]] = {host: [] for host in fits.hosts}  # the times of the groups a host has
        for group in groups:
            opened = self.open(slot_of[Slot(group.time, group.place, group.language)], group.host)
            for key in group.members:
                self.join(place_of[key], opened)

    def _tables(self) -> None:
        """Units by how many of a function or wish there are, and for each member by how many departments."""
        one, two, wish, other, others = self.points.weights
        most = range(self.terms.largest + 2)
        self.by_function = [count * (one + two if count > 2 else one) if count > 1 else 0 for count in most]
        self.by_wish = [count * wish if count > 1 else 0 for count in most]
        self.by_departments = [0, 0, other, *[other + others] * self.terms.largest]

    def open(self, slot: int, host: int) -> Open:
        group = Open(slot, host)
        self.groups.append(group)
        self.busy[host].append(self.slots[slot].time)
        return group

    def close(self, group: Open) -> None:
        """Its members have no place any more."""
        for person in list(group.members):
            self.leave(person)
        self.groups.remove(group)
        self.busy[group.host].remove(self.slots[group.slot].time)

    def free_hosts(self, slot: int) -> Iterator[int]:
        """Who could host one more group there, if the round may have one more."""
        if self.terms.most_groups is not None and len(self.groups) >= self.terms.most_groups:
            return
        where = self.slots[slot]
        at_once = self.fits.at_once[where.time]
        for host in self.fits.hosts_at[where]:
            taken = self.busy[host]
            if len(taken) < self.fits.hosts[host].most_groups and at_once.isdisjoint(taken):
                yield host

    def has_host(self, slot: int) -> bool:
        return next(self.free_hosts(slot), None) is not None

    def join(self, person: int, group: Open) -> None:
        group.members.append(person)
        self.where[person] = group
        self._count(person, group, 1)

    def leave(self, person: int) -> None:
        group = self.where[person]
        if group is not None:
            group.members.remove(person)
            self.where[person] = None
            self._count(person, group, -1)

    def _count(self, person: int, group: Open, by: int) -> None:
        counted = (
            (group.functions, self.functions[person]),
            (group.wishes, self.wishes[person]),
            (group.departments, self.departments[person]),
        )
        for counts, value in counted:
            if value and not (left := counts.get(value, 0) + by):
                del counts[value]
            elif value:
                counts[value] = left

    def fits_in(self, person: int, group: Open, instead: int = NO_ONE) -> bool:
        """Whether this person can come there and be with everybody there, but for the one who would leave. Seats are not counted."""
        if group.slot not in self.able[person] or group.host in self.hosts_apart[person]:
            return False
        where = self.where
        return all(where[other] is not group or other == instead for other in self.apart[person])

    def gain(self, group: Open, leaves: int, comes: int) -> int:
        """Units more for the group when one leaves and another comes; either can be NO_ONE."""
        by_function, by_wish = self.by_function, self.by_wish
        gained = _moved(group.functions, self.functions[leaves], self.functions[comes], by_function)
        gained += _moved(group.wishes, self.wishes[leaves], self.wishes[comes], by_wish)
        people = len(group.members)
        then = people - (leaves != NO_ONE) + (comes != NO_ONE)
        departments = len(group.departments)
        gained += (
            then * self.by_departments[self._departments_then(group, leaves, comes)] - people * self.by_departments[departments]
        )
        gained += self.led_by[comes].get(group.host, 0) - self.led_by[leaves].get(group.host, 0)
        where = self.where
        for other, units in self.mates[leaves].items():
            if where[other] is group:
                gained -= units
        for other, units in self.mates[comes].items():
            if where[other] is group and other != leaves:
                gained += units
        return gained

    def may_exchange(self, person: int, group: Open, instead: int) -> bool:
        """Whether somebody with a place can come there when `instead` takes that place; for NO_ONE: to a free seat."""
        home = self.where[person]
        if home is None or home is group:
            return False
        if instead != NO_ONE:
            return self.fits_in(person, group, instead) and self.fits_in(instead, home, person)
        free = len(group.members) < self.terms.largest and len(home.members) > self.terms.smallest
        return free and self.fits_in(person, group)

    def gain_of_exchange(self, person: int, group: Open, instead: int) -> int:
        """Units more for both groups."""
        home = self.where[person]
        left = 0 if home is None else self.gain(home, person, instead)
        return left + self.gain(group, instead, person)

    def exchange(self, person: int, group: Open, instead: int) -> None:
        home = self.where[person]
        self.leave(person)
        if instead != NO_ONE and home is not None:
            self.leave(instead)
            self.join(instead, home)
        self.join(person, group)

    def _departments_then(self, group: Open, leaves: int, comes: int) -> int:
        counts = group.departments
        one, other = self.departments[leaves], self.departments[comes]
        if one == other:
            return len(counts)
        return len(counts) - (one != 0 and counts[one] == 1) + (other != 0 and other not in counts)

    @property
    def placed(self) -> int:
        return sum(len(group.members) for group in self.groups)

    def worth(self) -> int:
        """In units."""
        return sum(self.points.of_group([self.keys[person] for person in group.members], group.host) for group in self.groups)

    def may_lead(self, host: int, group: Open) -> bool:
        """Whether this host could have the group instead of the one who has it."""
        if host == group.host:
            return False
        where, taken = self.slots[group.slot], self.busy[host]
        able = host in self.fits.hosts_at[where] and len(taken) < self.fits.hosts[host].most_groups
        free = able and self.fits.at_once[where.time].isdisjoint(taken)
        return free and all(host not in self.hosts_apart[person] for person in group.members)

    def hand_over(self, group: Open, host: int) -> None:
        """The group has another host."""
        time = self.slots[group.slot].time
        self.busy[group.host].remove(time)
        self.busy[host].append(time)
        group.host = host

    def finished(self) -> tuple[Group, ...]:
        found = []
        for group in self.groups:
            slot = self.slots[group.slot]
            members = tuple(sorted(self.keys[person] for person in group.members))
            found.append(Group(slot.time, slot.place, slot.language, group.host, members))
        return in_order(found)


def _numbered(words: Iterable[str]) -> list[int]:
    """0 for none; and one 0 more at the end, which is where NO_ONE looks."""
    numbers = {"": 0}
    return [*(numbers.setdefault(word, len(numbers)) for word in words), 0]


def _moved(counts: dict[int, int], leaves: int, comes: int, table: list[int]) -> int:
    if leaves == comes:
        return 0
    gained = 0
    if leaves:
        count = counts[leaves]
        gained += table[count - 1] - table[count]
    if comes:
        count = counts.get(comes, 0)
        gained += table[count + 1] - table[count]
    return gained
