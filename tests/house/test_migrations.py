"""Every migration goes up and down with rows in the tables, and ends where the models are."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import Column, Connection, Engine, MetaData, Table, event, func, inspect, select, types

from app import create_app
from database import Base, db
from people import search
from tests.infra.databases import settings_for

ORDER = ScriptDirectory(str(Path(__file__).parents[2] / "migrations"))
NEWEST = 15
REVISIONS = [script.revision for script in reversed(list(ORDER.walk_revisions()))]


@contextmanager
def engine_at(url, folder) -> Iterator[Engine]:
    app = create_app(settings_for(url, folder))
    with app.app_context():
        yield db.engine
        db.session.remove()
        db.engine.dispose()


def test_migrations_have_a_single_head():
    assert ORDER.get_heads() == [REVISIONS[-1]]


def test_migrations_end_where_the_models_are(databases, tmp_path):
    with engine_at(databases.bare(tmp_path, "agree"), tmp_path) as engine:
        # when
        upgrade()

        # then
        with engine.connect() as connection:
            options = {"compare_type": True, "include_name": lambda *named: not search.has_no_model(*named)}
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, Base.metadata) == []


def test_migrations_make_the_checks_of_the_models(databases, tmp_path):
    """Alembic does not compare CHECK constraints."""
    with engine_at(databases.bare(tmp_path, "migrated"), tmp_path) as migrated:
        upgrade()
        with engine_at(databases.bare(tmp_path, "created"), tmp_path) as created:
            # when
            Base.metadata.create_all(created)

            # then
            assert checks(migrated) == checks(created)


def test_a_migration_that_fails_leaves_nothing(databases, tmp_path):
    def fail(_connection, _cursor, statement, *_more):
        if statement.startswith("UPDATE alembic_version"):
            raise OSError("the disk is full")

    with engine_at(databases.bare(tmp_path, "fails"), tmp_path) as engine:
        event.listen(engine, "after_cursor_execute", fail)

        # when
        with pytest.raises(OSError, match="full"):
            upgrade(revision=REVISIONS[2])

        # then
        assert names(engine) == set()


def test_each_migration_goes_down_and_up_with_rows_in_the_tables(databases, tmp_path):
    with engine_at(databases.bare(tmp_path, "steps"), tmp_path) as engine:
        # when: one after the other; on PostgreSQL the newest, for the older ones went so when they were, and change no more
        revisions = REVISIONS if engine.dialect.name == "sqlite" else REVISIONS[-NEWEST:]
        found = {revision: there_and_back(engine, revision) for revision in revisions}

    # then: what stood in a table that was there all the time still stands in it
    assert {
        revision: (before, below, after)
        for revision, (before, below, after) in found.items()
        if set(before.values()) != {1}
        or below != {name: before[name] for name in below}
        or after != {name: count if name in below else 0 for name, count in before.items()}
    } == {}


def test_migrations_go_all_the_way_down_with_rows_in_the_tables_and_up_again(databases, tmp_path):
    with engine_at(databases.bare(tmp_path, "all"), tmp_path) as engine:
        # given
        upgrade()
        fill(engine)

        # when
        downgrade(revision="base")
        left = names(engine)
        upgrade()

        # then
        assert left == {"alembic_version"}
        assert names(engine) == {"alembic_version", *Base.metadata.tables}


def there_and_back(engine: Engine, revision: str) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """How many rows each table has at the revision, one revision below it, and at it again. What is in them is gone afterwards."""
    upgrade(revision=revision)
    fill(engine)
    before = counts(engine)
    downgrade(revision="-1")
    below = counts(engine)
    upgrade(revision=revision)
    after = counts(engine)
    with engine.begin() as connection:
        for table in reversed(tables(engine)):
            connection.execute(table.delete())
    return before, below, after


def checks(engine: Engine) -> dict[str, set[tuple[str, str]]]:
    inspector = inspect(engine)
    return {
        table: {(check["name"], re.sub(r"\s+", " ", check["sqltext"])) for check in inspector.get_check_constraints(table)}
        for table in Base.metadata.tables
    }


def names(engine: Engine) -> set[str]:
    """The tables there are, without those that the index of search is made of."""
    return {name for name in inspect(engine).get_table_names() if not search.has_no_model(name, "table")}


def tables(engine: Engine) -> list[Table]:
    """As they stand in the database, parents first: the models may be ahead of this revision."""
    metadata = MetaData()
    metadata.reflect(engine, only=names(engine))
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {table.name: connection.scalar(select(func.count()).select_from(table)) for table in tables(engine)}


def fill(engine: Engine) -> None:
    """One row in every table, with every foreign key pointing somewhere."""
    rows: dict[str, dict[str, object]] = {}
    with engine.begin() as connection:
        for table in tables(engine):
            choices = enum_choices(connection, table)
            row = {column.name: value(column, number, rows, choices) for number, column in enumerate(table.columns)}
            connection.execute(table.insert(), [row])
            rows[table.name] = row


def value(column: Column, number: int, rows: dict, choices: dict[str, str]) -> object:
    for key in column.foreign_keys:
        parent = rows.get(key.column.table.name)
        return parent[key.column.name] if parent else None
    if column.nullable and not column.primary_key:
        return None
    if column.name in choices:
        return choices[column.name]
    return a_value_of(column.type, column.name, number)


def a_value_of(kind: types.TypeEngine, name: str, number: int) -> object:
    by_type = {
        types.Boolean: True,
        types.Integer: 1,
        types.Numeric: 1,
        types.Float: 1.0,
        types.DateTime: datetime(2026, 12, 1, tzinfo=UTC) + timedelta(hours=number),  # later columns are later
        types.Time: time(9),
        types.Date: datetime(2026, 12, 1, tzinfo=UTC).date(),
        types.JSON: {},
        types.LargeBinary: b"bytes",
        types.String: name[: getattr(kind, "length", None) or 200],
    }
    return next(given for known, given in by_type.items() if isinstance(kind, known))


def enum_choices(connection: Connection, table: Table) -> dict[str, str]:
    """For a column with a CHECK (column IN (...)), the first value allowed."""
    choices = {}
    for check in inspect(connection).get_check_constraints(table.name):
        found = re.match(r"""\(*"?(\w+)"?\)?(?:::text)?\s*(?:IN|=\s*ANY)\b[^']*'([^']*)'""", check["sqltext"])
        if found:
            choices[found[1]] = found[2]
    return choices
