"""Which stories are missing: departments and functions in which nobody has told one. Only of those large enough (people.privacy).

A size decides whether something is said of a department, and stands nowhere.
"""

import enum
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from champions.models import Ambassador
from database import db
from onboarding.stories.models import Story
from onboarding.stories.queries import published
from people.models import Person
from people.privacy import shown

MOST = 12
MOST_ASKED = 3  # ambassadors, for one story that is missing


class Side(enum.StrEnum):
    """Of what kind of people it is missing."""

    DEPARTMENT = "department"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class Gap:
    """Nobody of this department or function has told a story. `place`: where most of them are; "" where that would say it of few."""

    side: Side
    value: str
    place: str

    @property
    def key(self) -> str:
        """As it stands in forms and mails."""
        return f"{self.side}:{self.value}"


def gaps() -> list[Gap]:
    """The largest ones, in the order of the alphabet, departments first. Four queries."""
    return [gap for side in Side for gap in _gaps_of(side)]


def of_person(person: Person) -> list[Gap]:
    """Those that this person could fill. At most four queries, each from an index."""
    return [Gap(side, value, "") for side in Side if (value := value_of(person, side)) and _is_missing(side, value)]


def _is_missing(side: Side, value: str) -> bool:
    column = _column(side)
    size = db.session.scalar(select(func.count()).where(Person.active, column == value)) or 0
    told = select(Story.id).join(Person, Person.id == Story.by_id).where(published(), column == value).limit(1)
    return shown(size) is not None and db.session.scalar(told) is None


def value_of(person: Person, side: Side) -> str:
    """Their department, or their function."""
    return person.department if side is Side.DEPARTMENT else person.function


def near(gap: Gap, ambassadors: Sequence[Ambassador], *, week: int) -> list[Ambassador]:
    """At most three who may know somebody: of these people themselves, else near the place where most of them are. Others next week."""
    inside = [one for one in ambassadors if value_of(one.person, gap.side) == gap.value]
    chosen = inside or [one for one in ambassadors if gap.place and gap.place in (*one.places, one.person.location)]
    chosen = sorted(chosen, key=lambda one: hashlib.sha256(f"{gap.key}:{one.person_id}".encode()).digest())
    start = week * MOST_ASKED % len(chosen) if len(chosen) > MOST_ASKED else 0
    return [*chosen[start:], *chosen[:start]][:MOST_ASKED]


def _gaps_of(side: Side) -> list[Gap]:
    column = _column(side)
    counted = select(column, Person.location, func.count()).where(Person.active, column != "")
    sizes: Counter[str] = Counter()
    places: dict[str, Counter[str]] = {}
    for value, place, count in db.session.execute(counted.group_by(column, Person.location)):
        sizes[value] += count
        places.setdefault(value, Counter())[place] += count
    told = set(db.session.scalars(select(column).join(Story, Story.by_id == Person.id).where(published()).distinct()))
    large = [value for value, size in sorted(sizes.items(), key=lambda one: (-one[1], one[0])) if shown(size) is not None]
    missing = [value for value in large if value not in told][:MOST]
    return [Gap(side, value, _place(places[value])) for value in sorted(missing, key=str.casefold)]


def _column(side: Side) -> InstrumentedAttribute[str]:
    return Person.department if side is Side.DEPARTMENT else Person.function


def _place(counts: Counter[str]) -> str:
    place, count = min(counts.items(), key=lambda one: (-one[1], one[0]))
    return place if shown(count) is not None else ""
