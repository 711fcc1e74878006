"""What each database asks of its connections: how they are prepared, how a transaction begins, whether the server is still there."""

import select
import sqlite3
import time
from collections.abc import Generator
from functools import cache
from typing import Any

from sqlalchemy import Dialect, Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import InvalidatePoolError, OperationalError

from turnstile import give_way, has_place

LONGEST_WAIT = 30  # seconds for another process that writes
BUSY_TIMEOUT = f"PRAGMA busy_timeout = {LONGEST_WAIT * 1000}"
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",  # what we have said yes to (an answer, a mail to a mail server) is on the disk, whatever the power does
    "PRAGMA cache_size = -500",  # kB for each connection: each thread has one, and the system keeps the file in memory once for all
)
WRITES = "foyer_writes"
SOON = 0.002  # seconds: a server nearby has found a row by its index


def driver_of(connection: Connection) -> Any:
    """The connection as the driver has it."""
    return connection.connection.driver_connection


@event.listens_for(Engine, "do_connect")
def _connect_to_postgresql(dialect: Dialect, _record: object, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
    return _patient().connect(*args, **options) if dialect.name == "postgresql" else None


@cache
def _patient() -> Any:
    """The driver's connection (nobody on SQLite loads it). Who waits longer than `SOON` for the server stands in nobody's way."""
    from psycopg import Connection
    from psycopg.pq import TransactionStatus

    class Patient(Connection):
        def rollback(self) -> None:
            if self.pgconn.transaction_status != TransactionStatus.IDLE:  # or it asks itself, at length, twice for each page
                super().rollback()

        def wait(self, gen: Any, *args: Any, **options: Any) -> Any:
            if has_place():
                return super().wait(_giving_way(gen), SOON, options.get("timeout"))
            return super().wait(gen, *args, **options)

    return Patient


def _giving_way(statement: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
    """The same, of which the driver asks what it waits for, and tells what is ready: nothing, when `SOON` has passed."""
    try:
        waits_for = next(statement)
        while True:
            ready = yield waits_for
            if not ready:
                give_way()
            waits_for = statement.send(ready)
    except StopIteration as end:
        return end.value


@event.listens_for(Engine, "connect")
def _prepare_sqlite(dbapi_connection: Any, _record: object) -> None:
    if not isinstance(dbapi_connection, sqlite3.Connection):
        return
    # The driver's own transaction handling begins too late and lost updates when it was tried: we send BEGIN ourselves.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    for pragma in (*PRAGMAS, BUSY_TIMEOUT):
        cursor.execute(pragma)
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if not connection.get_execution_options().get(WRITES):
        driver_of(connection).execute("BEGIN")
    else:
        begin_to_write(connection)


def begin_to_write(connection: Connection) -> None:
    """SQLite's write lock is ours, taken as soon as another process lets go of it. Raises OperationalError after LONGEST_WAIT.

    SQLite's own waiting comes to look ten times a second; a worker that goes from one transaction to the next lets go for a moment only.
    """
    end = time.monotonic() + LONGEST_WAIT
    while not _began(connection, or_raise=time.monotonic() > end):
        give_way()
        time.sleep(0.002)


def _began(connection: Connection, *, or_raise: bool) -> bool:
    driver = driver_of(connection)
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if or_raise or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise OperationalError("BEGIN IMMEDIATE", None, error) from error
        return False
    finally:
        driver.execute(BUSY_TIMEOUT)
    return True


def begin_on_postgresql(connection: Connection) -> None:
    """What follows is one transaction: the driver says BEGIN with the first statement. Until here each statement stood for itself.

    Pages that only read need no transaction: with READ COMMITTED each statement sees what is committed, inside of one or outside, and
    two of the messages to the server for each page were BEGIN and ROLLBACK. What transaction() continues has to see what others commit
    meanwhile, whatever the server is set to.
    """
    driver = driver_of(connection)
    if driver.autocommit:
        if driver.isolation_level is None:
            driver.isolation_level = _read_committed()
        driver.autocommit = False


def _read_committed() -> Any:
    from psycopg import IsolationLevel  # nobody on SQLite loads it

    return IsolationLevel.READ_COMMITTED


@event.listens_for(Engine, "checkin")
def _each_statement_for_itself(dbapi_connection: Any, _record: object) -> None:
    """Back in the pool; the pool has ended what was open."""
    if _is_postgresql(dbapi_connection) and not dbapi_connection.closed and not dbapi_connection.autocommit:
        dbapi_connection.autocommit = True


@event.listens_for(Engine, "checkout")
def _still_there(dbapi_connection: Any, _record: object, _proxy: object) -> None:
    """A server that ends a connection says so, and what it said lies there unread: asking the system costs no message to the server."""
    if _is_postgresql(dbapi_connection) and (dbapi_connection.closed or _has_something_to_read(dbapi_connection.fileno())):
        raise InvalidatePoolError


def _is_postgresql(dbapi_connection: Any) -> bool:
    return dbapi_connection is not None and not isinstance(dbapi_connection, sqlite3.Connection)


def _has_something_to_read(descriptor: int) -> bool:
    watch = select.poll()
    watch.register(descriptor, select.POLLIN)
    return bool(watch.poll(0))
