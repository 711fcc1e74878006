"""Importing people from a file: which column is what, a look at what would happen, a yes. `import_parts.py` does the work.

Nobody is ever deleted. An empty cell leaves what is known. Lines are refused one by one, with their reason; all others go on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from sqlalchemy import delete, exists, func, insert, select, update

from database import db
from jobs import wake
from people import csv_files
from people.errors import PeopleError
from people.import_lines import FIELDS
from people.models import ImportAddress, ImportPart, ImportState, PeopleImport, Person
from people.plain_text import one_line

PART_LINES = 500
PART_SIGNS = 200_000  # very wide files make shorter parts: a worker holds one at a time
MOST_LINES = 1_000_000
KEPT = timedelta(days=7)  # a file that nobody says yes to
BEGUN = "This import has begun already."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a check or an import is, in lines."""

    done: int
    total: int


def start(file: BinaryIO, name: str, *, by: Person | None, now: datetime) -> PeopleImport:
    """The file is kept, line by line, and its columns are guessed. Raises PeopleError for what is no table."""
    shape = csv_files.shape_of(file)
    import_ = PeopleImport(
        file_name=one_line(name)[-200:] or "people.csv",
        encoding=shape.encoding,
        separator=shape.separator,
        columns=list(shape.columns),
        mapping=csv_files.guess(shape.columns),
        created_by_id=by.id if by else None,
        created_at=now,
    )
    db.session.add(import_)
    db.session.flush()
    for number, rows in enumerate(_parts(csv_files.rows_of(file, shape))):
        import_.lines += len(rows)
        if import_.lines > MOST_LINES:
            raise PeopleError("This file holds more than %(most)s lines. Split it.", most=MOST_LINES)
        db.session.execute(
            insert(ImportPart).values(
                import_id=import_.id, number=number, rows=rows, refused={}, checked=False, imported=False, linked=False
            )
        )
    if not import_.lines:
        raise PeopleError("This file holds headings, but nobody below them.")
    db.session.flush()
    return import_


def _parts(rows: Iterator[tuple[int, list[str]]]) -> Iterator[list[list[Any]]]:
    part: list[list[Any]] = []
    signs = 0
    for line, cells in rows:
        part.append([line, cells])
        signs += sum(map(len, cells))
        if len(part) == PART_LINES or signs > PART_SIGNS:
            yield part
            part, signs = [], 0
    if part:
        yield part


def choose_columns(import_id: int, mapping: dict[str, int]) -> PeopleImport:
    """The columns are chosen, and the worker checks every line against what is known. Raises PeopleError."""
    import_ = locked(import_id)
    if import_.state in {ImportState.IMPORTING, ImportState.DONE}:
        raise PeopleError(BEGUN)
    chosen = {field: column for field, column in mapping.items() if field in FIELDS and 0 <= column < len(import_.columns)}
    if "email" not in chosen:
        raise PeopleError("Say which column holds the e-mail addresses: they are how we know who is who.", field="email")
    import_.mapping, import_.state, import_.preview = chosen, ImportState.CHECKING, {}
    import_.added = import_.changed = import_.unchanged = import_.refused = 0
    db.session.execute(update(ImportPart).where(ImportPart.import_id == import_.id).values(checked=False, refused={}))
    db.session.execute(delete(ImportAddress).where(ImportAddress.import_id == import_.id))
    db.session.flush()
    wake("people.imports")
    return import_


def confirm(import_id: int) -> PeopleImport:
    """What the preview showed is to happen. Raises PeopleError when there is no preview yet, or a yes already."""
    import_ = locked(import_id)
    if import_.state in {ImportState.IMPORTING, ImportState.DONE}:
        raise PeopleError(BEGUN)
    if import_.state is not ImportState.CHECKED:
        raise PeopleError("Look at the preview first.")
    import_.state = ImportState.IMPORTING
    import_.added = import_.changed = import_.unchanged = 0
    db.session.flush()
    wake("people.imports")
    return import_


def discard(import_id: int) -> None:
    """The file is forgotten. Raises PeopleError once its import has begun."""
    import_ = locked(import_id)
    if import_.state in {ImportState.IMPORTING, ImportState.DONE}:
        raise PeopleError(BEGUN)
    db.session.delete(import_)
    db.session.flush()


def forget_abandoned(*, now: datetime) -> int:
    """Files that waited for a person for a week are forgotten: they hold more about people than Foyer wants to know."""
    waiting = (ImportState.MAPPING, ImportState.CHECKED)
    forgotten = db.session.execute(
        delete(PeopleImport).where(PeopleImport.state.in_(waiting), PeopleImport.created_at < now - KEPT)
    )
    return int(getattr(forgotten, "rowcount", 0))


def locked(import_id: int) -> PeopleImport:
    """The import, its row held. Raises PeopleError."""
    import_ = locked_or_none(import_id)
    if import_ is None:
        raise PeopleError("There is no such import.")
    return import_


def locked_or_none(import_id: int) -> PeopleImport | None:
    """The import, its row held; None once it is forgotten."""
    query = select(PeopleImport).where(PeopleImport.id == import_id).with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))


def unfinished() -> list[int]:
    """Imports that the worker has something to do for, oldest first."""
    states = (ImportState.CHECKING, ImportState.IMPORTING)
    return list(db.session.scalars(select(PeopleImport.id).where(PeopleImport.state.in_(states)).order_by(PeopleImport.id)))


def is_writing() -> bool:
    """Whether an import is under way that somebody said yes to: of a department, half may have its new name by now."""
    return bool(db.session.scalar(select(exists().where(PeopleImport.state == ImportState.IMPORTING))))


def progress(import_: PeopleImport) -> Progress:
    """How far the worker is; parts are about equally long."""
    column = ImportPart.imported if import_.state is ImportState.IMPORTING else ImportPart.checked
    query = select(column, func.count()).where(ImportPart.import_id == import_.id).group_by(column)
    parts: dict[bool, int] = dict(db.session.execute(query).all())
    done = parts.get(True, 0)
    return Progress(import_.lines * done // (sum(parts.values()) or 1), import_.lines)


def first_lines(import_: PeopleImport, count: int) -> list[list[str]]:
    """The cells of the first lines of the file, to recognise columns by; none once the import is done."""
    query = select(ImportPart.rows).where(ImportPart.import_id == import_.id, ImportPart.number == 0)
    rows = db.session.scalar(query) or []
    return [cells for _line_number, cells in rows[:count]]
