"""What the home page shows of each package: what waits for somebody, what lies ahead of them, and sections of its own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement

from people.models import Person
from sessions import glances

SHOWN = 7  # of what waits, before one presses for the rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One line of what waits for somebody: `about` says what is asked and by whom, `action` what they can do about it at `url`.

    `by` is the last day on which they can, where there is one. What is `offered` may lie there for good.
    """

    title: str
    about: str
    action: str
    url: str
    by: date | None = None
    offered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """A date ahead of somebody who is in, or may be ("in", "maybe"), with words for it."""

    title: str
    url: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """Lines in the lists of the home page, and a section that includes `template` with `values` as `part`; "": none."""

    waiting: Sequence[Waiting] = ()
    ahead: Sequence[Ahead] = ()
    template: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """Lines of one kind, the most urgent first: dated, undated or offered."""

    name: str
    lines: Sequence[Waiting]


Read = Callable[[Person, datetime], Part | None]
_parts: dict[str, Read] = {}


def register_part(name: str, read: Read, *, there_is: ColumnElement[bool] | None = None) -> None:
    """The home page has what `read` gives for the person and the moment; None: there is nothing to show them.

    It is asked where `there_is` something, as `glances.register` has it; None: always.
    """
    _parts[name] = read
    if there_is is not None:
        glances.register(name, there_is)


def parts_of(person: Person, seen: Mapping[str, bool], *, now: datetime) -> list[Part]:
    """All there is for this person of what `glances.look` has seen, in order of registration."""
    return [part for part in (read(person, now) for name, read in _parts.items() if seen.get(name, True)) if part is not None]


def in_order(lines: Iterable[Waiting]) -> list[Waiting]:
    """What has to be done by a day first, the nearest day first; then what has no day; then what is only offered."""
    return sorted(lines, key=lambda line: (line.offered, line.by or date.max))


def by_kind(lines: Iterable[Waiting]) -> list[Kind]:
    """The same lines in the same order under their kinds; a kind without lines is left out."""
    found: dict[str, list[Waiting]] = {}
    for line in lines:
        found.setdefault("offered" if line.offered else "dated" if line.by else "undated", []).append(line)
    return [Kind(name, lines) for name, lines in found.items()]


def first_and_rest(lines: Sequence[Waiting]) -> tuple[list[Kind], list[Kind]]:
    """What is seen at once, and what a press shows; one line more than are shown is shown too."""
    end = SHOWN if len(lines) > SHOWN + 1 else len(lines)
    return by_kind(lines[:end]), by_kind(lines[end:])
