"""One line of a file of people, understood: which values it gives, or why it is refused."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from people import directory
from people.errors import PeopleError
from people.models import Person
from people.people import Details, checked_values, normalise_email

FIELDS = ("email", "name", "first_name", "last_name", "department", "function", "location", "timezone", "language", "manager")
Refusals = dict[str, list[Any]]  # line number to field, message and its values: as it stands in JSON


@dataclass(frozen=True, slots=True)
class Line:
    """Who is meant, and the values that are given."""

    number: int
    email: str
    values: dict[str, str]
    manager: str = ""  # address, normalised


def understand(rows: Iterable[Sequence[Any]], mapping: dict[str, int]) -> tuple[list[Line], Refusals]:
    """The lines that can be used, in order, and why the others cannot."""
    lines: list[Line] = []
    refused: Refusals = {}
    for number, cells in rows:
        try:
            lines.append(_line(number, cells, mapping))
        except PeopleError as error:
            refused[str(number)] = refusal(error)
    return lines, refused


def refusal(error: PeopleError) -> list[Any]:
    """The error as it is kept and shown later, in the reader's language."""
    return [error.field, error.template, error.values]


def _line(number: int, cells: Sequence[str], mapping: dict[str, int]) -> Line:
    given = {field: cells[column] for field, column in mapping.items() if column < len(cells) and cells[column]}
    email = given.pop("email", "")
    if not email:
        raise PeopleError("There is no e-mail address on this line.", field="email")
    first, last = given.pop("first_name", ""), given.pop("last_name", "")
    if "name" not in given and (first or last):
        given["name"] = f"{first} {last}".strip()
    manager = given.pop("manager", "").strip()
    try:
        manager = normalise_email(manager) if manager else ""
    except PeopleError as error:
        error.field = "manager"
        raise
    return Line(number, normalise_email(email), checked_values(Details(**given)), manager)


def with_people(lines: Sequence[Line]) -> Iterator[tuple[Line, Person | None]]:
    """Each line with who has its address. One query for each 500."""
    found = directory.by_emails([line.email for line in lines])
    for line in lines:
        yield line, found.get(line.email)


def changes(person: Person, line: Line) -> dict[str, str]:
    """What the line says differently, but for the manager; what it leaves empty is no difference."""
    return {field: value for field, value in line.values.items() if getattr(person, field) != value}
