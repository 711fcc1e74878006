"""Background work in two words: `@job` says what can be done and how often, `wake` says that it is worth doing now.

A job loses nothing when it is killed: what has to be done stands in rows, the job looks for them. huey only wakes and schedules.
"""

import atexit
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog
from flask import Flask, current_app
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from config import Settings
from database import after_commit, in_transaction, repeated

log = structlog.get_logger()
F = TypeVar("F", bound=Callable[..., object])
COALESCE_SECONDS = 0.03  # ten thousand messages posted one by one wake the worker once
LONGEST_PAUSE = 0.3  # seconds until a thread of an idle worker looks at the queue again
MOST_PASSES = 2  # of a call for others among those who are busy: as many idle threads as a busy worker has
SHUTDOWN_SECONDS = 35  # the slowest thing in hand: one message, whose mail server may take 30 seconds to answer


@dataclass(slots=True, eq=False)
class Job:
    """A named function for the worker; `every_minutes` None: only when woken."""

    name: str
    run: Callable[..., object]
    every_minutes: int | None
    asked: threading.Event = field(default_factory=threading.Event)
    busy: threading.Lock = field(default_factory=threading.Lock)


_jobs: dict[str, Job] = {}
_building = threading.Lock()


def job(name: str, *, every_minutes: int | None = None) -> Callable[[F], F]:
    """The function can be woken by `name` and runs in the worker, inside an application context. It must be idempotent."""

    def register(function: F) -> F:
        _jobs[name] = Job(name, function, every_minutes)
        return function

    return register


def wake(name: str) -> None:
    """The worker looks at this job soon; inside a transaction only when that has committed. Never raises: the row is the truth."""
    if in_transaction():
        after_commit(f"wake:{name}", lambda: _enqueue_soon(name))
    else:
        _enqueue_soon(name)


def call(name: str) -> None:
    """For a job that has more to do than one worker: one that is not at it yet takes its part. Never raises, as with `wake`."""
    _enqueue_soon(name, MOST_PASSES)


def _enqueue_soon(*task: str | int) -> None:
    """Off the request's path, and once for many wakes at about the same time."""
    if not current_app.testing:
        _waker.ask(current_app._get_current_object(), *task)  # type: ignore[attr-defined]  # noqa: SLF001


class Waker:
    """One thread of the process puts what was asked for into the queue, a moment later. It keeps its connection to the queue."""

    def __init__(self) -> None:
        self._asked = threading.Condition()
        self._pending: dict[tuple[Flask, tuple[str | int, ...]], None] = {}
        self._at_work = threading.Lock()
        self._thread: threading.Thread | None = None
        atexit.register(self.finish)

    def ask(self, app: Flask, *task: str | int) -> None:
        with self._asked:
            self._pending[app, task] = None
            if self._thread is None or not self._thread.is_alive():  # also in a process that was forked since
                self._begin()
            self._asked.notify()

    def _begin(self) -> None:
        self._thread = threading.Thread(target=self._run, daemon=True, name="wakes")
        try:
            self._thread.start()
        except RuntimeError:  # no thread is left to give, or the process is ending: the sweep of the next minute finds the row
            log.exception("wake_failed")

    def _run(self) -> None:
        while True:
            with self._asked:
                self._asked.wait_for(lambda: self._pending)
            time.sleep(COALESCE_SECONDS)
            self.finish()

    def finish(self) -> None:
        """Everything that was asked for stands in the queue; before the process ends, too."""
        with self._at_work:
            with self._asked:
                pending, self._pending = self._pending, {}
            for app, task in pending:
                _enqueue(app, *task)


_waker = Waker()


def _enqueue(app: Flask, *task: str | int) -> None:
    try:
        queue = queue_of(app)
        try:
            queue.enqueue(queue.foyer_task.s(*task))
        except Exception:  # its server was restarted since the last time, or we were away for long: another connection
            log.warning("wake_again", task=task, exc_info=True)
            queue.storage.close()
            queue.enqueue(queue.foyer_task.s(*task))
    except Exception:  # the sweep of the next minute finds the row
        log.exception("wake_failed", task=task)


def queue_of(app: Flask) -> Huey:
    """The application's queue: in the instance folder for SQLite, in the same database for PostgreSQL. One per application.

    Made when first asked for: an application that only answers `--help` opens no queue.
    """
    with _building:
        return app.extensions.get("huey") or _build(app)


def _build(app: Flask) -> Huey:
    settings: Settings = app.config["FOYER"]
    if settings.database_url.startswith("sqlite"):
        queue = SqliteHuey("foyer", filename=str(settings.instance_dir / "jobs.db"), results=False)
    else:
        queue = _postgres_queue(settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1))
    queue.foyer_task = queue.task(name="foyer_job")(lambda name, passes=None: _take(app, name, passes))
    for entry in _jobs.values():
        if entry.every_minutes is not None:
            _schedule(app, queue, entry)
    app.extensions["huey"] = queue
    return queue


def _postgres_queue(dsn: str) -> Huey:
    """Of processes that start at the same moment and find no tables, one makes them and the others trip over it (IF NOT EXISTS)."""
    import huey.storage
    import psycopg  # who keeps SQLite does without

    huey.storage.psycopg = psycopg  # `light` kept it from there
    try:
        return PostgresHuey("foyer", dsn=dsn, table_prefix="huey", results=False)
    except psycopg.IntegrityError:
        return PostgresHuey("foyer", dsn=dsn, table_prefix="huey", results=False)


def _schedule(app: Flask, queue: Huey, entry: Job) -> None:
    when = crontab(minute=f"*/{entry.every_minutes}")
    queue.periodic_task(when, name=f"periodic_{entry.name}")(lambda: _run(app, entry.name))


def _take(app: Flask, name: str, passes: int | None) -> None:
    """A call (`passes` is a number) that reaches a process which is at it already is put back, and this thread looks away meanwhile.

    The threads of the process that called are as idle as any other: in two of five cases they took the call, and nobody came.
    """
    if passes is None or not _jobs[name].busy.locked():
        _run(app, name)
    elif passes > 0:
        _enqueue(app, name, passes - 1)
        _stop_flag(app).wait(LONGEST_PAUSE)


def _run(app: Flask, name: str) -> None:
    """One run of a job at a time in each process, so that a long one leaves threads to the others.

    Who asks meanwhile is served by another round of whoever is at it.
    """
    entry = _jobs[name]
    entry.asked.set()
    while entry.asked.is_set() and entry.busy.acquire(blocking=False):
        try:
            entry.asked.clear()
            _run_once(app, entry)
        finally:
            entry.busy.release()


def _run_once(app: Flask, entry: Job) -> None:
    with app.app_context():
        try:
            if not stopping():
                repeated(entry.run)
        except Exception:
            log.exception("job_failed", job=entry.name)


class _Consumer(Consumer):  # type: ignore[misc]
    def _handle_signal(self, signum: int, frame: object) -> None:
        """A second SIGTERM says nothing new, where huey would break off: systemd sends one to everybody, and so does honcho then."""
        super()._handle_signal(signum, frame)
        if signum == signal.SIGTERM:
            signal.signal(signum, self._handle_signal)


def work(app: Flask) -> None:
    """This process is a worker until it is asked to stop (SIGTERM); then it finishes what it has in hand."""
    consumer = _Consumer(
        queue_of(app),
        workers=3,
        initial_delay=0.05,
        backoff=1.1,
        max_delay=LONGEST_PAUSE,
        graceful_signal="TERM",
        shutdown_timeout=SHUTDOWN_SECONDS,
    )
    app.extensions["foyer_stop"] = consumer.stop_flag
    # First of all each periodic job: what was left lying does not wait for the next full minute.
    for entry in list(_jobs.values()):
        if entry.every_minutes is not None:
            _enqueue(app, entry.name)
    consumer.run()


def _stop_flag(app: Flask) -> threading.Event:
    """Set once this worker was asked to stop; nobody else is ever asked."""
    flag: threading.Event = app.extensions.get("foyer_stop") or threading.Event()
    return flag


def stopping() -> bool:
    """Whether this worker was asked to stop: a long job puts down what it has not begun. The rows wait for the next worker."""
    return _stop_flag(current_app).is_set()


def run_now(name: str, *args: Any) -> object:
    """The job has run, here and now; what it raises is raised. Raises KeyError for a name that nobody gave."""
    return _jobs[name].run(*args)
