"""Examples of colleagues that a package above can offer: to somebody after a date, and to an ambassador for whom they accompany."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from people.models import Person


@dataclass(frozen=True, slots=True)
class Example:
    """What somebody alike tells. `why` says what the two share, in the language of the moment.

    `path` opens it for whoever is signed in; `path_of_mail` without signing in, and says nothing of who it was sent to.
    """

    title: str
    teller: str
    why: Callable[[], str]
    path: str
    path_of_mail: str


class Read(Protocol):
    """Gives an example for each of these people who has one, by person id; a constant number of queries."""

    def __call__(self, people: Collection[Person], *, now: datetime, to_themselves: bool) -> Mapping[int, Example]: ...


_reads: list[Read] = []


def register(read: Read) -> None:
    """From now on this one gives them."""
    _reads[:] = [read]


def for_people(people: Collection[Person], *, now: datetime, to_themselves: bool) -> Mapping[int, Example]:
    """An example for each of these people who has one, by person id. `to_themselves`: nobody but each of them reads it."""
    return _reads[0](people, now=now, to_themselves=to_themselves) if _reads and people else {}
