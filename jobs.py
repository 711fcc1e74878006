"""Background work in two words: `@job` says what can be done and how often, `wake` says that it is worth doing now.

A job loses nothing when it is killed: what has to be done stands in rows, the job looks for them. huey only wakes and schedules.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from flask import Flask, current_app
from huey import Huey, PostgresHuey, SqliteHuey, crontab

from config import Settings
from database import after_commit, in_transaction

log = structlog.get_logger()
F = TypeVar("F", bound=Callable[..., object])
COALESCE_SECONDS = 0.03  # ten thousand messages posted one by one wake the worker once


@dataclass(frozen=True, slots=True)
class Job:
    """A named function for the worker; `every_minutes` None: only when woken."""

    name: str
    run: Callable[..., object]
    every_minutes: int | None


_jobs: dict[str, Job] = {}
_pending: set[tuple[str, tuple[Any, ...]]] = set()
_lock = threading.Lock()
_building = threading.Lock()


def job(name: str, *, every_minutes: int | None = None) -> Callable[[F], F]:
    """The function can be woken by `name` and runs in the worker, inside an application context. It must be idempotent."""

    def register(function: F) -> F:
        _jobs[name] = Job(name, function, every_minutes)
        return function

    return register


def wake(name: str, *args: Any) -> None:
    """The worker looks at this job soon; inside a transaction only when that has committed. Never raises: the row is the truth."""
    if in_transaction():
        after_commit(f"wake:{name}:{args}", lambda: _enqueue_soon(name, args))
    else:
        _enqueue_soon(name, args)


def _enqueue_soon(name: str, args: tuple[Any, ...]) -> None:
    """Off the request's path, and once for many wakes at about the same time."""
    if current_app.testing:
        return
    with _lock:
        if (name, args) in _pending:
            return
        _pending.add((name, args))
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    timer = threading.Timer(COALESCE_SECONDS, _enqueue, (app, name, args))
    timer.start()


def _enqueue(app: Flask, name: str, args: tuple[Any, ...]) -> None:
    with _lock:
        _pending.discard((name, args))
    try:
        queue = queue_of(app)
        queue.enqueue(queue.foyer_task.s(name, args))
    except Exception:  # the sweep of the next minute finds the row
        log.exception("wake_failed", job=name)


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
        dsn = settings.database_url.replace("postgresql+psycopg://", "postgresql://", 1)
        queue = PostgresHuey("foyer", dsn=dsn, table_prefix="huey", results=False)
    queue.foyer_task = queue.task(name="foyer_job")(lambda name, args: _run(app, name, args))
    for entry in _jobs.values():
        if entry.every_minutes is not None:
            _schedule(app, queue, entry)
    app.extensions["huey"] = queue
    return queue


def _schedule(app: Flask, queue: Huey, entry: Job) -> None:
    when = crontab(minute=f"*/{entry.every_minutes}")
    queue.periodic_task(when, name=f"periodic_{entry.name}")(lambda: _run(app, entry.name, ()))


def _run(app: Flask, name: str, args: tuple[Any, ...]) -> None:
    with app.app_context():
        try:
            _jobs[name].run(*args)
        except Exception:
            log.exception("job_failed", job=name)


def run_all_once(app: Flask) -> None:
    """Every periodic job has run once: what a worker does first, so that nothing waits for the next full minute."""
    for entry in list(_jobs.values()):
        if entry.every_minutes is not None:
            _run(app, entry.name, ())


def run_now(name: str, *args: Any) -> object:
    """The job has run, here and now; what it raises is raised. Raises KeyError for a name that nobody gave."""
    return _jobs[name].run(*args)
