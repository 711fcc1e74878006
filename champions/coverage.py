"""Where ambassadors are, and where nobody is near. Numbers of colleagues decide what is said of a place, and never stand there."""

import enum
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from people.privacy import Table

MOST_COLUMNS = 8  # the rest is put together
MANY = 40  # colleagues for one ambassador: then one more is welcome
ELSEWHERE = "\uffff"  # the column of all further places or languages; sorts last


class Side(enum.StrEnum):
    """What the rows or columns are."""

    DEPARTMENT = "department"
    FUNCTION = "function"
    PLACE = "place"
    LANGUAGE = "language"


ROWS = (Side.DEPARTMENT, Side.FUNCTION)
COLUMNS = (Side.PLACE, Side.LANGUAGE)


class Level(enum.StrEnum):
    """How near an ambassador is."""

    NOBODY = "nobody"
    THIN = "thin"  # somebody, for many
    NEAR = "near"
    UNSAID = "unsaid"  # too few colleagues to say anything of them


@dataclass(frozen=True, slots=True)
class Colleagues:
    """How many colleagues have this row and this column; "" is not known."""

    row: str
    column: str
    count: int


@dataclass(frozen=True, slots=True)
class Helper:
    """An ambassador whom everybody can find: one row, and each column they are near to."""

    row: str
    columns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cell:
    """What is said of a place; `near` counts ambassadors, whose names are public."""

    level: Level
    near: int


@dataclass(frozen=True, slots=True)
class Heat:
    """A row for each department or function, those where nobody is near first; `whole` is the row over all columns.

    `foot` is each column over all rows. `few` are the rows of which nothing is said at all; they are none of `rows`.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Mapping[tuple[str, str], Cell]
    whole: Mapping[str, Cell]
    foot: Mapping[str, Cell]
    few: Sequence[str]


def heat(colleagues: Collection[Colleagues], helpers: Collection[Helper]) -> Heat:
    """What may be said of each place, by the rule of small numbers (people.privacy)."""
    column_of = _columns(colleagues)
    counts: Counter[tuple[str, str]] = Counter()
    for one in colleagues:
        counts[one.row, column_of(one.column)] += one.count
    rows = sorted({row for row, _column in counts}, key=lambda row: (not row, row.casefold()))
    columns = sorted({column for _row, column in counts}, key=lambda column: (not column, column == ELSEWHERE, column.casefold()))
    shown = Table(rows, columns, counts).shown()
    reached = [(one.row, {column_of(column) for column in one.columns}) for one in helpers]
    cells = {
        (row, column): _cell(shown.cells[row, column], sum(1 for at, near in reached if at == row and column in near))
        for row in rows
        for column in columns
    }
    whole = {row: _cell(shown.rows[row], sum(1 for at, _near in reached if at == row)) for row in rows}
    foot = {column: _cell(shown.columns[column], sum(1 for _at, near in reached if column in near)) for column in columns}
    few = [row for row in rows if all(cell.level is Level.UNSAID for cell in (whole[row], *(cells[row, one] for one in columns)))]
    order = sorted((row for row in rows if row not in few), key=lambda row: whole[row].level is not Level.NOBODY)
    return Heat(order, columns, cells, whole, foot, few)


def _cell(people: int | None, near: int) -> Cell:
    if people is None:
        return Cell(Level.UNSAID, near)
    if not near:
        return Cell(Level.NOBODY, near)
    return Cell(Level.THIN if people > MANY * near else Level.NEAR, near)


def _columns(colleagues: Collection[Colleagues]) -> Callable[[str], str]:
    """Each of the largest for itself, all others together."""
    sizes: Counter[str] = Counter()
    for one in colleagues:
        sizes[one.column] += one.count
    largest = {column for column, _count in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))[:MOST_COLUMNS]}
    return lambda column: column if column in largest else ELSEWHERE
