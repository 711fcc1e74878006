"""Who is in which segment on the day on which something arrives: departments, functions and places, and rounds of training groups.

Of past weeks nobody knows any more who was where: a week is counted by where people are when it arrives.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from database import db
from networks.models import Group, Visibility
from onboarding.evidence.participation.models import Kind
from people import privacy
from people.models import FurtherAddress, Person
from sessions.rounds.models import Round, RoundState, SignUp

SMALLEST = 2 * privacy.FLOOR  # people: below, nothing could ever be shown of those who took part and those who did not
MOST = 120  # segments of a week, the largest; beside the whole
ONE_EACH = (Kind.DEPARTMENT, Kind.FUNCTION, Kind.PLACE)  # everybody is in at most one of them

Segment = tuple[Kind, str]
WHOLE: Segment = (Kind.WHOLE, "")


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody, in memory, while something is added up.

    `segments`: numbered in this order. `bits`: of each person, by id, the segments they are in (1 << number). `ids`: by address in lower
    case, and by number as text. `departments`: by id.
    """

    segments: Sequence[Segment]
    bits: dict[int, int]
    ids: dict[str, int]
    departments: dict[int, str]


def roster() -> Roster:
    """Everybody who works here today. Three queries."""
    query = select(Person.id, Person.email, Person.department, Person.function, Person.location).where(Person.active)
    people = db.session.execute(query).all()
    in_rounds = _in_rounds()
    named = {
        number: [
            WHOLE,
            *((kind, name) for kind, name in zip(ONE_EACH, (department, function, place), strict=True) if name),
            *in_rounds.get(number, ()),
        ]
        for number, _email, department, function, place in people
    }
    segments = in_order(_largest(segment for mine in named.values() for segment in mine))
    place_of = {segment: place for place, segment in enumerate(segments)}
    return Roster(
        segments,
        {number: sum(1 << place_of[one] for one in mine if one in place_of) for number, mine in named.items()},
        _ids((number, email) for number, email, *_where in people),
        {number: department for number, _email, department, *_where in people if department},
    )


def unlisted() -> frozenset[str]:
    """Names, in lower case, of groups that not every colleague may know of: there are no figures of them, whatever a platform tells."""
    query = select(Group.name).where(Group.visibility == Visibility.UNLISTED)
    return frozenset(name.casefold() for name in db.session.scalars(query))


def in_order(segments: Iterable[Segment]) -> list[Segment]:
    """The whole, then by kind as `Kind` has them, then by name."""
    kinds = list(Kind)
    return sorted(segments, key=lambda segment: (kinds.index(segment[0]), segment[1]))


def units(segments: Sequence[Segment], sizes: Sequence[int]) -> list[list[int]]:
    """The numbers of the segments that are shown together or not at all: by twos where everybody is in one of them, by name. `sizes`: how
    many people each has; how many work somewhere is no secret, so one that is too small for anything takes no other with it.
    """
    found: list[list[int]] = []
    for kind in Kind:
        least = SMALLEST if kind in ONE_EACH else privacy.FLOOR
        numbers = [number for number, segment in enumerate(segments) if segment[0] is kind and sizes[number] >= least]
        found += privacy.neighbours(numbers) if kind in ONE_EACH else [[number] for number in numbers]
    return found


def _largest(segments: Iterable[Segment]) -> list[Segment]:
    counted = Counter(segments)
    counted[WHOLE] += 0
    large = [segment for segment, count in counted.items() if count >= SMALLEST and segment != WHOLE]
    return [WHOLE, *sorted(large, key=lambda segment: (-counted[segment], segment))[:MOST]]


def _ids(people: Iterable[tuple[int, str]]) -> dict[str, int]:
    """By main address and number, and by further addresses that are confirmed; a main address goes first."""
    main = [(number, email) for number, email in people]
    query = select(FurtherAddress.email, FurtherAddress.person_id).where(FurtherAddress.confirmed_at.is_not(None))
    here = {number for number, _email in main}
    further = {email: number for email, number in db.session.execute(query).all() if number in here}
    return {**further, **{email: number for number, email in main}, **{str(number): number for number in here}}


def _in_rounds() -> dict[int, list[Segment]]:
    """Of each person the one round they count in: the first they took part in, otherwise the last they wait for."""
    states = (RoundState.OPEN, RoundState.COMPOSING, RoundState.PROPOSED, RoundState.ASKED, RoundState.PUBLISHED)
    query = select(SignUp).join(SignUp.round).where(Round.state.in_(states)).order_by(Round.first_on, Round.id)
    took: dict[int, Segment] = {}
    waits: dict[int, Segment] = {}
    for one in db.session.scalars(query):
        if _is_in_a_group(one):
            took.setdefault(one.person_id, (Kind.TOOK_PART, str(one.round_id)))
        elif not one.round.is_closed:
            waits[one.person_id] = (Kind.WAITING, str(one.round_id))
    return {person_id: [segment] for person_id, segment in {**waits, **took}.items()}


def _is_in_a_group(one: SignUp) -> bool:
    return one.round.state is RoundState.PUBLISHED and not one.waits
