"""Figure 8: ambassadors are matched with mentees, and people paired for a coffee twelve times over. It needs no database.

Each in a process of its own, so that its memory can be told: against what was asked of it, and against matching at random and in the
order of asking.
"""

import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
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


def measure(size: Size) -> list[Line]:
    mentees, ambassadors, guests = size.matching
    of = f"{mentees:,} mentees, {ambassadors} ambassadors"
    seconds, megabytes, best, greedy, random = _apart(_match, mentees, ambassadors)
    coffee_of = f"{guests:,} people, {COFFEE_ROUNDS} rounds of coffee"
    coffee_seconds, coffee_megabytes, repeats, by_chance = _apart(_pair, guests)
    return [
        _asked(f"{of}: seconds of one core", seconds, MOST_SECONDS, "s"),
        _asked(f"{of}: peak memory", megabytes, MOST_MEGABYTES, "MB"),
        *_compared(of, best, greedy, "in order of asking"),
        *_compared(of, best, random, "at random"),
        _asked(f"{coffee_of}: seconds of one core, each", coffee_seconds, MOST_COFFEE_SECONDS, "s"),
        _asked(f"{coffee_of}: peak memory", coffee_megabytes, MOST_MEGABYTES, "MB"),
        Line(
            FIGURE,
            f"{coffee_of}: pairs that met before",
            "none",
            repeats,
            by_chance,
            (1 + by_chance) / (1 + repeats),
            "pairs",
            note="the other at random",
        ),
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


def _pair(guests: int) -> tuple[float, float, int, int]:
    """Seconds of the slowest round, memory, pairs that met before in all rounds; the same when pairs are drawn."""
    people, seconds = guests_of(guests, seed=1), []
    met: dict[tuple[int, int], int] = {}
    repeats = 0
    for number in range(COFFEE_ROUNDS):
        begun = time.process_time()
        meetings = coffee.pair(CoffeeRound(people, met, seed=number)).meetings
        seconds.append(time.process_time() - begun)
        pairs = {pair for meeting in meetings for pair in combinations(meeting, 2)}
        repeats += len(pairs & met.keys())
        met = {pair: ago + 1 for pair, ago in met.items()} | dict.fromkeys(pairs, 1)
    return max(seconds), _megabytes(), repeats, _repeats_by_chance(guests)


def _repeats_by_chance(guests: int) -> int:
    random, keys, met, repeats = Random(1), list(range(guests)), set(), 0
    for _round in range(COFFEE_ROUNDS):
        random.shuffle(keys)
        pairs = {tuple(sorted(pair)) for pair in zip(keys[::2], keys[1::2], strict=False)}
        repeats += len(pairs & met)
        met |= pairs
    return repeats


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
