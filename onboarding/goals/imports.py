"""Measurements from a CSV file: a look at what would happen, line by line; then, after a yes, it does.

Nothing is ever taken back by a file. Lines are refused one by one, with their reason; all others go on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

from sqlalchemy import delete, select

from database import db
from onboarding.errors import OnboardingError
from onboarding.goals import measurements, reading, standings
from onboarding.goals.errors import GoalInvalid, NotPossible, of_file
from onboarding.goals.models import Goal, MeasurementImport, Source
from people import csv_files
from people.errors import PeopleError
from people.models import Person
from people.plain_text import one_line

MOST_LINES = 5_000
KEPT = timedelta(days=7)  # a file that nobody says yes to
AS_THEY_COME = {"on": 0, "value": 1, "note": 2}  # where the headings do not say
HEADINGS = {
    "on": {"date", "day", "datum", "dag", "on", "week"},
    "value": {"value", "waarde", "number", "getal", "measurement", "meting", "result", "resultaat"},
    "note": {"note", "notes", "opmerking", "comment", "remark", "toelichting"},
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file that can be used; `before` is what stands there now, if anything does."""

    number: int
    on: date
    value: float
    note: str
    before: float | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen. `refused`: number of the line and the error that says why, in order."""

    new: list[Line] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    unchanged: list[Line] = field(default_factory=list)
    refused: list[tuple[int, OnboardingError]] = field(default_factory=list)

    @property
    def writes(self) -> int:
        """How many measurements would be entered or corrected."""
        return len(self.new) + len(self.changed)


def start(goal_id: int, file: BinaryIO, name: str, *, by: Person, now: datetime) -> MeasurementImport:
    """The file waits for a yes; one that waited before is forgotten. Raises GoalMissing, GoalClosed, GoalInvalid for what is no table."""
    goal = standings.lock_open(goal_id)
    forget_abandoned(now=now)
    discard(goal.id)
    waiting = MeasurementImport(
        goal_id=goal.id, file_name=one_line(name)[-200:] or "measurements.csv", rows=_rows(file), by_id=by.id, at=now
    )
    db.session.add(waiting)
    db.session.flush()
    return waiting


def waiting(goal: Goal, *, now: datetime) -> MeasurementImport | None:
    """The file that waits for a yes."""
    query = select(MeasurementImport).where(MeasurementImport.goal_id == goal.id, MeasurementImport.at >= now - KEPT)
    return db.session.scalar(query)


def preview(import_: MeasurementImport, *, now: datetime) -> Preview:
    """What a yes would do now; changes nothing."""
    found = {one.on: one for one in measurements.series(standings.goal(import_.goal_id))}
    seen: dict[date, int] = {}
    told = Preview()
    for number, cells in import_.rows:
        try:
            line = _line(number, cells, today=standings.day_of(now))
            if seen.setdefault(line.on, number) != number:
                raise GoalInvalid("The same day stands on line %(first)s already.", field="on", first=seen[line.on])
            there = found.get(line.on)
            if there is not None and there.source is Source.SURVEY:
                raise NotPossible("This measurement is computed from a survey. Take it back first, if it is wrong.")
        except OnboardingError as error:
            told.refused.append((number, error))
            continue
        if there is None:
            told.new.append(line)
        elif (there.value, there.note) == (line.value, line.note or there.note):
            told.unchanged.append(line)
        else:
            told.changed.append(replace(line, before=there.value, note=line.note or there.note))
    return told


def confirm(goal_id: int, import_id: int, *, by: Person, now: datetime) -> Preview:
    """What the preview showed has happened, and the file is forgotten. Raises GoalMissing, GoalClosed, NotPossible."""
    goal = standings.lock_open(goal_id)
    import_ = waiting(goal, now=now)
    if import_ is None or import_.id != import_id:
        raise NotPossible("This file is not waiting any more. Read it again.")
    told = preview(import_, now=now)
    for line in (*told.new, *told.changed):
        measurements.enter(goal.id, line.on, line.value, by=by, now=now, note=line.note, source=Source.IMPORT)
    db.session.delete(import_)
    db.session.flush()
    return told


def forget_abandoned(*, now: datetime) -> None:
    """Files that nobody said yes to are gone, with every cell of them."""
    db.session.execute(delete(MeasurementImport).where(MeasurementImport.at < now - KEPT))


def discard(goal_id: int) -> None:
    """The file is forgotten; nothing was changed."""
    db.session.execute(delete(MeasurementImport).where(MeasurementImport.goal_id == goal_id))


def _rows(file: BinaryIO) -> list[list[Any]]:
    """Number and cells (day, value, note) of every line that is none of headings."""
    try:
        shape = replace(csv_files.shape_of(file), has_headings=False)
        rows = [row for row, _number in zip(csv_files.rows_of(file, shape), range(MOST_LINES + 2), strict=False)]
    except PeopleError as error:
        raise of_file(error) from error
    if len(rows) > MOST_LINES + 1:
        raise GoalInvalid("This file holds more than %(most)s lines. Split it.", field="file", most=MOST_LINES)
    columns = _columns(rows[0][1]) if rows else AS_THEY_COME
    data = rows if columns is None else rows[1:]
    if not data:
        raise GoalInvalid("This file holds headings, but no measurement below them.", field="file")
    order = [(columns or AS_THEY_COME).get(name, -1) for name in AS_THEY_COME]
    return [[number, [cells[at] if 0 <= at < len(cells) else "" for at in order]] for number, cells in data]


def _columns(first: Sequence[str]) -> dict[str, int] | None:
    """Which column is what, if the first line holds headings; None when it holds a measurement."""
    try:
        reading.day(first[0])
    except GoalInvalid:
        plain = ["".join(sign for sign in cell.lower() if sign.isalpha()) for cell in first]
        found = {name: at for name, words in HEADINGS.items() for at in [_first(plain, words)] if at is not None}
        return found if {"on", "value"} <= found.keys() else AS_THEY_COME
    return None


def _first(headings: Sequence[str], words: set[str]) -> int | None:
    return next((at for at, heading in enumerate(headings) if heading in words), None)


def _line(number: int, cells: Sequence[str], *, today: date) -> Line:
    on, value = reading.day(cells[0]), reading.number(cells[1])
    return Line(number, on, value, measurements.guard(on, value, cells[2], today=today))
