"""What of a week may be shown, decided once, when it arrives (promise 3). What is not shown is not kept.

Three steps, each for the segments that passed the one before: who took part and who did not; of those who did, who consumed and who did
more; of these, who contributed and who created. In every step `people.overlaps` sees to it that whatever can be computed from the figures,
across all kinds of segments, stands for five people, in each column of the step.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onboarding.evidence.participation import segments
from onboarding.evidence.participation.models import Kind, Level
from onboarding.evidence.participation.segments import Segment
from people import overlaps, privacy
from people.overlaps import Way

STEPS: Sequence[Sequence[Sequence[Level | None]]] = (
    ((None,), tuple(Level)),
    ((Level.CONSUME,), (Level.CONTRIBUTE, Level.CREATE)),
    ((Level.CONTRIBUTE,), (Level.CREATE,)),
)


@dataclass(frozen=True, slots=True)
class Contacts:
    """How many contacts in a week were of two departments and of one, and how many people were in any of these."""

    across: int
    within: int
    people_across: int
    people_within: int

    @property
    def share(self) -> int | None:
        """Of a hundred, how many were of two departments: in fives, never none or all. Withheld where few people are in either."""
        if privacy.shown(self.people_across) is None or privacy.shown(self.people_within) is None:
            return None
        return min(95, max(5, 5 * round(20 * self.across / (self.across + self.within))))


@dataclass(frozen=True, slots=True)
class Counted:
    """A week, added up. Nobody is named in it any more.

    `levels`: by level, and None for who was not seen, how many people with these bits of `segments`. `might`: the bits of everybody.
    `contacts`: by number of the segment.
    """

    segments: Sequence[Segment]
    levels: Mapping[Level | None, Mapping[int, int]]
    contacts: Mapping[int, Contacts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """A segment in a week, as it may be shown: see `models.ParticipationFigure`."""

    kind: Kind
    name: str
    people: int | None = None
    took_part: int | None = None
    consume: int | None = None
    contribute: int | None = None
    create: int | None = None
    across: int | None = None
    has_contacts: bool = False

    @property
    def segment(self) -> Segment:
        return self.kind, self.name


def decide(week: Counted) -> list[Figure]:
    """Every segment of the week, in order, with what may be shown of it."""
    groups = sum(1 << number for number, (kind, _name) in enumerate(week.segments) if kind is Kind.GROUP)
    everybody = frozenset(bits for counts in week.levels.values() for bits in counts)
    counts = [_counts(week, number) for number in range(len(week.segments))]
    units = segments.units(week.segments, [sum(one.values()) for one in counts])
    shown: list[set[int]] = []
    for columns in STEPS:
        ways = [_way(week, levels, everybody, groups) for levels in columns]
        open_ = overlaps.open_together(units, ways)
        units = [unit for unit in units if open_.issuperset(unit)] if 0 in open_ else []
        shown.append({number for unit in units for number in unit})
    return [_figure(week, number, one, [number in step for step in shown]) for number, one in enumerate(counts)]


def _counts(week: Counted, number: int) -> dict[Level | None, int]:
    """How many people of a segment did what; nothing of this is shown yet."""
    return {level: sum(count for bits, count in here.items() if bits >> number & 1) for level, here in week.levels.items()}


def _way(week: Counted, levels: Sequence[Level | None], everybody: frozenset[int], groups: int) -> Way:
    """Of who was not seen, none was seen in a group: there are no figures of it."""
    here: Counter[int] = Counter()
    for level in levels:
        here.update(week.levels.get(level, {}))
    every = (1 << len(week.segments)) - 1
    if None in levels:
        return Way(here, frozenset(bits & ~groups for bits in everybody), every & ~groups)
    return Way(here, everybody, every)


def _figure(week: Counted, number: int, counts: Mapping[Level | None, int], shown: Sequence[bool]) -> Figure:
    kind, name = week.segments[number]
    consume, contribute, create = (counts.get(level, 0) for level in Level)
    contacts = week.contacts.get(number)
    return Figure(
        kind,
        name,
        people=sum(counts.values()) if shown[0] else None,
        took_part=consume + contribute + create if shown[0] else None,
        consume=consume if shown[1] else None,
        contribute=contribute if shown[2] else None,
        create=create if shown[2] else None,
        across=contacts.share if contacts else None,
        has_contacts=contacts is not None,
    )
