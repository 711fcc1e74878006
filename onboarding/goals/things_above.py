"""Things of packages above that can serve a goal: stories, surveys. Each says who plans it, or what of it a reader finds on the goal's page."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from people.models import Person
from people.serving import Thing


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on the page of a goal; `path` is that of its page."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Dated:
    """One thing among what happened around a goal, from a day of the company on. "" for title and path: not for this reader."""

    on: date
    title: str = ""
    path: str = ""


Around = Callable[[int, Person], list[Dated]]
Plans = Callable[[Person, int], bool]
Lines = Callable[[Collection[int]], list[Line]]
_known: dict[Thing, tuple[Plans, Lines]] = {}
_around: dict[str, Around] = {}


def register(thing: Thing, plans: Plans, lines: Lines) -> None:
    """`plans`: whether a person says what the thing with this number serves. `lines`: of these numbers, those that every colleague reads."""
    _known[thing] = plans, lines


def plans(person: Person, thing: Thing, number: int) -> bool:
    """Whether this person says what it serves."""
    return thing in _known and _known[thing][0](person, number)


def lines(thing: Thing, numbers: Collection[int]) -> list[Line]:
    """What of them every colleague reads."""
    return _known[thing][1](numbers) if numbers and thing in _known else []


def register_around(kind: str, around: Around) -> None:
    """Among what happened stands what `around` gives for the number of a goal and a reader, as this kind (`happenings.Kind`)."""
    _around[kind] = around


def around(goal_id: int, reader: Person) -> list[tuple[str, Dated]]:
    """What of packages above happened around the goal, with its kind."""
    return [(kind, one) for kind, read in _around.items() for one in read(goal_id, reader)]
