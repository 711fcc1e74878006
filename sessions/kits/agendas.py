"""An agenda: lines of minutes and words. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sessions.errors import DetailsInvalid

MOST_MINUTES = 24 * 60
_LINE = re.compile(r"(\d{1,4})(?!\d)(?:\s*min(?:uten|utes)?\b\.?|[:.'’])?\s*(\S.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an agenda."""

    minutes: int
    words: str


@dataclass(frozen=True, slots=True)
class TimedStep:
    """A step with when it begins and ends (aware UTC)."""

    starts_at: datetime
    ends_at: datetime
    words: str


def read(text: str) -> list[Step]:
    """The steps in order; lines without words are passed over. Raises DetailsInvalid for a line that does not begin with minutes."""
    steps = [_step(line.strip()) for line in text.splitlines() if line.strip()]
    if length(steps) > MOST_MINUTES:
        raise DetailsInvalid("agenda", "The agenda takes longer than a day.")
    return steps


def _step(line: str) -> Step:
    found = _LINE.fullmatch(line)
    if found is None or int(found[1]) == 0:
        raise DetailsInvalid(
            "agenda", "Begin each line with its minutes, like “10 Arriving”. This one does not: %(line)s", line=line[:60]
        )
    return Step(int(found[1]), found[2])


def length(steps: Sequence[Step]) -> int:
    """How many minutes it takes."""
    return sum(step.minutes for step in steps)


def timed(steps: Sequence[Step], starts_at: datetime) -> Iterator[TimedStep]:
    """Each step with its time, when it begins at this instant."""
    for step in steps:
        ends_at = starts_at + timedelta(minutes=step.minutes)
        yield TimedStep(starts_at, ends_at, step.words)
        starts_at = ends_at
