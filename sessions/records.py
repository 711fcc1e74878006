"""Records of answers: at once where a message names them, together at the end of the transaction where nothing does."""

from collections.abc import Sequence
from typing import Any

from database import before_commit, connection, db, know, known
from rows import insert_rows
from sessions.models import AnswerRecord

_INSERT = AnswerRecord.metadata.tables[AnswerRecord.__tablename__].insert()
_LATER = "answer records to write"


def write(row: dict[str, Any]) -> int:
    """The record is written; returns its number, which is above that of every earlier one."""
    write_earlier()
    key: Any = connection().execute(_INSERT, row).inserted_primary_key
    return int(key[0])


def write_all(rows: Sequence[dict[str, Any]]) -> dict[int, int]:
    """These records, of different people, are written in one statement; returns their numbers by `rsvp_id`."""
    write_earlier()
    return dict(insert_rows(AnswerRecord, rows, "rsvp_id", "id"))


def write_soon(row: dict[str, Any]) -> None:
    """The record is written before the open transaction commits; many take one statement."""
    rows: list[dict[str, Any]] | None = known(_LATER)
    if rows is None:
        rows = []
        know({_LATER: rows})
        before_commit(_LATER, write_earlier)
    rows.append(row)


def write_earlier() -> None:
    """Everything that was to be written soon is written: before something reads it, or comes after it."""
    rows = known(_LATER)
    if rows:
        db.session.flush()
        connection().execute(_INSERT, rows)
        rows.clear()
