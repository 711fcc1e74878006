"""How many queries a page takes: `with count_queries() as queries: client.get("/")`, then `len(queries)`."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from sqlalchemy import event

from database import db


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """Every statement that reaches the database inside the block, in order; what opens and closes transactions is left out."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def keep(_connection, _cursor, statement, _parameters, _context, _many) -> None:
            if not statement.startswith(("BEGIN", "SELECT 1")):
                seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", keep)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", keep)

    return counting


def plan(query) -> str:
    """How the database goes about this query."""
    compiled = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN " if db.engine.dialect.name == "sqlite" else "EXPLAIN "
    with db.engine.connect() as connection:
        return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(explain + str(compiled).replace("%", "%%")))
