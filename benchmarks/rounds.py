"""Rounds as they happen: who works together can at the same times, in the same place, and knows one another."""

from dataclasses import replace
from random import Random

from sessions.rounds.compositions import Candidate, HostOffer, Intake, Terms

PLACES = ("Utrecht", "Deventer", "Rotterdam", "Zwolle")
DAYPARTS = 5  # of a week: hours that come together
FUNCTIONS = ("Nurse", "Planner", "Engineer", "Buyer", "Trainer", "Controller", "Adviser", "Mechanic", "Analyst", "Assistant")
WISHES = (
    "Finding documents of my own team again",
    "Sharing photos of a visit to a client",
    "Asking a question without mailing everybody",
    "Reading the news on my phone",
    "Onze afspraken terugvinden",
    "Een vergadering voorbereiden met collega's",
    "Posting an update about our project",
    "Following other departments",
    "",
    "",
)


def intake_of(people: int, *, hosts: int, times: int, seed: int, terms: Terms | None = None) -> Intake:
    """Hosts have keys from 1, people above them. Hosts can lead one group in twelve sign-ups between them, and a few more."""
    random = Random(seed)
    every = range(1, times + 1)
    places = PLACES[: max(1, people // 20)]
    offers = tuple(_host(key, every, places, people / hosts, random) for key in range(1, hosts + 1))
    first = hosts + 1
    team = max(4, min(40, people // 6))
    candidates = [_candidate(key, (key - first) // team, every, places, random) for key in range(first, first + people)]
    return Intake(tuple(_acquainted(one, candidates, team, first, random) for one in candidates), offers, terms or Terms(), seed)


def _host(key: int, every: range, known: tuple[str, ...], people: float, random: Random) -> HostOffer:
    """`people` who signed up for each host."""
    most = max(1, round(1.15 * people / 8))
    place = known[key % len(known)]
    places = {place, random.choice(known)} if random.random() < 0.3 else {place}
    offered = min(len(every), most + 4)
    return HostOffer(
        key,
        frozenset(random.sample(every, offered)),
        frozenset(places),
        _languages(random, both=0.6),
        most,
        random.random() < 0.3,
    )


def _candidate(key: int, team: int, every: range, known: tuple[str, ...], random: Random) -> Candidate:
    place = known[team % len(known)]
    part = len(every) / DAYPARTS
    start = int(part * ((team // len(known)) % DAYPARTS))
    usual = [time for time in every if start < time <= start + max(3, part)]
    times = {*random.sample(usual, min(len(usual), random.randint(2, 4))), *random.sample(every, random.randint(0, 2))}
    places = {place, random.choice(known)} if random.random() < 0.15 else {place}
    function = FUNCTIONS[(team * 3 + random.choice((0, 0, 0, 1, 1, 2))) % len(FUNCTIONS)]
    return Candidate(
        key,
        frozenset(times),
        frozenset(places),
        _languages(random, both=0.25),
        function,
        f"Department {random.choice((team, team, team, team + 1, team + 2)) // 2}",
        random.choice(WISHES),
    )


def _languages(random: Random, *, both: float) -> frozenset[str]:
    if random.random() < both:
        return frozenset({"nl", "en"})
    return frozenset({"nl"} if random.random() < 0.85 else {"en"})


def _acquainted(one: Candidate, everybody: list[Candidate], team: int, first: int, random: Random) -> Candidate:
    """Some want to come with somebody near them (often both say so), a few never with somebody, and the first of a team leads it."""
    near = (one.key - first) // team * team
    colleagues = [other.key for other in everybody[near : near + team] if other.key != one.key]
    partner = first + ((one.key - first) ^ 1)
    companions = {partner} if random.random() < 0.2 else set()
    avoids = {random.choice(colleagues)} if colleagues and random.random() < 0.06 else set()
    return replace(
        one,
        companions=frozenset(companions & set(colleagues)),
        avoids=frozenset(avoids - companions),
        manager=first + near if one.key != first + near else None,
        manager_welcome=random.random() < 0.4,
        reports_welcome=random.random() < 0.4,
    )
