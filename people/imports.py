"""Importing people from a file: which column is what, a look at what would happen, then part by part. Never deletes anybody.

An empty cell leaves what is known. Lines are refused one by one, with their reason; all others go on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import delete, func, insert, select, update

from database import db
from jobs import wake
from people import csv_files, directory
from people.errors import PeopleError
from people.models import ImportPart, ImportState, PeopleImport, Person, search_text_of
from people.people import Details, checked_values, normalise_email

PART = 500
MOST_LINES = 1_000_000
SHOWN = 20
REFUSED_SHOWN = 200
FIELDS = ("email", "name", "first_name", "last_name", "department", "function", "location", "timezone", "language")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a check or an import is, in lines."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a file, understood: values that are given, or why it is refused."""

    number: int
    email: str
    values: dict[str, str]


def start(file: BinaryIO, name: str, *, by: Person | None, now: datetime) -> PeopleImport:
    """The file is kept, line by line, and its columns are guessed. Raises PeopleError for what is no table."""
    shape = csv_files.shape_of(file)
    import_ = PeopleImport(
        file_name=name[-200:] or "people.csv",
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
            insert(ImportPart).values(import_id=import_.id, number=number, rows=rows, refused={}, checked=False, imported=False)
        )
    if not import_.lines:
        raise PeopleError("This file holds headings, but nobody below them.")
    db.session.flush()
    return import_


def _parts(rows: Iterator[tuple[int, list[str]]]) -> Iterator[list[list[Any]]]:
    part: list[list[Any]] = []
    for line, cells in rows:
        part.append([line, cells])
        if len(part) == PART:
            yield part
            part = []
    if part:
        yield part


def choose_columns(import_id: int, mapping: dict[str, int]) -> PeopleImport:
    """The columns are chosen, and the worker checks every line against what is known. Raises PeopleError."""
    import_ = locked(import_id)
    if import_.state in {ImportState.IMPORTING, ImportState.DONE}:
        raise PeopleError("This import has begun already.")
    if "email" not in mapping:
        raise PeopleError("Say which column holds the e-mail addresses: they are how we know who is who.", field="email")
    import_.mapping = {
        field: column for field, column in mapping.items() if field in FIELDS and 0 <= column < len(import_.columns)
    }
    import_.state, import_.preview = ImportState.CHECKING, {}
    import_.added = import_.changed = import_.unchanged = import_.refused = 0
    db.session.execute(update(ImportPart).where(ImportPart.import_id == import_.id).values(checked=False, refused={}))
    db.session.flush()
    wake("people.imports")
    return import_


def confirm(import_id: int) -> PeopleImport:
    """What the preview showed is to happen. Raises PeopleError when there is no preview yet."""
    import_ = locked(import_id)
    if import_.state is not ImportState.CHECKED:
        raise PeopleError("Look at the preview first." if import_.state is not ImportState.DONE else "This import is done.")
    import_.state = ImportState.IMPORTING
    import_.added = import_.changed = import_.unchanged = 0
    db.session.flush()
    wake("people.imports")
    return import_


def discard(import_id: int) -> None:
    """The file is forgotten. Raises PeopleError once its import has begun."""
    import_ = locked(import_id)
    if import_.state is ImportState.IMPORTING:
        raise PeopleError("This import has begun already.")
    db.session.delete(import_)
    db.session.flush()


def locked(import_id: int) -> PeopleImport:
    """The import, its row held. Raises PeopleError."""
    query = select(PeopleImport).where(PeopleImport.id == import_id).with_for_update()
    import_ = db.session.scalar(query.execution_options(populate_existing=True))
    if import_ is None:
        raise PeopleError("There is no such import.")
    return import_


def unfinished() -> list[int]:
    """Imports that the worker has something to do for, oldest first."""
    states = (ImportState.CHECKING, ImportState.IMPORTING)
    return list(db.session.scalars(select(PeopleImport.id).where(PeopleImport.state.in_(states)).order_by(PeopleImport.id)))


def progress(import_: PeopleImport) -> Progress:
    """How far the worker is."""
    column = ImportPart.imported if import_.state is ImportState.IMPORTING else ImportPart.checked
    done = db.session.scalar(select(func.count()).select_from(ImportPart).where(ImportPart.import_id == import_.id, column)) or 0
    return Progress(min(done * PART, import_.lines), import_.lines)


def work_on_next_part(import_id: int, seen: dict[str, int], *, now: datetime) -> bool:
    """One part more is checked or imported; False when nothing is left to do.

    `seen` holds addresses and their lines over the parts of one check: the caller keeps it, empty at first.
    """
    import_ = locked(import_id)
    if import_.state is ImportState.CHECKING:
        return _check_next(import_, seen)
    if import_.state is ImportState.IMPORTING:
        return _import_next(import_, now)
    return False


def _check_next(import_: PeopleImport, seen: dict[str, int]) -> bool:
    part = _next_part(import_, ImportPart.checked)
    if part is None:
        import_.state = ImportState.CHECKED
        db.session.flush()
        return False
    if part.number and not seen:
        _remember_earlier(import_, part.number, seen)
    lines, refused = _understood(part.rows, import_.mapping, seen)
    for line, known in _known(lines):
        _count(import_, line, known, refused)
    part.refused, part.checked = refused, True
    import_.refused += len(refused)
    shown = list(import_.preview.get("refused", ()))
    room = max(0, REFUSED_SHOWN - len(shown))
    import_.preview = {**import_.preview, "refused": shown + [[int(line), *why] for line, why in list(refused.items())[:room]]}
    db.session.flush()
    return True


def _count(import_: PeopleImport, line: _Line, known: Person | None, refused: dict[str, Any]) -> None:
    if known is None and not line.values.get("name"):
        refused[str(line.number)] = ["name", "A new person needs a name.", {}]
    elif known is None:
        import_.added += 1
        _show(import_, "added", [line.email, line.values["name"]])
    elif changes := _differences(known, line.values):
        import_.changed += 1
        _show(
            import_,
            "changed",
            [line.email, known.name, {field: [getattr(known, field), value] for field, value in changes.items()}],
        )
    else:
        import_.unchanged += 1


def _show(import_: PeopleImport, kind: str, entry: list[Any]) -> None:
    shown = import_.preview.get(kind, [])
    if len(shown) < SHOWN:
        import_.preview = {**import_.preview, kind: [*shown, entry]}


def _import_next(import_: PeopleImport, now: datetime) -> bool:
    part = _next_part(import_, ImportPart.imported)
    if part is None:
        import_.state, import_.done_at = ImportState.DONE, now
        db.session.execute(delete(ImportPart).where(ImportPart.import_id == import_.id))  # nothing of the file is kept
        db.session.flush()
        return False
    lines, _refused = _understood(part.rows, import_.mapping, {}, part.refused)
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for line, known in _known(lines):
        if known is None and line.values.get("name"):
            new.append(_new_row(line, now))
        elif known is not None and (changes := _differences(known, line.values)):
            name = changes.get("name", known.name)
            changed.append({"id": known.id, **changes, "search_text": search_text_of(name, known.email)})
        elif known is not None:
            import_.unchanged += 1
    _write(new, changed)
    import_.added += len(new)
    import_.changed += len(changed)
    part.imported = True
    db.session.flush()
    return True


def _write(new: list[dict[str, Any]], changed: list[dict[str, Any]]) -> None:
    if new:
        db.session.execute(insert(Person), new)
    columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in changed:
        columns.setdefault(tuple(sorted(row)), []).append(row)
    for rows in columns.values():
        db.session.execute(update(Person), rows)
    db.session.expire_all()


def _new_row(line: _Line, now: datetime) -> dict[str, Any]:
    empty = dict.fromkeys(("department", "function", "location", "timezone", "language"), "")
    searched = search_text_of(line.values["name"], line.email)
    return {**empty, **line.values, "email": line.email, "created_at": now, "search_text": searched}


def _next_part(import_: PeopleImport, done: Any) -> ImportPart | None:
    query = select(ImportPart).where(ImportPart.import_id == import_.id, done.is_(False)).order_by(ImportPart.number).limit(1)
    return db.session.scalar(query)


def _remember_earlier(import_: PeopleImport, before: int, seen: dict[str, int]) -> None:
    """A worker that takes over a check knows the addresses of the parts before."""
    query = (
        select(ImportPart.rows).where(ImportPart.import_id == import_.id, ImportPart.number < before).order_by(ImportPart.number)
    )
    for rows in db.session.scalars(query.execution_options(yield_per=1)):
        _understood(rows, import_.mapping, seen)


def _understood(
    rows: Sequence[list[Any]], mapping: dict[str, int], seen: dict[str, int], known_bad: dict[str, Any] | None = None
) -> tuple[list[_Line], dict[str, Any]]:
    """The lines that can be used, and for each other line field, reason and values."""
    lines: list[_Line] = []
    refused: dict[str, Any] = {}
    for number, cells in rows:
        if known_bad is not None and str(number) in known_bad:
            continue
        try:
            lines.append(_unless_seen(_line(number, cells, mapping), seen))
        except PeopleError as error:
            refused[str(number)] = [error.field, error.template, error.values]
    return lines, refused


def _unless_seen(line: _Line, seen: dict[str, int]) -> _Line:
    first = seen.setdefault(line.email, line.number)
    if first != line.number:
        raise PeopleError("The same address stands on line %(first)s already.", field="email", first=first)
    return line


def _line(number: int, cells: Sequence[str], mapping: dict[str, int]) -> _Line:
    given = {field: cells[column] for field, column in mapping.items() if column < len(cells) and cells[column]}
    email = given.pop("email", "")
    if not email:
        raise PeopleError("There is no e-mail address on this line.", field="email")
    first, last = given.pop("first_name", ""), given.pop("last_name", "")
    if "name" not in given and (first or last):
        given["name"] = f"{first} {last}".strip()
    return _Line(number, normalise_email(email), checked_values(Details(**given)))


def _known(lines: Sequence[_Line]) -> Iterator[tuple[_Line, Person | None]]:
    found = directory.by_emails([line.email for line in lines])
    for line in lines:
        yield line, found.get(line.email)


def _differences(person: Person, values: dict[str, str]) -> dict[str, str]:
    return {field: value for field, value in values.items() if getattr(person, field) != value}


def first_lines(import_: PeopleImport, count: int) -> list[list[str]]:
    """The cells of the first lines of the file, to recognise columns by."""
    query = select(ImportPart.rows).where(ImportPart.import_id == import_.id, ImportPart.number == 0)
    rows = db.session.scalar(query) or []
    return [cells for _line_number, cells in rows[:count]]
