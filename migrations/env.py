"""Alembic's environment: migrations run on SQLite and PostgreSQL, in one transaction each."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

import champions.mentorships.models
import champions.models
import champions.models_coffee
import champions.pairings.models
import mail.models
import networks.models
import people.models
import sessions.living.models
import sessions.models
import sessions.series.models
from database import Base
from people import search

config = context.config


def run_migrations() -> None:
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            # A batch rebuild with foreign keys on silently deletes child rows: off, and checked afterwards.
            _pragma(connection, "foreign_keys = OFF")
        else:
            connection.execution_options(isolation_level="READ COMMITTED")  # elsewhere each statement stands for itself
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_name=lambda *named: not search.has_no_model(*named),
            transactional_ddl=True,  # SQLite can, when we say BEGIN ourselves (engines.py)
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        if is_sqlite:
            _check_foreign_keys(connection)
            _pragma(connection, "foreign_keys = ON")


def _pragma(connection: Connection, setting: str) -> None:
    """Outside any transaction, where SQLite listens."""
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute(f"PRAGMA {setting}")


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    connection.rollback()
    if broken:
        raise RuntimeError(f"the migration left rows without their parents: {broken[:5]}")


run_migrations()
