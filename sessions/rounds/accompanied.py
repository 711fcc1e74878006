"""Who accompanies whom, as packages above know it: for people who would rather come with their ambassador."""

from collections.abc import Callable, Collection, Mapping

Lookup = Callable[[Collection[int]], Mapping[int, Collection[int]]]
_lookups: list[Lookup] = []


def register(lookup: Lookup) -> None:
    """`lookup` gives, for numbers of people, the numbers of those who accompany each."""
    if lookup not in _lookups:
        _lookups.append(lookup)


def ambassadors_of(person_ids: Collection[int]) -> dict[int, set[int]]:
    """Who accompanies each of these people; nobody else is in it."""
    found: dict[int, set[int]] = {}
    for lookup in _lookups:
        for person_id, others in lookup(person_ids).items():
            found.setdefault(person_id, set()).update(others)
    return found
