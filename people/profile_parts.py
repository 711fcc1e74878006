"""Sections of a person's own page, of what Foyer keeps about them, and of their leaving, that packages above add."""

from collections.abc import Callable
from typing import Any

from people.models import Person

Context = Callable[[Person], dict[str, Any]]
_parts: dict[str, Context] = {}
_leaving: dict[str, Context] = {}
_data: dict[str, Callable[[Person], Any]] = {}


def register_part(template: str, context: Context) -> None:
    """The profile page includes `template`, with what `context` gives for the person."""
    _parts[template] = context


def parts_of(person: Person) -> list[tuple[str, dict[str, Any]]]:
    """Every section with its values, in order of registration."""
    return [(template, context(person)) for template, context in _parts.items()]


def register_leaving(template: str, context: Context) -> None:
    """The question before somebody is deactivated includes `template`, with what `context` gives for the person."""
    _leaving[template] = context


def leaving_parts_of(person: Person) -> list[tuple[str, dict[str, Any]]]:
    """What packages above have to say before this person is deactivated, in order of registration."""
    return [(template, context(person)) for template, context in _leaving.items()]


def register_data(name: str, read: Callable[[Person], Any]) -> None:
    """'What Foyer knows about me' holds what `read` gives, as plain JSON values, under this name."""
    _data[name] = read


def data_of(person: Person) -> dict[str, Any]:
    """Everything Foyer keeps about a person, by name."""
    return {name: read(person) for name, read in _data.items()}
