"""Objects of rows the short way, for what is asked thousands of times: a query for whole objects takes twice as long as for their columns."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, FromClause, Insert, Table, Update, bindparam, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.types import TypeEngine

from database import Base, connection, db, in_transaction
from ready import NOTHING, Ready, ReadyForMany

Row = TypeVar("Row", bound=Base)


class Columns(Generic[Row]):
    """Columns of a table for a `select`, its id among them, and the object that they make.

    Without names all of them. What was not read is read when somebody asks for it, as after `load_only`.
    """

    def __init__(self, kind: type[Row], *names: str) -> None:
        mapper = inspect(kind)
        self.names = names or tuple(mapper.column_attrs.keys())
        self.columns: list[ColumnElement[Any]] = [mapper.columns[name] for name in self.names]
        self._kind = kind
        self._id = self.names.index("id")
        self._unread = set(mapper.column_attrs.keys()).difference(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def loaded(self, values: Sequence[Any], session: Session | None = None) -> Row:
        """The object of this row in the session, as the row was just read. Changes that were not written yet are lost.

        `session`: the current one, of whoever has it at hand: asking for it a hundred times is a tenth of a page.
        """
        session = session or db.session()
        key = (self._kind, (values[self._id],), None)
        found: Row | None = session.identity_map.get(key)
        if found is None:
            found = self._new(key, session)
        state, content = instance_state(found), found.__dict__
        content.update(zip(self.names, values, strict=True))
        state._commit_all(content, session.identity_map)  # noqa: SLF001  (as a query does for each row; no public way leads there)
        return found

    def _new(self, key: tuple[type[Row], tuple[Any], None], session: Session) -> Row:
        made: Row = self._kind.__mapper__.class_manager.new_instance()
        state = instance_state(made)
        state.key, state.session_id = key, session.hash_key
        state.expired_attributes.update(self._unread)
        session.identity_map.add(state)
        return made


def read(query: Ready, values: Mapping[str, object] = NOTHING) -> Sequence[tuple[Any, ...]]:
    """The rows of a query for `Columns`, which put what is read in the place of what stands in the objects: that is written first."""
    if in_transaction():
        db.session.flush()
    return query.all(values)


def parts(row: Sequence[Any], *kinds: Columns[Any]) -> list[Any]:
    """The objects of a row of `select(*one.columns, *other.columns)`, and after them whatever else stands in it."""
    found: list[Any] = []
    start, session = 0, db.session()
    for kind in kinds:
        found.append(kind.loaded(row[start : start + len(kind)], session))
        start += len(kind)
    return [*found, *row[start:]]


@cache
def _row_of(kind: type[Base]) -> Update:
    table = kind.metadata.tables[kind.__tablename__]
    return table.update().where(table.c.id == bindparam("row"))


def write_row(row: Base) -> None:
    """What has changed of this row is written now, and nothing else: a flush looks at everything, and takes three times as long."""
    session, state = db.session(), instance_state(row)
    now: dict[str, Any] = row.__dict__
    changed = {name: now[name] for name, before in state.committed_state.items() if now[name] != before}
    if changed:
        connection().execute(_row_of(type(row)), {"row": now["id"], **changed})
    state._commit_all(now, session.identity_map)  # noqa: SLF001  (as a flush does for each row; no public way leads there)


def write_rows(rows: Sequence[Base]) -> None:
    """The same for several rows of one table, in one statement: what has changed of any of them is written of all."""
    names = sorted(
        {name for row in rows for name, before in instance_state(row).committed_state.items() if row.__dict__[name] != before}
    )
    if names:
        values = [{"row": row.__dict__["id"], **{name: getattr(row, name) for name in names}} for row in rows]
        _for_all(*_updates(type(rows[0]), tuple(names)), values)
    for row in rows:
        instance_state(row)._commit_all(row.__dict__, db.session().identity_map)  # noqa: SLF001  (as above)


def insert_rows(kind: type[Base], rows: Sequence[Mapping[str, object]], *returning: str) -> Sequence[tuple[Any, ...]]:
    """These are written, each with the same columns: in one statement, on SQLite one by one. Returns what is asked, in no particular order."""
    return _for_all(*_inserts(kind, tuple(rows[0]), returning), rows)


def _for_all(one: Ready, many: ReadyForMany, rows: Sequence[Mapping[str, object]]) -> Sequence[tuple[Any, ...]]:
    return one.each(rows) if connection().dialect.name == "sqlite" else many.all(rows)


@cache
def _inserts(kind: type[Base], names: tuple[str, ...], returning: tuple[str, ...]) -> tuple[Ready, ReadyForMany]:
    """Of one row, and of all of a list."""
    table = kind.metadata.tables[kind.__tablename__]
    back = [table.c[name] for name in returning]

    def many(given: FromClause) -> Insert:
        insert = table.insert().from_select(names, select(*given.c))
        return insert.returning(*back) if back else insert

    insert = table.insert()
    return Ready(insert.returning(*back) if back else insert.inline(), names), ReadyForMany(many, **_types(table, names))


@cache
def _updates(kind: type[Base], names: tuple[str, ...]) -> tuple[Ready, ReadyForMany]:
    table = kind.metadata.tables[kind.__tablename__]

    def many(given: FromClause) -> Update:
        return table.update().values({name: given.c[name] for name in names}).where(table.c.id == given.c.row)

    return Ready(_row_of(kind), names), ReadyForMany(many, row=table.c.id.type, **_types(table, names))


def _types(table: Table, names: Sequence[str]) -> dict[str, TypeEngine[Any]]:
    return {name: table.c[name].type for name in names}
