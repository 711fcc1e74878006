"""Totals as a platform tells them, made into a week. Nobody knows who is in two of its segments, so one kind is taken, of which everybody is
in one segment: of two kinds, a department and a place that differ by one person would tell of that person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onboarding.evidence.participation import segments
from onboarding.evidence.participation.deciding import Contacts, Counted
from onboarding.evidence.participation.errors import ParticipationInvalid
from onboarding.evidence.participation.models import Kind, Level
from onboarding.evidence.participation.segments import WHOLE, Segment

LARGEST = 10_000_000  # people, or contacts, in a number
TAKEN = (Kind.WHOLE, *segments.ONE_EACH, Kind.GROUP)  # which rounds people are in Foyer knows itself


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many people a segment has, and how many of them consumed, contributed, created; each person once, at the highest."""

    people: int
    consume: int = 0
    contribute: int = 0
    create: int = 0
    contacts: Contacts | None = None

    def by_level(self) -> dict[Level | None, int]:
        """The same, with who was not seen (None); below nought where more took part than there are."""
        seen: dict[Level | None, int] = {
            Level.CONSUME: self.consume,
            Level.CONTRIBUTE: self.contribute,
            Level.CREATE: self.create,
        }
        return {None: self.people - sum(seen.values()), **seen}


def counted(told: Mapping[Segment, Numbers]) -> Counted:
    """The week. `told`: the whole, or not; segments of one kind; groups, of which only the contacts are taken. Raises ParticipationInvalid
    where the segments hold more people than the whole.
    """
    every = segments.in_order({WHOLE, *told})
    parts = [segment for segment in every if segment[0] in segments.ONE_EACH]
    levels: dict[Level | None, dict[int, int]] = {}
    for level in (None, *Level):
        mine = {1 << every.index(segment) | 1: told[segment].by_level()[level] for segment in parts}
        rest = told[WHOLE].by_level()[level] - sum(mine.values()) if WHOLE in told else 0
        if rest < 0:
            raise ParticipationInvalid("The segments of this week hold more people than the whole company.", field="people")
        levels[level] = {**mine, 1: rest}
    contacts = {every.index(segment): one.contacts for segment, one in told.items() if one.contacts is not None}
    return Counted(every, _without_nobody(levels), contacts)


def _without_nobody(levels: Mapping[Level | None, Mapping[int, int]]) -> dict[Level | None, dict[int, int]]:
    return {level: {bits: count for bits, count in here.items() if count} for level, here in levels.items()}


def kind_of(kinds: Sequence[Kind]) -> Kind | None:
    """The kind that is taken of a week: the first that was told of which everybody is in one."""
    return next((kind for kind in kinds if kind in segments.ONE_EACH), None)
