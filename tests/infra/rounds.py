"""Rounds for tests, and what is true of any composition: written apart from the composer, as somebody with a list would check it."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from sessions.rounds.compositions import Candidate, Group, HostOffer, Intake
from sessions.rounds.points import Points

NL, UTRECHT = frozenset({"nl"}), frozenset({"Utrecht"})


def signed_up(key: int, *times: int, **said) -> Candidate:
    return Candidate(key, frozenset(times), **{"places": UTRECHT, "languages": NL, **said})


def offer(key: int, *times: int, **said) -> HostOffer:
    return HostOffer(key, frozenset(times), **{"places": UTRECHT, "languages": NL, **said})


def faults(intake: Intake, groups: Sequence[Group]) -> list[str]:
    """Every hard rule that is broken, in words."""
    people, hosts = {one.key: one for one in intake.candidates}, {one.key: one for one in intake.hosts}
    members = [key for group in groups for key in group.members]
    found = [] if len(members) == len(set(members)) else ["somebody is in two groups"]
    for group in groups:
        everybody = (hosts[group.host], *(people[key] for key in group.members))
        found += [f"{one.key} cannot come to {group}" for one in everybody if not _can(one, group)]
        if not intake.terms.smallest <= len(group.members) <= intake.terms.largest:
            found.append(f"the size of {group}")
        found += [f"{pair} in {group}" for pair in _kept_apart(intake) if set(pair) <= {*group.members, group.host}]
    for host in hosts.values():
        times = [group.time for group in groups if group.host == host.key]
        clash = any(pair in intake.terms.overlapping or pair[::-1] in intake.terms.overlapping for pair in combinations(times, 2))
        if len(times) > host.most_groups or len(set(times)) < len(times) or clash:
            found.append(f"host {host.key} at {times}")
    if intake.terms.most_groups is not None and len(groups) > intake.terms.most_groups:
        found.append("too many groups")
    return found


def _can(one: Candidate | HostOffer, group: Group) -> bool:
    return group.time in one.times and group.place in one.places and group.language in one.languages


def _kept_apart(intake: Intake) -> Iterator[tuple[int, int]]:
    welcoming = {one.key for one in (*intake.candidates, *intake.hosts) if one.reports_welcome}
    for one in intake.candidates:
        yield from ((one.key, other) for other in one.avoids - {one.key})
        if one.manager is not None and not (one.manager_welcome and one.manager in welcoming):
            yield one.key, one.manager


def best_of_all(intake: Intake) -> tuple[int, float]:
    """People placed and points of the best composition, by trying every one. For half a dozen people."""
    points = Points({one.key: one for one in intake.candidates}, intake.terms)
    seats = [
        (time, place, language, host.key)
        for host in intake.hosts
        for time in sorted(host.times)
        for place in sorted(host.places)
        for language in sorted(host.languages)
    ]
    keys = [one.key for one in intake.candidates]
    sizes = range(intake.terms.smallest, intake.terms.largest + 1)
    possible = [
        [group for size in sizes for some in combinations(keys, size) if not faults(intake, [group := Group(*seat, some)])]
        for seat in seats
    ]
    found = (tried for tried in _combined(intake, possible, ()))
    return max(
        (sum(len(one.members) for one in tried), sum(points.of_group(one.members, one.host) for one in tried) / 100)
        for tried in found
    )


def _combined(intake: Intake, possible: list[list[Group]], chosen: tuple[Group, ...]) -> Iterator[tuple[Group, ...]]:
    if not possible:
        if not faults(intake, chosen):
            yield chosen
        return
    taken = {key for group in chosen for key in group.members}
    yield from _combined(intake, possible[1:], chosen)
    for group in possible[0]:
        if taken.isdisjoint(group.members):
            yield from _combined(intake, possible[1:], (*chosen, group))
