"""The worker's side of an import: part after part is compared with who is known, then, after a yes, written.

All it knows stands in rows. A worker may be killed at any part, and two may take turns.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from database import db
from people import additions, imports, renaming, reporting_lines, signals
from people.errors import PeopleError
from people.import_lines import Line, Refusals, changes, refusal, understand, with_people
from people.models import ImportAddress, ImportPart, ImportState, PeopleImport, Person, search_text_of
from people.people import TEAMS

SHOWN = 20
REFUSED_SHOWN = 200


def work_on_next(import_id: int, *, now: datetime) -> bool:
    """One part more is checked or imported; False when nothing is left to do."""
    import_ = imports.locked_or_none(import_id)
    if import_ is not None and import_.state is ImportState.CHECKING:
        return _check_next(import_)
    if import_ is not None and import_.state is ImportState.IMPORTING:
        return _import_next(import_, now)
    return False  # done, or forgotten meanwhile


def _check_next(import_: PeopleImport) -> bool:
    part = _next_part(import_, ImportPart.checked)
    if part is None:
        import_.state = ImportState.CHECKED
        db.session.execute(delete(ImportAddress).where(ImportAddress.import_id == import_.id))
        db.session.flush()
        return False
    lines, refused = understand(part.rows, import_.mapping)
    found = list(with_people(_met_first_here(import_, lines, refused)))
    manager_of = _managers(import_, found)
    for line, known in found:
        _count(import_, line, known, refused, manager_of)
    part.refused, part.checked = refused, True
    import_.refused += len(refused)
    _show(import_, "refused", [[int(line), *why] for line, why in sorted(refused.items(), key=lambda one: int(one[0]))])
    db.session.flush()
    return True


def _managers(import_: PeopleImport, found: Sequence[tuple[Line, Person | None]]) -> dict[int, str]:
    """The address of each known person's manager, where the file says anything about managers."""
    return reporting_lines.emails_of([known for _line, known in found if known]) if "manager" in import_.mapping else {}


def _met_first_here(import_: PeopleImport, lines: Sequence[Line], refused: Refusals) -> list[Line]:
    """The lines whose address stands on no line before; the others are refused."""
    emails = [line.email for line in lines]
    query = select(ImportAddress.email, ImportAddress.line)
    seen: dict[str, int] = dict(
        db.session.execute(query.where(ImportAddress.import_id == import_.id, ImportAddress.email.in_(emails))).all()
    )
    before, fresh = set(seen), []
    for line in lines:
        first = seen.setdefault(line.email, line.number)
        if first == line.number:
            fresh.append(line)
        else:
            error = PeopleError("The same address stands on line %(first)s already.", field="email", first=first)
            refused[str(line.number)] = refusal(error)
    new = [{"import_id": import_.id, "email": email, "line": line} for email, line in seen.items() if email not in before]
    if new:
        db.session.execute(insert(ImportAddress), new)
    return fresh


def _count(import_: PeopleImport, line: Line, known: Person | None, refused: Refusals, manager_of: dict[int, str]) -> None:
    if known is None and not line.values.get("name"):
        refused[str(line.number)] = refusal(PeopleError("A new person needs a name.", field="name"))
    elif known is None:
        import_.added += 1
        _show(import_, "added", [[line.email, line.values["name"]]])
    elif before_and_after := _differences(known, line, manager_of.get(known.id, "")):
        import_.changed += 1
        _show(import_, "changed", [[line.email, known.name, before_and_after]])
    else:
        import_.unchanged += 1


def _differences(known: Person, line: Line, manager: str) -> dict[str, list[str]]:
    """What stands there now, and what the line says, by field."""
    found = {field: [getattr(known, field), value] for field, value in changes(known, line).items()}
    return {**found, "manager": [manager, line.manager]} if line.manager not in {"", manager} else found


def _show(import_: PeopleImport, kind: str, entries: list[Any]) -> None:
    shown = import_.preview.get(kind, [])
    most = REFUSED_SHOWN if kind == "refused" else SHOWN
    if entries and len(shown) < most:
        import_.preview = {**import_.preview, kind: [*shown, *entries][:most]}


def _import_next(import_: PeopleImport, now: datetime) -> bool:
    part = _next_part(import_, ImportPart.imported)
    if part is None:
        return _link_next(import_, now)
    rows = [row for row in part.rows if str(row[0]) not in part.refused]
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    lines, _refused = understand(rows, import_.mapping)
    found = list(with_people(lines))
    managed = _managers(import_, found)
    others = 0  # who has another manager than before, and is the same otherwise
    for line, known in found:
        if known is None and "name" in line.values:
            new.append({**line.values, "email": line.email, "created_at": now})
        elif known is not None and (differences := changes(known, line)):
            name = differences.get("name", known.name)
            changed.append({"id": known.id, **differences, "search_text": search_text_of(name, known.email)})
        elif known is not None and line.manager not in {"", managed.get(known.id, "")}:
            others += 1
    added = _write(new, changed, _earlier_names(found))
    import_.added += added
    import_.changed += len(changed) + others
    import_.unchanged += len(lines) - added - len(changed) - others
    part.imported = True
    db.session.flush()
    return True


def _earlier_names(found: Sequence[tuple[Line, Person | None]]) -> dict[int, str]:
    """Of whom the file gives another name, by id."""
    return {known.id: known.name for line, known in found if known and line.values.get("name", known.name) != known.name}


def _write(new: list[dict[str, Any]], changed: list[dict[str, Any]], earlier: dict[int, str]) -> int:
    """Rows of one shape go together; `earlier`: names that change. Returns how many are new."""
    added = sum(additions.add(rows) for rows in _by_columns(new))
    for rows in _by_columns(changed):
        db.session.execute(update(Person), rows)
    renaming.keep(earlier)
    if moved := [row["id"] for row in changed if TEAMS & row.keys()]:
        signals.people_changed.send(None, person_ids=moved)
    return added


def _by_columns(rows: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    shapes: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        shapes.setdefault(tuple(sorted(row)), []).append(row)
    return list(shapes.values())


def _link_next(import_: PeopleImport, now: datetime) -> bool:
    """Managers come last: one may stand on a later line than whom they manage."""
    part = _next_part(import_, ImportPart.linked) if "manager" in import_.mapping else None
    if part is None:
        _finish(import_, now)
        return False
    rows = [row for row in part.rows if str(row[0]) not in part.refused]
    lines, _refused = understand(rows, import_.mapping)
    named = {line.email: line for line in lines if line.manager}
    unknown = reporting_lines.link({email: line.manager for email, line in named.items()})
    _show(import_, "refused", [[named[email].number, *_unknown_manager(named[email])] for email in unknown])
    part.linked = True
    db.session.flush()
    return True


def _unknown_manager(line: Line) -> list[Any]:
    template = "Nobody has the address of this manager: %(address)s. All else of the line counts."
    return refusal(PeopleError(template, field="manager", address=line.manager))


def _finish(import_: PeopleImport, now: datetime) -> None:
    """Nothing of the file is kept but which lines were refused, and why."""
    import_.state, import_.done_at = ImportState.DONE, now
    import_.preview = {"refused": import_.preview.get("refused", [])}
    db.session.execute(delete(ImportPart).where(ImportPart.import_id == import_.id))
    db.session.flush()


def _next_part(import_: PeopleImport, done: Any) -> ImportPart | None:
    query = select(ImportPart).where(ImportPart.import_id == import_.id, done.is_(False)).order_by(ImportPart.number).limit(1)
    return db.session.scalar(query)
