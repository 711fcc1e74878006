"""The database: one declarative base, one `transaction()`, aware UTC datetimes, named constraints.

Everything that writes opens exactly one `transaction()`. Pages that only read open none and get a plain (deferred) transaction.
"""

import enum
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

import structlog
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, TypeDecorator, event, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

log = structlog.get_logger()
T = TypeVar("T")
# PostgreSQL ended our transaction so that another could go on: deadlock detected, serialization failure.
GAVE_WAY = {"40P01", "40001"}
MOST_ATTEMPTS = 3
_OPEN = "foyer_open"
_AFTER_COMMIT = "foyer_after_commit"
_WRITES = "foyer_writes"


class Base(DeclarativeBase):
    """The base of every table; its metadata names every constraint, so that migrations can drop them again."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base, disable_autonaming=True, session_options={"expire_on_commit": False})


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Takes aware datetimes only, stores UTC, gives aware UTC back (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: every instant needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(kind: type[enum.StrEnum], name: str) -> Enum:
    """A column that holds the value of a string enum, guarded by a named CHECK constraint on every database."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=24,
        values_callable=lambda members: [member.value for member in members],
    )


@contextmanager
def transaction() -> Iterator[Session]:
    """Everything done inside is committed together, or nothing of it. The only place that commits.

    On SQLite it takes the write lock at once (BEGIN IMMEDIATE): a read that turns into a write later would lose updates.
    Raises RuntimeError when one is open already: a rule never decides where a transaction ends.
    """
    session = db.session()
    if session.info.get(_OPEN):
        raise RuntimeError("a transaction is open already: rules do not open their own")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made outside transaction()")
    session.rollback()  # ends the read snapshot that loading the current person may have begun
    session.connection(execution_options={_WRITES: True})
    session.info[_OPEN] = True
    session.info[_AFTER_COMMIT] = {}
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info[_OPEN] = False
        callbacks = session.info.pop(_AFTER_COMMIT, {})
    for callback in callbacks.values():
        callback()


def after_commit(name: str, callback: Callable[[], None]) -> None:
    """`callback` runs once (per name) when the open transaction has committed; never when it rolls back.

    For wake-up calls only: what must not be lost is a row.
    """
    db.session().info[_AFTER_COMMIT].setdefault(name, callback)


def alone(name: str) -> None:
    """Until the open transaction ends, no other one that asks for the same name goes on from here. On SQLite only one writes anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))


def in_transaction() -> bool:
    """Whether the caller stands inside `transaction()`."""
    return bool(db.session().info.get(_OPEN))


def repeated(work: Callable[[], T], *, before_repeat: Callable[[], None] = lambda: None) -> T:
    """What `work` returns. If its transaction had to give way to another one (a deadlock), it runs anew, three times in all.

    For the edges: a request, a job, a step of one. `work` opens its own transaction(), so nothing of a failed run is left.
    """
    for attempt in range(1, MOST_ATTEMPTS):
        try:
            return work()
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in GAVE_WAY:
                raise
            log.warning("gave_way", attempt=attempt, error=str(error.orig))
            db.session.rollback()
            before_repeat()
    return work()


@event.listens_for(Engine, "connect")
def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    if not isinstance(dbapi_connection, sqlite3.Connection):
        return
    # The driver's own transaction handling begins too late and lost updates when it was tried: we send BEGIN ourselves.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    for pragma in ("journal_mode = WAL", "foreign_keys = ON", "synchronous = NORMAL", "busy_timeout = 30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
