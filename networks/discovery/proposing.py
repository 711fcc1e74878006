"""From dates to networks: who meets again and again, under whatever name and UID.

Two strands are one network when the same people go on under another title, or under the same title with some others. Of a group that
was divided one part goes on, the other is new; of two that became one, the larger goes on or neither.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from networks.discovery.meetings import FEWEST
from networks.discovery.strands import Strand

SAME_PEOPLE = 0.6  # of all people of both: the same group, with a new title or on another day
SAME_TITLE = 0.3  # with the same title, one after the other: the same group, in which people came and went
AT_ONCE = 0.8  # at the same time, under another title: one group that meets for two things
FEWEST_DATES = 3
PAUSE = timedelta(days=45)  # a summer without
MOST_PEOPLE = 150
COMPARED = 100  # the latest strands of each person: who organises is in every one


@dataclass(frozen=True, slots=True)
class Regular:
    """Somebody of a network, and on how many of its dates."""

    address: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A network that a calendar, a list or a directory shows. Lists and directories know of no dates.

    `dates`: how many there have been. `gap`: days between two, on average. `weekday`: 0 is Monday, None where it is not always
    the same. `at`: the usual time of day.
    """

    name: str
    people: tuple[Regular, ...]  # who is there most, first
    earlier_names: tuple[str, ...] = ()
    organiser: str = ""
    first: date | None = None
    last: date | None = None
    dates: int = 0
    gap: float = 0
    weekday: int | None = None
    at: time | None = None
    place: str = ""
    still_meets: bool = True
    directory_key: str = ""  # of the group in a directory that it is


def propose(strands: Iterable[Strand], *, today: date) -> list[Proposal]:
    """The networks in these strands: those that still meet first, the largest first. One-off events and what is too small are none."""
    kept = sorted((one for one in strands if len(one.core) >= FEWEST), key=lambda one: (one.last, one.first, one.title))
    found = [_proposal(chain, today) for chain in _chains(kept) if _is_a_network(chain)]
    return sorted(found, key=lambda one: (not one.still_meets, -len(one.people), one.name, one.last or today))


def _is_a_network(chain: Sequence[Strand]) -> bool:
    return sum(one.times for one in chain) >= FEWEST_DATES and len(chain[-1].core) <= MOST_PEOPLE


def _chains(strands: Sequence[Strand]) -> list[list[Strand]]:
    """Strands of one network, the newest last. Each goes on as at most one other: the likest, when that one is likest to it as well."""
    likest_after, likest_before = _likest(strands)
    chains: dict[int, list[int]] = {}
    follows = {after: before for before, after in likest_after.items() if likest_before.get(after) == before}
    for number in range(len(strands)):
        before = follows.get(number)
        chains[number] = [*chains.pop(before), number] if before in chains else [number]
    return [[strands[number] for number in chain] for chain in chains.values()]


def _likest(strands: Sequence[Strand]) -> tuple[dict[int, int], dict[int, int]]:
    """For each strand the one it is likest to among those that end after it; and among those that end before it."""
    of_person: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=COMPARED))
    after: dict[int, tuple[float, int]] = {}
    before: dict[int, tuple[float, int]] = {}
    for number, strand in enumerate(strands):
        for earlier in {other for person in strand.core for other in of_person[person]}:
            likeness = _likeness(strands[earlier], strand)
            if likeness > 0:
                after[earlier] = max(after.get(earlier, (0.0, -1)), (likeness, -number))
                before[number] = max(before.get(number, (0.0, -1)), (likeness, earlier))
        for person in strand.core:
            of_person[person].append(number)
    return {one: -number for one, (_likeness, number) in after.items()}, {
        one: number for one, (_likeness, number) in before.items()
    }


def _likeness(earlier: Strand, later: Strand) -> float:
    """How much of one network the two are, from 0 to 2; 0 when they are not."""
    overlap = len(earlier.core & later.core) / len(earlier.core | later.core)
    if overlap < SAME_TITLE:
        return 0.0
    has_the_title = bool(earlier.keys & later.keys)
    week, gap = timedelta(days=7), timedelta(days=earlier.gap)
    follows = earlier.last - max(week, gap) <= later.first <= earlier.last + 2 * PAUSE + 2 * gap
    enough = SAME_TITLE if has_the_title and follows else SAME_PEOPLE if follows or has_the_title else AT_ONCE
    return overlap + has_the_title if overlap >= enough else 0.0


def _proposal(chain: Sequence[Strand], today: date) -> Proposal:
    """The newest strand says who they are and how they meet; a single last event only when it stands for all."""
    now = _current(chain) or chain[-1:]
    counts: dict[str, int] = defaultdict(int)
    for strand in chain:
        for person, count in strand.present.items():
            counts[person] += count
    core = frozenset().union(*(strand.core for strand in now))
    people = sorted((Regular(person, counts[person]) for person in core), key=lambda one: (-one.times, one.address))
    newest = max(now, key=lambda strand: strand.times)
    last = max(strand.last for strand in chain)
    return Proposal(
        name=newest.title,
        earlier_names=_earlier_names(chain, newest.title),
        organiser=newest.organiser,
        people=tuple(people),
        first=min(strand.first for strand in chain),
        last=last,
        dates=sum(strand.times for strand in chain),
        gap=newest.gap,
        weekday=newest.weekday,
        at=newest.at,
        place=newest.place,
        still_meets=last + max(PAUSE, timedelta(days=2 * newest.gap)) >= today,
    )


def _current(chain: Sequence[Strand]) -> Collection[Strand]:
    """The strands that go on: no other of the network began when they had ended."""
    return [one for one in chain if not any(other.first >= one.last for other in chain if other is not one)]


def _earlier_names(chain: Sequence[Strand], name: str) -> tuple[str, ...]:
    titles: dict[str, date] = {}
    for strand in chain:
        for title, day in strand.titles.items():
            titles[title] = max(titles.get(title, day), day)
    titles.pop(name, None)
    return tuple(sorted((title for title in titles if title), key=lambda title: titles[title], reverse=True)[:5])
