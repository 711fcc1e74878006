"""Figures: how people take part in a platform, of 100,000 people, three years of weeks and a hundred segments.

The page of figures reads ready rows, beside a plain page of the same size, as `reading.py` has it. What arrives is one week of events of
40,000 people, each with a department, a function and a place; beside it stands reading the same file and doing nothing with it.
"""

import io
import random
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from benchmarks import clients, company, house
from benchmarks.measuring import Line, rate_of, take_turns
from benchmarks.reading import page_line
from benchmarks.sizes import Size
from benchmarks.visitors import signed_in
from database import db, transaction
from onboarding.evidence.participation import adding_up, arriving, keeping
from onboarding.evidence.participation.models import Door, ParticipationFigure
from people import csv_files
from people.models import Person

FIGURE = "Participation"
WEEKS = 156
DEPARTMENTS = 31  # with eight places and the whole, forty segments; and sixty functions beside them
ACTIVE = 0.4


def measure(database: str, size: Size) -> list[Line]:
    with house.opened(database) as home, clients.street() as street:
        with home.app.app_context():
            company.fill_people(size.people, departments=DEPARTMENTS)
            monday = adding_up.monday(datetime.now(UTC).date()) - timedelta(weeks=1)
            file = _events(size.people, monday)
            arrival = take_turns(lambda: _arrive(file, monday), lambda: _read(file), min(3, size.rounds))
            segments = _fill(file, monday)
        lines = [
            arrival.line(FIGURE, f"A week of {_lines(file):,} events arrives, against reading the file", database, "lines/s"),
        ]
        with home.app.app_context():
            ((cookie, _token),) = signed_in(home.app, 1)
            db.session.remove()
        webs = home.web(), home.web("benchmarks.bare:create_app()")
        for what, query in (
            ("the whole company", ""),
            ("a department, three years", "?segment=department:Department+03&weeks=156"),
        ):
            request = clients.get(f"/evidence/participation{query}", cookie)
            note = f"{WEEKS} weeks of {segments} segments"
            line = Line(FIGURE, f"The page of figures, {what}", database, 0, 0, 0, "pages/s", 1 / 3, note)
            lines.append(page_line(street, webs, request, size, line))
        home.stop(*(web.process for web in webs))
        return lines


def _events(people: int, monday: date) -> bytes:
    draw = random.Random(7)
    emails = list(db.session.scalars(select(Person.email).order_by(Person.id)))
    rows = ["person,day,act"]
    for email in emails[:people]:
        acts = draw.choices(("view", "reply", "post"), (80, 15, 5), k=draw.randint(1, 4)) if draw.random() < ACTIVE else []
        rows += [f"{email},{monday + timedelta(days=draw.randrange(7))},{act}" for act in acts]
    return "\n".join(rows).encode()


def _lines(file: bytes) -> int:
    return file.count(b"\n")


def _arrive(file: bytes, monday: date) -> float:
    today = monday + timedelta(weeks=1)
    return rate_of(lambda: arriving.from_file(io.BytesIO(file), "", today=today), _lines(file))


def _read(file: bytes) -> float:
    def read() -> None:
        shape = csv_files.shape_of(io.BytesIO(file))
        for _row in csv_files.rows_of(io.BytesIO(file), shape):
            pass

    return rate_of(read, _lines(file))


def _fill(file: bytes, monday: date) -> int:
    """Three years of weeks like this one, ready; how many segments each has."""
    arrival = arriving.from_file(io.BytesIO(file), "", today=monday + timedelta(weeks=1))
    (figures,) = arrival.weeks.values()
    with transaction():
        weeks = {monday - timedelta(weeks=number): figures for number in range(WEEKS)}
        keeping.keep(weeks, arrival, Door.FILE, by=db.session.get_one(Person, 1), now=datetime.now(UTC))
    return db.session.scalars(select(func.count()).select_from(ParticipationFigure)).one() // WEEKS
