"""Sections of a group's page that packages above add."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from networks.models import Group
from people.models import Person

Context = Callable[[Group, Person, datetime], dict[str, Any]]
_parts: dict[str, Context] = {}


def register_part(template: str, context: Context) -> None:
    """The page of a group includes `template`, with what `context` gives for the group, the reader and the moment."""
    _parts[template] = context


def parts_of(group: Group, reader: Person, *, now: datetime) -> list[tuple[str, dict[str, Any]]]:
    """Every section with its values, in order of registration."""
    return [(template, context(group, reader, now)) for template, context in _parts.items()]
