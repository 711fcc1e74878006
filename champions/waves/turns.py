"""Whose turn it is to be asked: whoever was asked longest ago, so that not the same few are asked each time. Values only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

ASKED_LATELY = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A raised hand. `asked_at`: when they were last asked for any wave; `since`: when they raised it."""

    person_id: int
    name: str
    department: str
    topics: tuple[str, ...]
    since: datetime
    asked_at: datetime | None


def in_turn(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Never asked first, the longest raised hand before others; then who was asked longest ago."""
    never = [one for one in candidates if one.asked_at is None]
    asked = [one for one in candidates if one.asked_at is not None]
    return [
        *sorted(never, key=lambda one: (one.since, one.person_id)),
        *sorted(asked, key=lambda one: (one.asked_at or one.since, one.since, one.person_id)),
    ]


def was_asked_lately(candidate: Candidate, *, now: datetime) -> bool:
    """Whether it is somebody else's turn."""
    return candidate.asked_at is not None and candidate.asked_at > now - ASKED_LATELY


def proposed(candidates: Sequence[Candidate], count: int, *, now: datetime) -> set[int]:
    """Who is ticked at first: so many of those whose turn it is; nobody who was asked lately."""
    free = [one.person_id for one in in_turn(candidates) if not was_asked_lately(one, now=now)]
    return set(free[: max(count, 0)])
