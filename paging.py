"""Lists in pages: one query for the rows of a page and for how many there are in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ScalarSelect, Select, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute

from database import connection, db

T = TypeVar("T")
Order = Sequence[InstrumentedAttribute[Any]]
PER_PAGE = 50
LAST = 1_000_000_000  # no list has so many pages, and no database counts on for ever
MANY = 1_000  # who has so many before them looks for fewer; counting a hundred thousand took longer than all else on their page


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list. `number` begins at 1; `total` counts all rows, unless there are `more`: they were not counted any further."""

    items: Sequence[T]
    number: int
    per_page: int
    total: int
    more: bool = False
    goes_on: bool = False  # a row stands behind the last one of this page

    @property
    def pages(self) -> int:
        """How many there are of the rows that were counted."""
        return max(1, -(-self.total // self.per_page))

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.goes_on or self.number < self.pages else None


def paginate(
    query: Select[Any],
    number: int,
    *,
    per_page: int = PER_PAGE,
    up_to: int | None = None,
    plain: bool = False,
    order: Order = (),
) -> Page[Any]:
    """The rows of a page of `query`, which must be ordered; a number beyond the end gives the last page.

    `up_to`: no more rows are counted than these. `plain`: `query` selects columns, and the items have them by name; otherwise the items
    are what it selects first. `order`: the columns that `query` is in order of, the last of them unique; rows that are hard to find are
    then looked for once, not once for the page and once for their number. One query; three for what is beyond the end.
    """
    number = min(max(1, number), LAST)
    read = _plain_rows if plain else _objects
    if order and up_to is not None and number * per_page <= up_to:
        rows, total = read(_found_once(query, number, per_page, up_to, order))
    else:
        rows, total = read(_asked(query, number, per_page, up_to))
    if not rows and number > 1:
        number = max(1, -(-(db.session.scalar(select(_counted(query, None))) or 0) // per_page))
        rows, total = read(_asked(query, number, per_page, up_to))
    more = up_to is not None and total > up_to
    return Page(rows[:per_page], number, per_page, total - more, more, len(rows) > per_page)


def _objects(query: Select[Any]) -> tuple[Sequence[Any], int]:
    """The objects of a page, and one more if there is one; how many there are, counted to one more than `up_to`."""
    found = db.session.execute(query).unique().all()
    return [row[0] for row in found], found[0][-1] if found else 0


def _plain_rows(query: Select[Any]) -> tuple[Sequence[Any], int]:
    """The same, without what loading objects takes."""
    found = connection().execute(query).all()
    return found, found[0][-1] if found else 0


def _asked(query: Select[Any], number: int, per_page: int, up_to: int | None) -> Select[Any]:
    return query.add_columns(_counted(query, up_to)).limit(per_page + 1).offset((number - 1) * per_page)


def _found_once(query: Select[Any], number: int, per_page: int, up_to: int, order: Order) -> Select[Any]:
    """The same rows, of one table. Nothing but `order` is read of those that are only counted."""
    found = query.with_only_columns(*order).limit(up_to + 1).cte("found")
    *_before, key = found.c
    shown = select(key).order_by(*found.c).limit(per_page + 1).offset((number - 1) * per_page)
    counted = select(func.count()).select_from(found).scalar_subquery()
    return select(*query.selected_columns, counted).where(order[-1].in_(shown)).order_by(*order)


def _counted(query: Select[Any], up_to: int | None) -> ScalarSelect[int]:
    rows: Select[Any] = query.with_only_columns(literal_column("1"), maintain_column_froms=True).order_by(None)
    return select(func.count()).select_from((rows if up_to is None else rows.limit(up_to + 1)).subquery()).scalar_subquery()
