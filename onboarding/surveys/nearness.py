"""When surveys that asked the same would tell, read together, what a few people said (promise 3).

Whoever knows the company knows whom a survey asked. Two audiences that differ by one person tell of that person, if all others answer alike;
so do a group and the row of a department that is this group and one more, and everybody beside two surveys that are everybody but one.
`people.overlaps` sees to it that whatever one adds and subtracts stands for five people.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from people import overlaps
from people.overlaps import Way
from people.privacy import FLOOR

People = frozenset[int]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Whom a wave asked, by number; `departments`: the people of those that may stand beside its answers."""

    people: People
    departments: Mapping[str, People] = field(default_factory=dict)

    @property
    def rows(self) -> list[People]:
        """Of which there may be figures by department. Who is in none of them is withheld with the first, where they are few."""
        rows = [self.departments[name] for name in sorted(self.departments)]
        others = self.people.difference(*rows)
        return [rows[0] | others, *rows[1:]] if rows and len(others) < FLOOR else rows


def differ_by_few(one: People, other: People) -> bool:
    """Whether they differ, and by fewer than five people on either side."""
    return one != other and len(one - other) < FLOOR and len(other - one) < FLOOR


def tells(asked: People, before: Sequence[Crowd]) -> bool:
    """Whether these people, asked the same as others before, would be told by all of it together."""
    rows = [row for crowd in before for row in (crowd.people, *crowd.rows)]
    return any(differ_by_few(asked, row) for row in rows) or not _is_open(rows, [asked])


def departments_tell(own: Crowd, others: Sequence[Crowd]) -> bool:
    """The same of figures by department, beside its own total and what others asked."""
    rows = [row for crowd in others for row in (crowd.people, *crowd.rows)]
    near = any(differ_by_few(mine, row) for mine in own.rows for row in rows)
    return near or not _is_open([*rows, own.people], own.rows)


def _is_open(known: Sequence[People], more: Sequence[People]) -> bool:
    """Whether these may be shown beside the others, as far as those may be shown beside each other."""
    rows = [*known, *more]
    bits: defaultdict[int, int] = defaultdict(int)
    for number, row in enumerate(rows):
        for person in row:
            bits[person] |= 1 << number
    here = Counter(bits.values())
    way = Way(here, frozenset(here), (1 << len(rows)) - 1)
    shown = overlaps.open_together([[number] for number in range(len(rows))], [way])
    return shown.issuperset(range(len(known), len(rows)))
