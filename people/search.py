"""The index of search: who may be meant by some letters, before anybody is looked at.

It knows who has which three letters in a row in name or address (migration 0065). On PostgreSQL it is an index, of pg_trgm, and the
server finds its way by itself. On SQLite it is the FTS5 table `people_search`, which triggers of `people` keep.
"""

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
)

from database import connection, db
from people.models import Person

NAMES = "people_search", "ix_people_search"  # how its tables, and its index, begin: no models stand behind them
LETTERS = 3
FEW = 2_000  # people to be looked at one by one; where more fit, a walk in order of name soon has as many as are asked for
_INDEX = table("people_search", column("rowid"))


def contains(words: Sequence[str]) -> ColumnElement[bool]:
    """All these words stand anywhere in name or address. They are given as `search_text_of` writes."""
    if _on_sqlite():
        return and_(*(_like(Person.search_text, word) for word in words), *_among_few(words))
    return and_(*map(_by_index, words))


def _on_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _like(column: SQLColumnExpression[str], word: str) -> ColumnElement[bool]:
    """PostgreSQL reads the word in the statement: with a parameter it would soon look for every word in the same way, rare or not."""
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = bindparam("word", f"%{escaped}%", String, unique=True, literal_execute=not _on_sqlite())
    return column.like(pattern, escape="\\")


def _by_index(word: str) -> ColumnElement[bool]:
    """Nothing is looked up for what everybody has: `search_text || ''` is nothing that the index knows."""
    telling = _telling(word)
    if telling == word:
        return _like(Person.search_text, word)
    return and_(_like(Person.search_text, telling), _like(Person.search_text + literal(""), word))


def _among_few(words: Sequence[str]) -> list[ColumnElement[bool]]:
    """That it is one of those whom SQLite's index knows, when they are few."""
    parts = " AND ".join(dict.fromkeys(part for word in words for part in _parts(_telling(word))))
    if not parts:
        return []
    db.session.flush()
    known = select(_INDEX.c.rowid).where(literal_column("people_search").op("MATCH")(parts))
    found = connection().scalar(select(func.count()).select_from(known.limit(FEW + 1).subquery()))
    return [] if (found or 0) > FEW else [Person.id.in_(known)]


def _telling(word: str) -> str:
    """The part of a word that tells people apart: behind the @ stands the company's name, as it does with everybody."""
    telling = "".join(word.partition("@")[:2])
    return telling if len(telling) >= LETTERS else word


def _parts(word: str) -> list[str]:
    """Letters of the word, three by three, the last three always; as FTS5 reads them."""
    last = len(word) - LETTERS
    every = (word[start : start + LETTERS] for start in (*range(0, last, LETTERS), last) if last >= 0)
    return ['"{}"'.format(part.replace('"', '""')) for part in every]


def has_no_model(name: str | None, kind: str, *_parents: object) -> bool:
    """For Alembic, which compares the models with the tables and indexes that there are."""
    return kind in {"table", "index"} and (name or "").startswith(NAMES)
