"""New rows of people. Whoever takes an address first has it: of two who add the same person at once, neither meets an error page."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Table, delete
from sqlalchemy.dialects import postgresql, sqlite

from database import db
from people import signals
from people.models import FurtherAddress, Person, search_text_of

EMPTY = dict.fromkeys(("department", "function", "location", "timezone", "language"), "")


def add(rows: Sequence[dict[str, Any]]) -> int:
    """These people are known, but for those whose address is taken; returns how many are new.

    Every row holds normalised `email`, checked `name`, `created_at`, and whatever else is known.
    """
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    filled = [{**EMPTY, **row, "search_text": search_text_of(row["name"], row["email"])} for row in rows]
    table = cast("Table", Person.__table__)  # without the ORM, which would ask for every id
    # The rows themselves: psycopg knows no row count for many rows at once.
    added = insert(table).on_conflict_do_nothing(index_elements=["email"]).returning(table.c.id)
    new = list(db.session.scalars(added, filled))
    # Whose main address it is has it: nobody answers from it for somebody else any more.
    db.session.execute(delete(FurtherAddress).where(FurtherAddress.email.in_([row["email"] for row in rows])))
    if new:
        signals.people_changed.send(None, person_ids=new)
    return len(new)
