"""Early adopters from a CSV file that somebody kept elsewhere: who they are is read, and nothing else. Nobody is put in by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from champions.waves.errors import WaveError
from people import csv_files, directory
from people.models import Person

MOST_LINES = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """Who of the file is known here, by name; and the addresses that nobody here has."""

    people: tuple[Person, ...]
    unknown: tuple[str, ...]


def read(file: BinaryIO) -> Found:
    """The people with the addresses of this file. Raises PeopleError for what is no table, holds no addresses, or is too long."""
    shape = csv_files.shape_of(file)
    rows = [cells for _line, cells in csv_files.rows_of(file, shape)]
    if len(rows) > MOST_LINES:
        raise WaveError("At most %(most)s lines at a time.", field="file", most=MOST_LINES)
    column = csv_files.guess(shape.columns).get("email", _column_of_addresses(rows))
    cells = (cells[column].strip().lower() for cells in rows if column is not None and column < len(cells))
    emails = list(dict.fromkeys(cell for cell in cells if "@" in cell))
    if not emails:
        raise WaveError("This file holds no e-mail addresses; they are how we know who is who.", field="file")
    known = directory.by_emails(emails)
    people = {person.id: person for person in known.values() if person.active}
    here = {email for email, person in known.items() if person.active}
    by_name = sorted(people.values(), key=lambda person: (person.name.casefold(), person.id))
    return Found(tuple(by_name), tuple(email for email in emails if email not in here))


def _column_of_addresses(rows: Sequence[Sequence[str]]) -> int | None:
    """The column that holds most of them, when no heading says so."""
    counts: dict[int, int] = {}
    for cells in rows:
        for number, cell in enumerate(cells):
            if "@" in cell:
                counts[number] = counts.get(number, 0) + 1
    return max(counts, key=lambda number: counts[number], default=None)
