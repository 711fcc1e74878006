"""Figure 8: ambassadors are matched with mentees, and people paired for a coffee twelve times over. It needs no database.

Each in a process of its own, so that its memory can be told: against what was asked of it, and against matching at random and in the
order of asking.
"""

import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from multiprocessing import get_context
from random import Random

from benchmarks.measuring import Line
from benchmarks.sizes import Size
from champions import coffee, matching
from champions.coffee_round import CoffeeRound, Guest
from champions.requests import Ambassador, MatchingRound, Mentee, Quality

FIGURE = "Matching"
MOST_SECONDS, MOST_MEGABYTES = 5, 300
MOST_COFFEE_SECONDS, COFFEE_ROUNDS = 60, 12
FIRST_AMBASSADOR = 1_000_000
FUNCTIONS = tuple(f"Function {number}" for number in range(60))
DEPARTMENTS = tuple(f"Department {number}" for number in range(40))
PLACES = tuple(f"Place {number}" for number in range(12))
TOPICS = tuple(f"topic {number}" for number in range(30))


@dataclass(frozen=True)
class Coffees:
    """Of all rounds together; the smaller the better."""

    repeats: int = 0
    alone: int = 0
    within: int = 0


def measure(size: Size) -> list[Line]:
    mentees, ambassadors, guests = size.matching
    of = f"{mentees:,} mentees, {ambassadors} ambassadors"
    seconds, megabytes, best, greedy, random = _apart(_match, mentees, ambassadors)
    coffee_of = f"{guests:,} people, {COFFEE_ROUNDS} rounds of coffee"
    coffee_seconds, coffee_megabytes, paired, in_turn, drawn = _apart(_pair, guests)
    return [
        _asked(f"{of}: seconds of one core", seconds, MOST_SECONDS, "s"),
        _asked(f"{of}: peak memory", megabytes, MOST_MEGABYTES, "MB"),
        *_compared(of, best, greedy, "in order of asking"),
        *_compared(of, best, random, "at random"),
        _asked(f"{coffee_of}: seconds of one core, each", coffee_seconds, MOST_COFFEE_SECONDS, "s"),
        _asked(f"{coffee_of}: peak memory", coffee_megabytes, MOST_MEGABYTES, "MB"),
        *_coffees_compared(coffee_of, paired, in_turn, "in turn"),
        *_coffees_compared(coffee_of, paired, drawn, "at random"),
    ]


def _coffees_compared(of: str, ours: Coffees, other: Coffees, name: str) -> list[Line]:
    rows = (
        ("pairs that met before", ours.repeats, other.repeats, "pairs"),
        ("turns that somebody found nobody", ours.alone, other.alone, "people"),
        ("pairs of one department", ours.within, other.within, "pairs"),
    )
    return [
        Line(FIGURE, f"{of}: {what}, against {name}", "none", mine, its, (1 + its) / (1 + mine), unit)
        for what, mine, its, unit in rows
    ]


def _asked(what: str, ours: float, most: float, unit: str) -> Line:
    return Line(FIGURE, what, "none", ours, most, most / max(ours, 1e-9), unit, 1.0)


def _compared(of: str, ours: Quality, other: Quality, name: str) -> list[Line]:
    rows = (
        ("matched", 100 * ours.matched_share, 100 * other.matched_share, "%"),
        ("mean fit", ours.mean, other.mean, "of 1000"),
        ("tenth percentile of fit", ours.tenth_percentile, other.tenth_percentile, "of 1000"),
        ("worst fit", ours.worst, other.worst, "of 1000"),
    )
    return [
        Line(FIGURE, f"{of}: {what}, against {name}", "none", mine, its, mine / max(its, 1), unit)
        for what, mine, its, unit in rows
    ]


def _apart(work: Callable, *given: int):
    """What `work` gives in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def _match(mentees: int, ambassadors: int) -> tuple[float, float, Quality, Quality, Quality]:
    of = round_of(mentees, ambassadors, seed=1)
    begun = time.process_time()
    best = matching.match(of)
    seconds, megabytes = time.process_time() - begun, _megabytes()
    others = [matching.quality(of, way(of)) for way in (matching.in_order_of_asking, matching.at_random)]
    return seconds, megabytes, matching.quality(of, best), *others


def _pair(guests: int) -> tuple[float, float, Coffees, Coffees, Coffees]:
    """Seconds of the slowest round, memory, what came of it; the same when people choose in turn, and when they are drawn."""
    people, seconds = guests_of(guests, seed=1), []

    def best(of: CoffeeRound) -> Sequence[tuple[int, ...]]:
        begun = time.process_time()
        meetings = coffee.pair(of).meetings
        seconds.append(time.process_time() - begun)
        return meetings

    paired = _rounds(people, best)
    return max(seconds), _megabytes(), paired, _rounds(people, _in_turn), _rounds(people, _drawn)


def _rounds(people: Sequence[Guest], way: Callable[[CoffeeRound], Sequence[tuple[int, ...]]]) -> Coffees:
    met: dict[tuple[int, int], int] = {}
    total, department = Coffees(), {guest.key: guest.department for guest in people}
    for number in range(COFFEE_ROUNDS):
        meetings = way(CoffeeRound(tuple(people), met, seed=number))
        pairs = {pair for meeting in meetings for pair in combinations(sorted(meeting), 2)}
        within = sum(department[one] == department[other] for one, other in pairs)
        alone = len(people) - sum(map(len, meetings))
        total = Coffees(total.repeats + len(pairs & met.keys()), total.alone + alone, total.within + within)
        met = {pair: ago + 1 for pair, ago in met.items()} | dict.fromkeys(pairs, 1)
    return total


def _in_turn(of: CoffeeRound) -> list[tuple[int, ...]]:
    """Each takes whoever is best for them among those left: nobody they met, rather of another department."""

    def worth(guest: Guest, other: Guest) -> tuple[bool, bool]:
        return (min(guest.key, other.key), max(guest.key, other.key)) not in of.met, guest.department != other.department

    return _taking(of, lambda guest, left: max(left, key=lambda other: worth(guest, other)))


def _drawn(of: CoffeeRound) -> list[tuple[int, ...]]:
    """Each takes anybody whom they may."""
    return _taking(of, lambda _guest, left: left[0])


def _taking(of: CoffeeRound, chosen: Callable[[Guest, list[Guest]], Guest]) -> list[tuple[int, ...]]:
    """In an order that is drawn, each takes one of those left who share an hour and a language. No trios."""
    left, meetings = list(of.guests), []
    Random(of.seed).shuffle(left)
    while left:
        guest = left.pop()
        able = [other for other in left if guest.times & other.times and guest.languages & other.languages]
        if able:
            other = chosen(guest, able)
            left.remove(other)
            meetings.append((guest.key, other.key))
    return meetings


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def round_of(mentees: int, ambassadors: int, *, seed: int) -> MatchingRound:
    """Capacities from 1 to 20; two in five pairs share a language and an hour; everybody is blocked for a few."""
    random = Random(seed)
    keys = range(FIRST_AMBASSADOR, FIRST_AMBASSADOR + ambassadors)
    asked = [_person(random, hours=6, topics=3) for _number in range(mentees)]
    offered = [_person(random, hours=10, topics=8) for _number in range(ambassadors)]
    return MatchingRound(
        tuple(Mentee(key, *one, blocked=frozenset(random.choices(keys, k=2))) for key, one in enumerate(asked)),
        tuple(Ambassador(key, *one, capacity=random.randint(1, 20)) for key, one in zip(keys, offered, strict=True)),
        seed=seed,
    )


def guests_of(count: int, *, seed: int) -> tuple[Guest, ...]:
    random = Random(seed)
    return tuple(
        Guest(key, frozenset(random.sample(range(40), random.randint(3, 10))), _languages(random), random.choice(DEPARTMENTS))
        for key in range(count)
    )


def _person(random: Random, *, hours: int, topics: int):
    return (
        _languages(random),
        frozenset(random.sample(range(40), random.randint(1, hours))),
        frozenset(random.sample(TOPICS, random.randint(1, topics))),
        random.choice(FUNCTIONS),
        random.choice(DEPARTMENTS),
        random.choice(PLACES),
    )


def _languages(random: Random) -> frozenset[str]:
    return frozenset(random.choices((("nl",), ("nl", "en"), ("en",)), (70, 20, 10))[0])
