"""What shows that a step is done, so that nobody has to say so: looked up when the person opens their page, and kept nowhere.

A package that knows such a fact registers it: `facts.register_fact("questions.asked", lookup)`, with a name for planners in `label`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

Lookup = Callable[[Collection[int]], Collection[int]]
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Fact:
    """`lookup` is given people (ids) and gives those of them for whom it is so. `label` is what planners read, translated when read."""

    name: str
    label: Any
    lookup: Lookup


_facts: dict[str, Fact] = {}


def register_fact(name: str, lookup: Lookup, label: Any = None) -> None:
    """Steps may be done by this fact."""
    _facts[name] = Fact(name, name if label is None else label, lookup)


def known() -> list[Fact]:
    """Every fact there is, in order of registration."""
    return list(_facts.values())


def is_known(name: str) -> bool:
    """Whether a step may name it."""
    return name in _facts


def true_for(names: Collection[str], person_ids: Collection[int]) -> Mapping[str, set[int]]:
    """For whom of these people (ids) each of these facts is so; nobody for a fact that is not known any more."""
    ids = list(person_ids)
    found: dict[str, set[int]] = {name: set() for name in names}
    for name in names:
        fact = _facts.get(name)
        for start in range(0, len(ids) if fact is not None else 0, CHUNK):
            found[name] |= set(fact.lookup(ids[start : start + CHUNK])) if fact is not None else set()
    return found
