"""A Foyer to measure: a database of its own, settings of a small production, its processes as the Procfile starts them."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import create_engine, text

from app import create_app
from config import Settings
from database import db
from tests.infra import postgres
from tests.infra.processes import answers, free_port, wait_until
from tests.infra.translations import compile_translations

ROOT = Path(__file__).parents[1]
GIVEN_SERVER = "FOYER_BENCH_POSTGRES"  # postgresql://user:password@host of a server to measure on; the user makes databases, and skips triggers
# The tests' cluster forgets on a crash, which is faster; what is measured keeps its promises, as Debian sets it up.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on", "shared_buffers": "128MB"}
SECRET = "a secret that only the benchmarks of Foyer know"


@dataclass
class House:
    """One installation. Use its `app` inside `app.app_context()`; processes it started end with it."""

    database: str
    folder: Path
    settings: Settings
    app: Flask
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def web(self, application: str = "app:create_app()", **env: str) -> "Web":
        """An application behind gunicorn, with the web process's own configuration."""
        port = free_port()
        command = [sys.executable, "-OO", "-m", "gunicorn", "--config", "gunicorn.conf.py", application]
        process = self._start(command, FOYER_BIND=f"127.0.0.1:{port}", **env)
        wait_until(lambda: answers(port), application, self.folder / "log")
        return Web(port, process)

    def worker(self) -> subprocess.Popen[bytes]:
        return self._start([sys.executable, "-OO", "-m", "processes", "worker"])

    def mail_door(self) -> subprocess.Popen[bytes]:
        port = int(self.settings.lmtp_bind.rpartition(":")[2])
        process = self._start([sys.executable, "-OO", "-m", "processes", "mail-door"])
        wait_until(lambda: answers(port), "the mail door", self.folder / "log")
        return process

    def flask(self, *args: str) -> subprocess.Popen[bytes]:
        return self._start([sys.executable, "-m", "flask", "--app", "app", *args])

    def _start(self, command: list[str], **env: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, env={**self.environment(), **env}, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def environment(self) -> dict[str, str]:
        """The variables that give a process these settings; what an operator has set in this shell does not count."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("FOYER_")}
        return {**inherited, **{f"FOYER_{name.upper()}": value for name, value in _values(self.settings).items()}}

    def stop(self, *processes: subprocess.Popen[bytes]) -> None:
        """These processes have ended; all, when none is named."""
        ending = list(processes or self.processes)
        for process in ending:
            process.send_signal(signal.SIGTERM)
        for process in ending:
            process.wait(30)
            self.processes.remove(process)


@dataclass(frozen=True)
class Web:
    """A web process that answers."""

    port: int
    process: subprocess.Popen[bytes]


def _values(settings: Settings) -> dict[str, str]:
    plain = ("database_url", "base_url", "mail_from", "reply_address", "company_name", "lmtp_bind", "instance_dir")
    values = {name: str(getattr(settings, name)) for name in plain}
    return {**values, "demo": "0", "secret_key": SECRET, "smtp_url": settings.smtp_url.get_secret_value(), "log_level": "WARNING"}


@contextmanager
def opened(database: str, *, smtp_port: int = 9, base_url: str = "http://foyer.example") -> Iterator[House]:
    """A migrated installation without rows on `sqlite` or `postgresql`; gone afterwards."""
    compile_translations()
    folder = Path(tempfile.mkdtemp(prefix="foyer-bench-"))
    with _database(database, folder) as url:
        settings = Settings(
            _env_file=None,
            database_url=url,
            instance_dir=folder,
            secret_key=SECRET,
            base_url=base_url,
            smtp_url=f"smtp://127.0.0.1:{smtp_port}?starttls=off",
            mail_from="foyer@brink-waal.example",
            reply_address="rsvp@brink-waal.example",
            company_name="Brink & Waal",
            lmtp_bind=f"127.0.0.1:{free_port()}",
        ).completed()
        house = House(database, folder, settings, create_app(settings))
        try:
            with house.app.app_context():
                upgrade(directory=str(ROOT / "migrations"))
                db.session.remove()
            yield house
        finally:
            house.stop()
            with house.app.app_context():
                db.session.remove()
                db.engine.dispose()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _database(name: str, folder: Path) -> Iterator[str]:
    if name == "sqlite":
        yield f"sqlite:///{folder / 'foyer.db'}"
        return
    given = os.environ.get(GIVEN_SERVER)
    cluster = None if given else postgres.start(DURABLE)
    server = (given or cluster.url("")).rstrip("/").replace("postgresql://", "postgresql+psycopg://", 1)
    admin = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    database = f"foyer_bench_{secrets.token_hex(4)}"
    try:
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {database}"))
        yield f"{server}/{database}"
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {database} WITH (FORCE)"))
    finally:
        admin.dispose()
        if cluster:
            cluster.stop()
