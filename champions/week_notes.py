"""Lines on the page and in the weekly mail of an ambassador that packages above add. They never make a mail come that would not."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from people.models import Person


@dataclass(frozen=True, slots=True)
class Note:
    """One line, and where it leads; `words` and `label` are said in the language of the moment."""

    words: Callable[[], str]
    label: Callable[[], str]
    path: str


Read = Callable[[Collection[Person], datetime], Mapping[int, Sequence[Note]]]
_reads: dict[str, Read] = {}


def register(name: str, read: Read) -> None:
    """Ambassadors read what `read` gives for them and the moment, by person id; a constant number of queries."""
    _reads[name] = read


def of_people(people: Collection[Person], *, now: datetime) -> dict[int, list[Note]]:
    """Every line there is for each of these ambassadors, in order of registration."""
    found: dict[int, list[Note]] = {person.id: [] for person in people}
    for read in _reads.values() if people else ():
        for person_id, notes in read(people, now).items():
            found[person_id].extend(notes)
    return found
