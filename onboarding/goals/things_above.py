"""Things of packages above that can serve a goal: stories. Each says who plans it, and what of it a reader finds on the goal's page."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from people.models import Person
from people.serving import Thing


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on the page of a goal; `path` is that of its page."""

    title: str
    path: str


Plans = Callable[[Person, int], bool]
Lines = Callable[[Collection[int]], list[Line]]
_known: dict[Thing, tuple[Plans, Lines]] = {}


def register(thing: Thing, plans: Plans, lines: Lines) -> None:
    """`plans`: whether a person says what the thing with this number serves. `lines`: of these numbers, those that every colleague reads."""
    _known[thing] = plans, lines


def plans(person: Person, thing: Thing, number: int) -> bool:
    """Whether this person says what it serves."""
    return thing in _known and _known[thing][0](person, number)


def lines(thing: Thing, numbers: Collection[int]) -> list[Line]:
    """What of them every colleague reads."""
    return _known[thing][1](numbers) if numbers and thing in _known else []
