"""Numbers about people: the one place that says which of them may be shown (promise 3). No setting reaches it.

A figure stands for at least five people, and so does whatever can be computed from figures that stand beside it: from a table with its
totals, from one filter and its neighbour, from yesterday's figure and today's. Nought counts as few: "nobody said no" is what each of
them said. So does what is missing to all of them, for the same reason.

What to take: `shown` for one number that has no neighbours, `Table` for numbers that add up, with one row for each value of a filter,
`share` for one answer out of all, `overlaps.open_together` for segments that overlap, `step` and `released` for a number that moves, `since` for a table that moves, `comments` for words.
A seat is no statistic: hosts read their roster, and how many seats are left is about a room.
"""

import itertools
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

FLOOR = 5  # people, in a figure and in every difference of two
COMMENTS_FLOOR = 10  # free texts that are read together

Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)


def shown(count: int, *, of: int | None = None) -> int | None:
    """The number itself, or None where it is too small, or where all but a few of the people it is about (`of`) are in it."""
    few = count < FLOOR or (of is not None and of - count < FLOOR)
    return None if few else count


def at_least(count: int, *, of: int) -> int | None:
    """So many of these people at least, in fives, and never all but a few of them; None where that says nothing."""
    known = min(count, of - FLOOR)
    return known - known % FLOOR if known >= FLOOR else None


@dataclass(frozen=True, slots=True)
class Share:
    """One answer out of all, as far as it may be said.

    `of`: how many answered; None says that they are too few for anything. `at_least`: so many of them gave it, in fives; said only
    where it is more than half. `most`: whether more than half of them gave it.
    """

    of: int | None = None
    at_least: int | None = None
    most: bool = False


def share(count: int, *, of: int) -> Share:
    """What may be said of `count` out of `of` people, once, when all of them have answered.

    More than half is said from five people upwards: it tells of nobody how they answered, as an exact number of six out of seven would.
    """
    if of < FLOOR:
        return Share()
    number = at_least(count, of=of)
    return Share(of, number if number is not None and number * 2 > of else None, count * 2 > of)


def comments(texts: Iterable[str]) -> list[str]:
    """What ten or more people wrote, in the order of the alphabet, which is nobody's; otherwise nothing."""
    written = sorted((text.strip() for text in texts if text.strip()), key=lambda text: (text.casefold(), text))
    return written if len(written) >= COMMENTS_FLOOR else []


def step(before: int | None, count: int) -> int | None:
    """What to show now, after `before` was shown: a number moves when at least five more people are in it, or five fewer; until then it
    stays as it was, also where fewer than five are left, which nobody is told. Whoever keeps such a number keeps the one shown, too.
    """
    if before is not None and (abs(count - before) < FLOOR or count < FLOOR):
        return before
    return shown(count)


def released(counts: Iterable[int]) -> list[int | None]:
    """What is shown at each moment of a number, in order of time."""
    moments: list[int | None] = []
    for count in counts:
        moments.append(step(moments[-1] if moments else None, count))
    return moments


@dataclass(frozen=True, slots=True)
class Shown(Generic[Row, Column]):
    """What of a table is shown; None is withheld."""

    total: int | None
    rows: Mapping[Row, int | None]
    columns: Mapping[Column, int | None]
    cells: Mapping[tuple[Row, Column], int | None]


@dataclass(frozen=True, slots=True)
class Table(Generic[Row, Column]):
    """How many people, by two things at once. Everybody is in one cell; a cell that is not named is empty.

    A filter is a row: ask for the whole table and show the row, so that what the next filter shows is decided together with it.
    """

    rows: Sequence[Row]
    columns: Sequence[Column]
    counts: Mapping[tuple[Row, Column], int] = field(default_factory=dict)

    def count(self, rows: Iterable[Row], columns: Iterable[Column]) -> int:
        """How many people are in these rows and columns."""
        return sum(self.counts.get(cell, 0) for cell in itertools.product(rows, columns))

    def shown(self) -> Shown[Row, Column]:
        """What may be shown of it, once. Whatever adds up to a part of the people stands for five of them or more.

        Totals first: of rows too small, and of as many next to them as make five together, only the sum of all of them could be computed.
        The same for columns. Then the rows all of whose cells are large enough are opened, as long as the closed ones, of which only the
        totals are known, are large enough together in each column. In a closed block one can compute whole rows and whole columns and
        nothing else, and every cell of it could have at least six values.
        """
        row_totals = line({row: self.count([row], self.columns) for row in self.rows})
        column_totals = line({column: self.count(self.rows, [column]) for column in self.columns})
        open_rows = self._open(row_totals, column_totals)
        cells = {
            (row, column): self.count([row], [column]) if row in open_rows and column_totals[column] is not None else None
            for row, column in itertools.product(self.rows, self.columns)
        }
        return Shown(shown(self.count(self.rows, self.columns)), row_totals, column_totals, cells)

    def _open(self, row_totals: Mapping[Row, int | None], column_totals: Mapping[Column, int | None]) -> set[Row]:
        """The rows whose cells are shown. Rows that are not shown count as one, columns too: no figure takes them apart."""
        hidden = [column for column in self.columns if column_totals[column] is None]
        blocks = [[column] for column in self.columns if column_totals[column] is not None] + ([hidden] if hidden else [])
        open_ = [row for row in self.rows if row_totals[row] is not None and self._is_large([row], blocks)]
        open_.sort(key=lambda row: row_totals[row] or 0, reverse=True)
        while open_ and not self._is_large([row for row in self.rows if row not in open_], blocks):
            open_.pop()  # the smallest is closed again, to hide the ones that are
        return set(open_)

    def _is_large(self, rows: Sequence[Row], blocks: Sequence[Sequence[Column]]) -> bool:
        """Whether these rows, together, have people enough in each of these columns; no rows have."""
        return not rows or all(self.count(rows, block) >= FLOOR for block in blocks)


def line(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """Numbers that add up to one that is known. Those too small are withheld, each with a neighbour, and more of them until they are of
    five people together; all of them where that is not enough.

    Neighbours by name, never by size: of the next larger one it would be known that no other is smaller, and that opens a single four
    to whoever knows the rule.
    """
    groups = neighbours(sorted(counts, key=str))
    hidden = [key for group in groups for key in _with_a_neighbour([key for key in group if counts[key] < FLOOR], group)]
    if hidden and sum(counts[key] for key in hidden) < FLOOR:
        for group in _from_first_of(groups, hidden):
            hidden += [key for key in group if key not in hidden]
            if sum(counts[key] for key in hidden) >= FLOOR:
                break
    return {key: None if key in hidden else count for key, count in counts.items()}


def neighbours(keys: list[Key]) -> list[list[Key]]:
    """In twos; three where one is left over. What is withheld together, so that nobody knows which of them was too small."""
    groups = [keys[start : start + 2] for start in range(0, len(keys), 2)]
    return [*groups[:-2], [*groups[-2], *groups[-1]]] if len(groups) > 1 and len(groups[-1]) == 1 else groups


def _with_a_neighbour(few: list[Key], group: list[Key]) -> list[Key]:
    """One that is withheld alone takes the next one with it."""
    if len(few) != 1 or len(group) == 1:
        return few
    return [*few, group[(group.index(few[0]) + 1) % len(group)]]


def _from_first_of(groups: list[list[Key]], hidden: list[Key]) -> list[list[Key]]:
    """The groups, from the first one on of which something is withheld."""
    first = next((place for place, group in enumerate(groups) if not set(group).isdisjoint(hidden)), 0)
    return [*groups[first:], *groups[:first]]


def since(before: Table[Row, Column] | None, now: Table[Row, Column]) -> Table[Row, Column]:
    """The table to show from now on, after `before` was shown: the new one where five people or more have come to each of its cells, so
    that the difference hides nobody; otherwise still the one before. Whoever shows such a table keeps the one that was shown.

    Of which something was withheld stays as it is: where exactly five have come to each cell, the new numbers less five would be the
    ones that were withheld. Show a table that moves from when everything in it may be shown.
    """
    if before is None or before.shown().total is None:
        return now
    cells = list(itertools.product(now.rows, now.columns))
    same_shape = (list(before.rows), list(before.columns)) == (list(now.rows), list(now.columns))
    grown = all(now.counts.get(cell, 0) - before.counts.get(cell, 0) >= FLOOR for cell in cells)
    return now if same_shape and grown and None not in before.shown().cells.values() else before
