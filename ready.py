"""Statements that are asked again and again, put together once and then given to the driver as they are.

SQLAlchemy looks its own preparation up for each and makes a context, a result and named rows, which on PostgreSQL takes as long as the
driver's work. What it knows of columns (instants, enums) counts here as well; rows are plain tuples.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    CompoundSelect,
    Dialect,
    FromClause,
    Select,
    Text,
    UpdateBase,
    bindparam,
    cast,
    column,
    func,
    select,
    true,
)
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.types import TypeEngine

from database import connection
from engines import driver_of

Statement = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]] | UpdateBase
_Processor = Callable[[Any], Any]
NOTHING: Mapping[str, object] = MappingProxyType({})
_NAMED = re.compile(r"%\((\w+)\)s|%%")


class Ready:
    """A statement whose values are `bindparam("name")`; `.in_(bindparam("names"))` of as many as there are is not for it.

    `columns`: those that an INSERT or UPDATE without values fills from what is given under their names.
    Whoever listens to statements ("before_cursor_execute") hears these as well, at SQLAlchemy's pace.
    """

    def __init__(self, query: Statement, columns: Sequence[str] = ()) -> None:
        self.query = query
        self._columns = columns
        self._prepared: _Prepared | None = None

    def all(self, values: Mapping[str, object]) -> Sequence[tuple[Any, ...]]:
        """The rows, in the open transaction if there is one; none of a statement that returns none. Raises what SQLAlchemy raises."""
        at = connection()
        if at.dispatch.before_cursor_execute:
            return self._heard(at, values)
        return self._prepared_for(at).ask(at, values)

    def each(self, many: Sequence[Mapping[str, object]]) -> Sequence[tuple[Any, ...]]:
        """The rows of one after the other. For SQLite: no server is asked, so that it takes no longer than all in one."""
        at = connection()
        if at.dispatch.before_cursor_execute:
            return self._heard(at, many)
        prepared = self._prepared_for(at)
        return [row for values in many for row in prepared.ask(at, values)]

    def _heard(self, at: Connection, values: Any) -> Sequence[tuple[Any, ...]]:
        found = at.execute(self.query, values)
        return [tuple(row) for row in found] if found.returns_rows else []

    def _prepared_for(self, at: Connection) -> "_Prepared":
        prepared = self._prepared
        if prepared is None or prepared.dialect is not at.dialect:
            prepared = self._prepared = _Prepared(self.query, self._columns, at.dialect)
        return prepared

    def first(self, values: Mapping[str, object]) -> tuple[Any, ...] | None:
        """The first row, of queries that have one at most."""
        rows = self.all(values)
        return rows[0] if rows else None


class ReadyForMany:
    """A statement about some rows that are given: it is the same however many they are, for they are one value, a line of JSON for each.

    `statement` makes it of a table of them with these columns.
    """

    def __init__(self, statement: Callable[[FromClause], Statement], **columns: TypeEngine[Any]) -> None:
        self._statement = statement
        self._columns = columns
        self._ready: dict[str, tuple[Ready, dict[str, _Processor]]] = {}

    def all(self, given: Sequence[Mapping[str, object]], values: Mapping[str, object] = NOTHING) -> Sequence[tuple[Any, ...]]:
        """The rows. Raises what SQLAlchemy raises, ValueError for an instant without a zone."""
        dialect = connection().dialect
        ready, written = self._ready.get(dialect.name) or self._made(dialect)
        if written:
            given = [{**row, **{name: write(row[name]) for name, write in written.items()}} for row in given]
        return ready.all({**values, "given": "\n".join(json.dumps(row, default=_instant) for row in given)})

    def _made(self, dialect: Dialect) -> tuple[Ready, dict[str, _Processor]]:
        """The statement, and how values of some columns are written: SQLite compares them as it keeps them.

        JSON inside of JSON is text: what PostgreSQL keeps as it is in a column of facts it would refuse to read (half a surrogate).
        """
        if dialect.name == "sqlite":
            table = _read_by_sqlite(self._columns)
            ways = {name: of.dialect_impl(dialect).bind_processor(dialect) for name, of in self._columns.items()}
            written: dict[str, _Processor] = {name: way for name, way in ways.items() if way}
        else:
            table = _read_by_postgresql(self._columns)
            written = {name: json.dumps for name, of in self._columns.items() if isinstance(of, JSON)}
        found = self._ready[dialect.name] = Ready(self._statement(table)), written
        return found


def _read_by_postgresql(columns: Mapping[str, TypeEngine[Any]]) -> FromClause:
    """PostgreSQL takes an array for ten rows, and the rows of json_to_recordset for a hundred, for which it went through whole tables."""
    lines = func.string_to_array(bindparam("given", type_=Text), "\n", type_=ARRAY(Text))
    rows = (
        func.unnest(select(cast(lines, ARRAY(JSON))).scalar_subquery())
        .table_valued(column("row", JSON), name="rows")
        .render_derived(name="rows")
    )
    shape = [column(name, Text() if isinstance(of, JSON) else of) for name, of in columns.items()]
    read = func.json_to_record(rows.c.row).table_valued(*shape, name="read").render_derived(name="read", with_types=True)
    found = [cast(read.c[name], of).label(name) if isinstance(of, JSON) else read.c[name] for name, of in columns.items()]
    return select(*found).select_from(rows.join(read, true())).subquery("given")


def _read_by_sqlite(columns: Mapping[str, TypeEngine[Any]]) -> FromClause:
    lines = "[" + func.replace(bindparam("given", type_=Text), "\n", ",") + "]"
    row = func.json_each(lines).table_valued("value", name="row")
    return select(*(func.json_extract(row.c.value, f"$.{name}", type_=of).label(name) for name, of in columns.items())).subquery(
        "given"
    )


def _instant(value: object) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError(f"only an instant with its zone can be given, not {value!r}")
    return value.isoformat()


class _Prepared:
    """The same for one kind of database: its words, what stands in them and in which order, how columns become values."""

    def __init__(self, query: Statement, columns: Sequence[str], dialect: Dialect) -> None:
        compiled: Any = query.compile(dialect=dialect, column_keys=[*columns] or None)
        asked = {name for name, bind in compiled.binds.items() if _is_asked(bind)}
        state = compiled.construct_expanded_state(dict.fromkeys(asked))
        processors = {**compiled._bind_processors, **state.processors}  # noqa: SLF001  (compiled once; no public way leads there)
        self.dialect = dialect
        self._sql, order = _in_order(state)
        fixed = {**state.parameters, **_defaults(compiled)}
        self._fixed = [None if name in asked else processors.get(name, _as_it_is)(fixed[name]) for name in order]
        self._asked = [(place, name, processors.get(name)) for place, name in enumerate(order) if name in asked]
        self._types = [column.type for column in query.exported_columns]
        self._processors: list[tuple[int, _Processor]] | None = None
        self._cursor: _Processor = sqlite3.Connection.cursor if state.positiontup is not None else _raw_cursor()

    def ask(self, at: Connection, values: Mapping[str, object]) -> Sequence[tuple[Any, ...]]:
        filled = self._fixed.copy()
        cursor = None
        try:
            for place, name, processor in self._asked:
                filled[place] = processor(values[name]) if processor else values[name]
            cursor = self._cursor(driver_of(at))
            cursor.execute(self._sql, filled)
            rows = cursor.fetchall() if self._types else []
            columns = self._processors if self._processors is not None else self._described(cursor)
            cursor.close()
        except BaseException as error:  # noqa: BLE001  (whatever it is, SQLAlchemy raises its own, and gives up a connection that has broken)
            at._handle_dbapi_exception(error, self._sql, filled, cursor, None)  # noqa: SLF001  (no public way leads there)
        return [_processed(row, columns) for row in rows] if columns else rows

    def _described(self, cursor: Any) -> list[tuple[int, _Processor]]:
        """Which columns are not as the driver gives them, and what they become; the driver says only now of which kind each is."""
        kinds = [column[1] for column in cursor.description or ()]
        if len(kinds) != len(self._types):
            raise TypeError(f"{len(self._types)} columns were asked for, {len(kinds)} came")
        found = [
            of.dialect_impl(self.dialect).result_processor(self.dialect, kind)
            for of, kind in zip(self._types, kinds, strict=True)
        ]
        self._processors = [(place, processor) for place, processor in enumerate(found) if processor]
        return self._processors


def _is_asked(bind: BindParameter[Any]) -> bool:
    return bool(bind.required)


def _defaults(compiled: Any) -> dict[str, object]:
    """What columns hold that nobody names. Raises TypeError where it is more than a value."""
    unnamed = [*compiled.insert_prefetch, *compiled.update_prefetch] if compiled.isinsert or compiled.isupdate else []
    if computed := [column.name for column in unnamed if not (column.default and column.default.is_scalar)]:
        raise TypeError(f"values are missing for {', '.join(computed)}")
    return {column.key: column.default.arg for column in unnamed}


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
