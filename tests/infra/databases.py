"""A freshly migrated, empty database for every test, on SQLite or on PostgreSQL. Migrated once per worker."""

import shutil
from pathlib import Path
from typing import Protocol

from flask_migrate import upgrade
from sqlalchemy import Engine, create_engine, text

from app import create_app
from config import Settings
from database import db


class Databases(Protocol):
    """Where tests get their database from."""

    def fresh(self, folder: Path) -> str:
        """The address of a migrated database without rows; `folder` is the test's own."""

    def bare(self, folder: Path, name: str) -> str:
        """The address of a database without tables, for tests of the migrations themselves."""

    def close(self) -> None: ...


class SqliteDatabases:
    """One migrated file, copied for each test to the same place: what a straggler of the last test writes reaches nobody."""

    def __init__(self, folder: Path) -> None:
        self.template, self.file = folder / "template.db", folder / "foyer.db"
        migrate(f"sqlite:///{self.template}", folder)

    def fresh(self, folder: Path) -> str:
        for old in (self.file, *(self.file.with_name(self.file.name + end) for end in ("-wal", "-shm"))):
            old.unlink(missing_ok=True)  # whoever still has it open keeps the old one
        shutil.copyfile(self.template, self.file)
        return f"sqlite:///{self.file}"

    def bare(self, folder: Path, name: str) -> str:
        return f"sqlite:///{folder / name}.db"

    def close(self) -> None:
        pass


class PostgresDatabases:
    """One migrated database per worker, emptied before each test: cheaper than a new database from a template."""

    def __init__(self, server: str, worker: str, folder: Path) -> None:
        self.server, self.worker = server, worker
        self.admin = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
        self.url = self._created("suite")
        migrate(self.url, folder)
        self.engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        self.emptying = _emptying(self.engine)

    def fresh(self, folder: Path) -> str:
        with self.engine.connect() as connection:
            connection.execute(text(STRAGGLERS))
            connection.exec_driver_sql(self.emptying)
        return self.url

    def bare(self, folder: Path, name: str) -> str:
        return self._created(name)

    def close(self) -> None:
        self.engine.dispose()
        self.admin.dispose()

    def _created(self, name: str) -> str:
        database = f"foyer_{self.worker}_{name}"
        with self.admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {database}"))
        return f"{self.server}/{database}"


# A connection that a test left behind inside a transaction would hold its locks for ever.
STRAGGLERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def migrate(url: str, folder: Path) -> None:
    """The database at `url` is at the newest migration."""
    app = create_app(settings_for(url, folder))
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()


def settings_for(url: str, folder: Path, **changes: object) -> Settings:
    """Settings of a small production: nothing of this machine's environment or .env file counts."""
    values: dict[str, object] = {
        "_env_file": None,
        "database_url": url,
        "instance_dir": folder,
        "secret_key": "a secret that only the tests of Foyer know",
        "base_url": "http://foyer.example",
        "smtp_url": "smtp://127.0.0.1:9",  # nobody listens: a test that sends asks for smtp_sink
        "mail_from": "foyer@brink-waal.example",
        "reply_address": "rsvp@brink-waal.example",
        "company_name": "Brink & Waal",
        "authserv_id": "mx.brink-waal.example",
    }
    return Settings(**{**values, **changes}).completed()


def _emptying(engine: Engine) -> str:
    """One statement that deletes every row, whatever refers to what, and starts the numbering again."""
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY 1"
    with engine.connect() as connection:
        names = list(connection.scalars(text(tables)))
        sequences = list(connection.scalars(text("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")))
    deletions = "".join(f'DELETE FROM "{name}"; ' for name in names)
    restarts = "".join(f"PERFORM setval('\"{name}\"', 1, false); " for name in sequences)
    # Foreign keys sleep meanwhile: with ours all deferred or not, the order of deletion does not matter.
    return "DO $$ BEGIN SET LOCAL session_replication_role = replica; " + deletions + restarts + "END $$"
