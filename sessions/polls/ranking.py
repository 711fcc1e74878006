"""Which date leaves the fewest people out. A decision without a database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from people.models import Person
from sessions.polls.models import Mark, PollDate


@dataclass(frozen=True, slots=True)
class RankedDate:
    """One date and who said what about it, each list in the order of `people`. `no` are those who would be left out."""

    date: PollDate
    yes: tuple[Person, ...]
    if_need_be: tuple[Person, ...]
    no: tuple[Person, ...]
    unanswered: tuple[Person, ...]
    is_past: bool = False

    @property
    def leaves_nobody_out(self) -> bool:
        """Whether everybody who said something about it could come."""
        return not self.no and bool(self.yes or self.if_need_be)


def rank(
    dates: Sequence[PollDate], people: Sequence[Person], marks: Mapping[tuple[int, int], Mark], *, now: datetime
) -> list[RankedDate]:
    """The fewest left out first, then the most who said yes, then the earliest; what has passed comes last.

    `marks` by person and date.
    """
    ranked = [_ranked(date, people, marks, now=now) for date in dates]
    return sorted(ranked, key=lambda one: (one.is_past, len(one.no), -len(one.yes), one.date.starts_at))


def _ranked(date: PollDate, people: Sequence[Person], marks: Mapping[tuple[int, int], Mark], *, now: datetime) -> RankedDate:
    said: dict[Mark | None, list[Person]] = {mark: [] for mark in (*Mark, None)}
    for person in people:
        said[marks.get((person.id, date.id))].append(person)
    return RankedDate(
        date,
        tuple(said[Mark.YES]),
        tuple(said[Mark.IF_NEED_BE]),
        tuple(said[Mark.NO]),
        tuple(said[None]),
        is_past=date.starts_at <= now,
    )
