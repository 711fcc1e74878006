"""Added up on arrival: who did what becomes how many people did what, week by week. Names live as long as this object does, in memory."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from onboarding.evidence.participation import segments
from onboarding.evidence.participation.deciding import Contacts, Counted
from onboarding.evidence.participation.models import Kind, Level
from onboarding.evidence.participation.segments import Roster
from people.privacy import FLOOR

ORDER = {level: place for place, level in enumerate(Level)}


def monday(day: date) -> date:
    """The first day of its ISO week."""
    return day - timedelta(days=day.weekday())


@dataclass(slots=True)
class _Week:
    """What was seen of people in a week, by id. `contacts`: pairs by group, "" for all."""

    levels: dict[int, Level] = field(default_factory=dict)
    groups: dict[str, set[int]] = field(default_factory=dict)
    contacts: dict[str, set[tuple[int, int]]] = field(default_factory=dict)


class Sums:
    """Takes acts one by one; gives counts of weeks."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._weeks: dict[date, _Week] = {}

    def add(self, person: int, on: date, level: Level, *, group: str = "", other: int | None = None) -> None:
        """This person was seen on this day; `other`: with whom. Of a week counts what lies furthest on the way from reading to creating."""
        week = self._weeks.setdefault(monday(on), _Week())
        before = week.levels.get(person)
        if before is None or ORDER[level] > ORDER[before]:
            week.levels[person] = level
        if group:
            week.groups.setdefault(group, set()).add(person)
        if other is not None and other != person:
            pair = (min(person, other), max(person, other))
            for name in {"", group}:
                week.contacts.setdefault(name, set()).add(pair)

    @property
    def weeks(self) -> list[date]:
        """Of which something came, in order."""
        return sorted(self._weeks)

    def counted(self, on: date) -> Counted:
        """The week that begins on this Monday."""
        week, roster = self._weeks[on], self._roster
        groups = sorted(name for name, people in week.groups.items() if len(people) >= FLOOR)[: segments.MOST]
        every = [*roster.segments, *((Kind.GROUP, name) for name in groups)]
        bits = {person: roster.bits[person] for person in week.levels}
        for place, name in enumerate(groups, start=len(roster.segments)):
            for person in week.groups[name]:
                bits[person] |= 1 << place
        levels: dict[Level | None, Counter[int]] = {level: Counter() for level in (None, *Level)}
        levels[None] = Counter(mine for person, mine in roster.bits.items() if person not in week.levels)
        for person, level in week.levels.items():
            levels[level][bits[person]] += 1
        named = {0: "", **dict(enumerate(groups, start=len(roster.segments)))}
        pairs = {place: list(week.contacts[name]) for place, name in named.items() if name in week.contacts}
        return Counted(every, levels, {place: self._contacts(found) for place, found in pairs.items()})

    def _contacts(self, pairs: Sequence[tuple[int, int]]) -> Contacts:
        """Pairs of which one has no department are not counted."""
        places = self._roster.departments
        known = [pair for pair in pairs if pair[0] in places and pair[1] in places]
        across = [pair for pair in known if places[pair[0]] != places[pair[1]]]
        within = [pair for pair in known if places[pair[0]] == places[pair[1]]]
        return Contacts(
            len(across),
            len(within),
            len({person for pair in across for person in pair}),
            len({person for pair in within for person in pair}),
        )
