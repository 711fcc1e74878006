"""What packages above add to the page of a programme: a heading, and lines under it, as one reader may know them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from onboarding.goals.things_above import Line
from people.models import Person

Lines = Callable[[int, Person], list[Line]]
_parts: dict[str, tuple[Any, Lines]] = {}


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a heading, which is translated when read."""

    heading: Any
    lines: list[Line]


def register_part(name: str, heading: Any, lines: Lines) -> None:
    """The page of a programme (by number) has what `lines` gives for its reader."""
    _parts[name] = heading, lines


def parts_of(programme_id: int, reader: Person) -> list[Part]:
    """Every part with a line in it, in order of registration."""
    found = [Part(heading, lines(programme_id, reader)) for heading, lines in _parts.values()]
    return [part for part in found if part.lines]
