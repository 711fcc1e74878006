"""What a thing that is planned is for, as a package above says it: a line on its page, a field in its form, what was chosen there."""

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from people.models import Person

FIELD = "serves"  # the name of the field in forms


class Thing(enum.StrEnum):
    """What can be for something."""

    SESSION = "session"
    SERIES = "series"
    ROUND = "round"
    GROUP = "group"
    THANKS = "thanks"
    STORY = "story"


@dataclass(frozen=True, slots=True)
class Part:
    """A page includes `template`, with `values` as `serves`."""

    template: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """What a thing is for, by its name; `path` is that of its page."""

    name: str
    path: str


class Purposes(Protocol):
    """What the package above answers with."""

    def on_page(self, thing: Thing, number: int, *, may_plan: bool, has_figures: bool) -> Part | None:
        """The line on the page of a thing. `may_plan`: its reader chooses. `has_figures`: figures about it stand there."""

    def in_form(self, chosen: str) -> Part | None:
        """The field of a form; None where there is nothing to choose."""

    def choose(self, thing: Thing, number: int, chosen: str, *, by: Person, now: datetime) -> None:
        """The thing is for what was chosen in the form; "" and what cannot be chosen is nothing."""

    def named(self, thing: Thing, numbers: Collection[int]) -> Mapping[int, Named]:
        """What each of these things is for, by its number; none where it names nothing."""


_registered: list[Purposes] = []


def register(purposes: Purposes) -> None:
    """From now on this answers."""
    _registered[:] = [purposes]


def on_page(thing: Thing, number: int, *, may_plan: bool, has_figures: bool = False) -> Part | None:
    """The line on the page of a thing, if there is one."""
    return _registered[0].on_page(thing, number, may_plan=may_plan, has_figures=has_figures) if _registered else None


def in_form(chosen: str = "") -> Part | None:
    """The field of a form, if there is one; `chosen` as it was sent."""
    return _registered[0].in_form(chosen) if _registered else None


def choose(thing: Thing, number: int, chosen: str, *, by: Person, now: datetime) -> None:
    """The thing is for what was chosen in the form."""
    if _registered and chosen:
        _registered[0].choose(thing, number, chosen, by=by, now=now)


def named(thing: Thing, numbers: Collection[int]) -> Mapping[int, Named]:
    """What each of these things is for, by its number: for a list. A constant number of queries."""
    return _registered[0].named(thing, numbers) if _registered and numbers else {}
