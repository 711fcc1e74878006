"""What a directory says, put together: which people in Foyer are in which of its groups, groups within groups among them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from networks.directories.errors import DirectoryFault, Why

MOST_DEPTH = 10  # groups within groups
MOST_ACCOUNTS, MOST_GROUPS, MOST_MEMBERS = 500_000, 20_000, 3_000_000
TICK = 1_000
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody in the directory: by which references groups name them, and their addresses, in any case."""

    refs: tuple[str, ...]
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A group in the directory. `key` stays whatever it is called, `ref` is how other groups name it.

    `is_offered`: False for one that counts only within others.
    """

    key: str
    ref: str
    name: str
    members: tuple[str, ...]  # references of accounts and groups
    is_offered: bool = True


@dataclass(frozen=True, slots=True)
class Tried:
    """One line of a test: what was tried, and why it does not work; None: it does."""

    step: str
    why: Why | None = None
    detail: str = ""


def try_steps(*steps: tuple[str, Callable[[], bool], Why]) -> list[Tried]:
    """A line for each step, up to the first that does not work. The Why is of a step that gives nothing."""
    lines: list[Tried] = []
    for step, works, otherwise in steps:
        try:
            lines.append(Tried(step) if works() else Tried(step, otherwise))
        except DirectoryFault as error:
            lines.append(Tried(step, error.why, error.detail))
        if lines[-1].why is not None:
            break
    return lines


class Reader(Protocol):
    """A directory that can be read. Every method raises DirectoryFault; none is called while a transaction is open."""

    def check(self) -> Sequence[Tried]:
        """What of what reading needs works, step by step until one does not."""

    def accounts(self) -> Iterator[Account]:
        """Everybody in it who has an address, page by page."""

    def groups(self) -> Iterator[Listed]:
        """Its groups, page by page."""

    def close(self) -> None:
        """Connections are let go."""


@dataclass(frozen=True, slots=True)
class Found:
    """A group of the directory, and who of Foyer is in it: numbers of people. `why`: it could not be followed to its end."""

    key: str
    name: str
    people: frozenset[int] = frozenset()
    why: Why | None = None


@dataclass(slots=True)
class Whole:
    """A directory as it was read."""

    people: Mapping[str, int]  # by reference
    groups: dict[str, Listed] = field(default_factory=dict)  # by reference

    def found(self, keys: Collection[str] | None = None) -> Iterator[Found]:
        """The groups it offers, or those with these keys, each with its people."""
        for group in self.groups.values():
            if group.is_offered if keys is None else group.key in keys:
                try:
                    yield Found(group.key, group.name, self._people_of(group))
                except DirectoryFault as error:
                    yield Found(group.key, group.name, why=error.why)

    def _people_of(self, group: Listed) -> frozenset[int]:
        """Level by level; a group that contains itself ends there. Raises DirectoryFault where it goes on too deep."""
        seen, level, people = {group.ref}, [group], set[int]()
        for _depth in range(MOST_DEPTH + 1):
            refs = {ref for one in level for ref in one.members}
            people.update(self.people[ref] for ref in refs if ref in self.people)
            level = [self.groups[ref] for ref in sorted(refs - seen) if ref in self.groups]
            seen |= refs
            if not level:
                return frozenset(people)
        raise DirectoryFault(Why.TOO_DEEP)


def read(reader: Reader, known: Mapping[str, int], tick: Callable[[], None] = lambda: None) -> Whole:
    """The whole directory, as far as it is about people in Foyer. `known`: who has which address, in lower case.

    `tick` is called now and then while it is read. Raises DirectoryFault, and whatever `tick` raises.
    """
    people = match(_ticking(reader.accounts(), tick, MOST_ACCOUNTS), known)
    whole, members = Whole(people), 0
    for group in _ticking(reader.groups(), tick, MOST_GROUPS):
        members += len(group.members)
        if members > MOST_MEMBERS:
            raise DirectoryFault(Why.TOO_MUCH)
        if group.ref not in whole.groups or group.is_offered:
            whole.groups[group.ref] = group
    return whole


def match(accounts: Iterable[Account], known: Mapping[str, int]) -> dict[str, int]:
    """Who of Foyer stands behind which reference. Where it is not certain, nobody.

    Not certain: an account whose addresses are of two people; an address that two accounts have; a reference that two accounts have.
    """
    counts, refs, matched = Counter[str](), Counter[str](), list[tuple[tuple[str, ...], frozenset[str]]]()
    for account in accounts:
        refs.update(set(account.refs))
        mine = frozenset(address for one in account.addresses if (address := one.strip().lower()) in known)
        counts.update(mine)
        if mine:
            matched.append((account.refs, mine))
    found = {}
    for own, addresses in matched:
        people = {known[address] for address in addresses}
        if len(people) == 1 and any(counts[address] == 1 for address in addresses):
            found.update({ref: next(iter(people)) for ref in own if refs[ref] == 1})
    return found


def _ticking(things: Iterable[Thing], tick: Callable[[], None], most: int) -> Iterator[Thing]:
    for number, one in enumerate(things):
        if number >= most:
            raise DirectoryFault(Why.TOO_MUCH)
        if number % TICK == 0:
            tick()
        yield one
