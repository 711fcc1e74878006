"""The database: one declarative base, one `transaction()`, aware UTC datetimes, named constraints.

Everything that writes opens exactly one `transaction()`. Pages that only read open none and get a plain (deferred) transaction.
"""

import enum
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import structlog
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, Select, TypeDecorator, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as BusyError
from sqlalchemy.orm import DeclarativeBase, Session

from engines import WRITES, begin_on_postgresql, begin_to_write, driver_of
from turnstile import give_way

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
MOST_ATTEMPTS, PAUSE = 3, 0.1  # seconds, times the number of the attempt
LONGEST_QUEUE = 60  # seconds for the threads of a process, then there is `engines.LONGEST_WAIT` for another process
_OPEN = "foyer_open"
_CONNECTION = "foyer_connection"
_AFTER_COMMIT = "foyer_after_commit"
_BEFORE_COMMIT = "foyer_before_commit"
_KNOWN = "foyer_known"


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
    _forget_what_was_read(session)
    with _turn():
        session.info[_OPEN] = True
        session.info[_AFTER_COMMIT], session.info[_BEFORE_COMMIT], session.info[_KNOWN] = {}, {}, {}
        try:
            session.info[_CONNECTION] = _begun(session)
            yield session
            for callback in list(session.info[_BEFORE_COMMIT].values()):
                callback()
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info[_OPEN] = session.info[_CONNECTION] = None
            callbacks = session.info.pop(_AFTER_COMMIT, {})
            del session.info[_BEFORE_COMMIT], session.info[_KNOWN]
    for callback in callbacks.values():
        callback()


def _forget_what_was_read(session: Session) -> None:
    """What comes sees what others have committed until then.

    The transaction that loading the current person has begun goes on, which costs less than another one. On PostgreSQL each statement
    sees what is committed (READ COMMITTED). SQLite needs to begin anew for that; until it does, its connection holds nothing.
    """
    if session.in_transaction():
        session.expire_all()
        if _is_sqlite():
            driver_of(session.connection()).rollback()


def let_go() -> None:
    """On SQLite who waits for somebody else holds no old state of the database meanwhile. What was read stays as it was.

    The commit ends what was only read: nothing is written by it, and where something has changed it is left out. On PostgreSQL who only
    reads has no transaction (`engines.begin_on_postgresql`), and every thread a connection.
    """
    session = db.session()
    if _is_sqlite() and session.in_transaction() and not (in_transaction() or session.new or session.dirty or session.deleted):
        session.commit()


def _begun(session: Session) -> Connection:
    goes_on = session.in_transaction()
    connection = session.connection(execution_options={WRITES: True} if _is_sqlite() and not goes_on else None)
    if not _is_sqlite():
        begin_on_postgresql(connection)
    elif goes_on:
        begin_to_write(connection)
    return connection


def piece_by_piece(query: Select[T], rows: int) -> Iterator[T]:
    """The objects of a long answer, for a page that only reads; no more than so many are in memory. PostgreSQL needs a transaction for it."""
    if not _is_sqlite():
        begin_on_postgresql(db.session.connection())
    yield from db.session.scalars(query.execution_options(yield_per=rows))


def connection() -> Connection:
    """The connection of the session: for statements that load no objects, without the way there through the session each time."""
    session = db.session()
    found: Connection | None = session.info.get(_CONNECTION)
    if found is None or found.closed:
        found = session.info[_CONNECTION] = session.connection()
    return found


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


class Turns:
    """One thread at a time, in the order in which they came. A plain lock lets newcomers pass."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def taken(self, seconds: float) -> Iterator[None]:
        """It is this thread's turn. Raises TimeoutError (SQLAlchemy's) when it does not come within so many seconds."""
        self._take(seconds)
        try:
            yield
        finally:
            self._pass_on()

    def _take(self, seconds: float) -> None:
        mine = threading.Event()
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            self._waiting.append(mine)
        give_way()
        try:
            in_time = mine.wait(seconds)
        except BaseException:
            self._leave(mine)
            raise
        if not in_time:
            self._leave(mine)
            raise BusyError(f"the database was busy for {seconds} seconds")

    def _leave(self, mine: threading.Event) -> None:
        with self._lock:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return
        self._pass_on()  # the turn had just come

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


_turns: WeakKeyDictionary[Engine, Turns] = WeakKeyDictionary()
_turns_lock = threading.Lock()


def _turn() -> AbstractContextManager[None]:
    """On SQLite, where only one writes: the threads of this process queue up here.

    SQLite itself lets everybody sleep and try again, longer and longer, and whoever tries in the right moment passes all others: of
    32 threads some never had a turn in 30 seconds.
    """
    if not _is_sqlite():
        return nullcontext()
    with _turns_lock:
        turns = _turns.setdefault(db.engine, Turns())
    return turns.taken(LONGEST_QUEUE)


def after_commit(name: str, callback: Callable[[], None]) -> None:
    """`callback` runs once (per name) when the open transaction has committed; never when it rolls back.

    For wake-up calls only: what must not be lost is a row.
    """
    db.session().info[_AFTER_COMMIT].setdefault(name, callback)


def before_commit(name: str, callback: Callable[[], None]) -> None:
    """`callback` runs once (per name) at the end of the open transaction: what many steps of it ask for is then written in one go."""
    db.session().info[_BEFORE_COMMIT].setdefault(name, callback)


def know(found: Mapping[Hashable, object]) -> None:
    """Until the open transaction ends, `known` gives these: rows that were read, and locked if they need to be, for many steps at once."""
    db.session().info[_KNOWN].update(found)


def known(key: Hashable) -> Any:
    """What `know` was told in the open transaction; None for anything else."""
    return db.session().info.get(_KNOWN, {}).get(key)


def alone(name: str) -> None:
    """Until the open transaction ends, no other one that asks for the same name goes on from here. On SQLite only one writes anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))


def learn_how_rows_are_spread() -> None:
    """In the open transaction. SQLite takes the better of two indexes from then on; PostgreSQL learns by itself.

    Without it, one department of 100,000 people was looked for among all who are active.
    """
    if db.engine.dialect.name == "sqlite":
        connection = db.session.connection()
        connection.exec_driver_sql("PRAGMA analysis_limit = 1000")  # rows of each index that it looks at: some milliseconds
        connection.exec_driver_sql("ANALYZE")


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
            time.sleep(PAUSE * attempt)  # or we take the first row again before the other one has woken up
            before_repeat()
    return work()
