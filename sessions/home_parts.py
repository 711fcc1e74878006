"""Sections of the home page that packages above add."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from people.models import Person


@dataclass(frozen=True, slots=True)
class Part:
    """The home page includes `template`, with `values` as `part`. `waits` says in a sentence what waits for the person in it; "": nothing."""

    template: str
    values: Mapping[str, Any]
    waits: str = ""
    comes_last: bool = False  # below what lies ahead


Read = Callable[[Person, datetime], Part | None]
_parts: dict[str, Read] = {}


def register_part(name: str, read: Read) -> None:
    """The home page has the section that `read` gives for the person and the moment; None: there is nothing to show them."""
    _parts[name] = read


def parts_of(person: Person, *, now: datetime) -> list[Part]:
    """Every section there is for this person, in order of registration."""
    return [part for part in (read(person, now) for read in _parts.values()) if part is not None]
