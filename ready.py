"""Queries that pages ask again and again, put together once and then given to the driver as they are.

SQLAlchemy looks its own preparation up for each and makes a context, a result and named rows, which on PostgreSQL takes as long as the
driver's work. What it knows of columns (instants, enums) counts here as well; rows are plain tuples.
"""

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Dialect, Select
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import BindParameter

from database import connection
from engines import driver_of

_Processor = Callable[[Any], Any]
_NAMED = re.compile(r"%\((\w+)\)s|%%")


class Ready:
    """A query whose values are `bindparam("name")`; `Select.where(... .in_(bindparam(...)))` of as many as there are is not for it.

    Whoever listens to statements ("before_cursor_execute") hears these as well, at SQLAlchemy's pace.
    """

    def __init__(self, query: Select[*tuple[Any, ...]]) -> None:
        self.query = query
        self._prepared: _Prepared | None = None

    def all(self, values: Mapping[str, object]) -> Sequence[tuple[Any, ...]]:
        """The rows, read in the open transaction if there is one. Raises what SQLAlchemy raises."""
        at = connection()
        if at.dispatch.before_cursor_execute:
            return [tuple(row) for row in at.execute(self.query, values)]
        prepared = self._prepared
        if prepared is None or prepared.dialect is not at.dialect:
            prepared = self._prepared = _Prepared(self.query, at.dialect)
        return prepared.ask(at, values)

    def first(self, values: Mapping[str, object]) -> tuple[Any, ...] | None:
        """The first row, of queries that have one at most."""
        rows = self.all(values)
        return rows[0] if rows else None


class _Prepared:
    """The same for one kind of database: its words, what stands in them and in which order, how columns become values."""

    def __init__(self, query: Select[*tuple[Any, ...]], dialect: Dialect) -> None:
        compiled: Any = query.compile(dialect=dialect)
        asked = {name for name, bind in compiled.binds.items() if _is_asked(bind)}
        state = compiled.construct_expanded_state(dict.fromkeys(asked))
        processors = {**compiled._bind_processors, **state.processors}  # noqa: SLF001  (compiled once; no public way leads there)
        self.dialect = dialect
        self._sql, order = _in_order(state)
        self._fixed = [None if name in asked else processors.get(name, _as_it_is)(state.parameters[name]) for name in order]
        self._asked = [(place, name, processors.get(name)) for place, name in enumerate(order) if name in asked]
        self._types = [column.type for column in query.selected_columns]
        self._columns: list[tuple[int, _Processor]] | None = None
        self._cursor: _Processor = sqlite3.Connection.cursor if state.positiontup is not None else _raw_cursor()

    def ask(self, at: Connection, values: Mapping[str, object]) -> Sequence[tuple[Any, ...]]:
        filled = self._fixed.copy()
        cursor = None
        try:
            for place, name, processor in self._asked:
                filled[place] = processor(values[name]) if processor else values[name]
            cursor = self._cursor(driver_of(at))
            cursor.execute(self._sql, filled)
            rows = cursor.fetchall()
            columns = self._columns if self._columns is not None else self._described(cursor)
            cursor.close()
        except Exception as error:  # noqa: BLE001  (whatever it is, SQLAlchemy raises its own, and gives up a connection that has broken)
            at._handle_dbapi_exception(error, self._sql, filled, cursor, None)  # noqa: SLF001  (no public way leads there)
        return [_processed(row, columns) for row in rows] if columns else rows

    def _described(self, cursor: Any) -> list[tuple[int, _Processor]]:
        """Which columns are not as the driver gives them, and what they become; the driver says only now of which kind each is."""
        kinds = [column[1] for column in cursor.description]
        if len(kinds) != len(self._types):
            raise TypeError(f"{len(self._types)} columns were asked for, {len(kinds)} came")
        found = [
            of.dialect_impl(self.dialect).result_processor(self.dialect, kind)
            for of, kind in zip(self._types, kinds, strict=True)
        ]
        self._columns = [(place, processor) for place, processor in enumerate(found) if processor]
        return self._columns


def _is_asked(bind: BindParameter[Any]) -> bool:
    return bool(bind.required)


def _as_it_is(value: object) -> object:
    return value


def _in_order(state: Any) -> tuple[str, list[str]]:
    """The words, and the names of what stands in them: in the order of their places, or of PostgreSQL's $1, $2."""
    if state.positiontup is not None:
        return state.statement, list(state.positiontup)
    numbers: dict[str, int] = {}
    sql = _NAMED.sub(lambda found: f"${numbers.setdefault(found[1], len(numbers) + 1)}" if found[1] else "%", state.statement)
    return sql, list(numbers)


@cache
def _raw_cursor() -> type[Any]:
    from psycopg import RawCursor  # nobody on SQLite loads it

    return RawCursor


def _processed(row: Sequence[Any], columns: Sequence[tuple[int, _Processor]]) -> tuple[Any, ...]:
    values = list(row)
    for place, processor in columns:
        values[place] = processor(values[place])
    return tuple(values)
