"""Records of answers: at once where a message names them, together at the end of the transaction where nothing does."""

from typing import Any

from database import before_commit, db, know, known
from sessions.models import AnswerRecord

_TABLE = AnswerRecord.metadata.tables[AnswerRecord.__tablename__]
_COLUMNS = [column.key for column in _TABLE.columns if column.key != "id"]
_LATER = "answer records to write"


def write(record: AnswerRecord) -> None:
    """The record has its number, above that of every earlier one."""
    write_earlier()
    db.session.add(record)
    db.session.flush()


def write_soon(record: AnswerRecord) -> None:
    """The record is written before the open transaction commits; many take one statement."""
    rows: list[dict[str, Any]] | None = known(_LATER)
    if rows is None:
        rows = []
        know({_LATER: rows})
        before_commit(_LATER, write_earlier)
    rows.append({name: getattr(record, name) for name in _COLUMNS})


def write_earlier() -> None:
    """Everything that was to be written soon is written: before something reads it, or comes after it."""
    rows = known(_LATER)
    if rows:
        db.session.flush()
        db.session.connection().execute(_TABLE.insert(), rows)
        rows.clear()
