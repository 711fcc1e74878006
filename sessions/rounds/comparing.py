"""What filling groups at random, or in the order people signed up, comes to: what a composition is compared with.

Both keep every hard rule, as somebody with a list and some patience would.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from sessions.rounds.compositions import Candidate, Group, Intake, Quality, in_order
from sessions.rounds.feasibility import Feasibility, Slot
from sessions.rounds.qualities import quality

TRIES = 5  # at random: the middle one is shown


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same figures as of a composition, for groups made without one."""

    at_random: Quality
    by_sign_up: Quality


@dataclass(slots=True)
class _Filling:
    slot: Slot
    host: int
    members: set[int]


def compare(intake: Intake) -> Comparison:
    """`intake.candidates` stand in the order they signed up. The same intake gives the same figures."""
    fits, random = Feasibility(intake), Random(intake.seed)
    tries = [
        quality(intake, filled(fits, random.sample(intake.candidates, len(intake.candidates)), random)) for _try in range(TRIES)
    ]
    middle = sorted(tries, key=lambda one: (one.placed, one.points))[TRIES // 2]
    return Comparison(middle, quality(intake, filled(fits, intake.candidates)))


def filled(fits: Feasibility, candidates: Sequence[Candidate], random: Random | None = None) -> tuple[Group, ...]:
    """Each in turn takes the first seat that suits, or one in a new group. Groups too small are given up, and their people try again.

    With `random` in any order of slots.
    """
    people = [one.key for one in candidates if one.key in fits.candidates]
    groups: list[_Filling] = []
    for key in people:
        if not _seated(fits, key, groups, random):
            _opened(fits, key, groups, random)
    kept = [group for group in groups if len(group.members) >= fits.intake.terms.smallest]
    seated = {key for group in kept for key in group.members}
    for key in people:
        if key not in seated:
            _seated(fits, key, kept, random)
    return in_order(Group(one.slot.time, one.slot.place, one.slot.language, one.host, tuple(sorted(one.members))) for one in kept)


def _seated(fits: Feasibility, key: int, groups: Sequence[_Filling], random: Random | None) -> bool:
    slots = set(fits.slots_for[key])
    free = [group for group in groups if group.slot in slots and len(group.members) < fits.intake.terms.largest]
    for group in random.sample(free, len(free)) if random else free:
        if fits.may_join(key, group.host, group.members):
            group.members.add(key)
            return True
    return False


def _opened(fits: Feasibility, key: int, groups: list[_Filling], random: Random | None) -> None:
    slots = fits.slots_for[key]
    for slot in random.sample(slots, len(slots)) if random else slots:
        for host in fits.hosts_at[slot]:
            if _is_free(fits, host, slot, groups) and fits.may_join(key, host, set()):
                groups.append(_Filling(slot, host, {key}))
                return


def _is_free(fits: Feasibility, host: int, slot: Slot, groups: Sequence[_Filling]) -> bool:
    terms = fits.intake.terms
    times = [group.slot.time for group in groups if group.host == host]
    most = terms.most_groups is None or len(groups) < terms.most_groups
    return most and len(times) < fits.hosts[host].most_groups and fits.at_once[slot.time].isdisjoint(times)
