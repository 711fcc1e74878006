"""At the door: `ticks(session, ada)` is what its host ticks."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select

from database import db, transaction
from people.models import Person
from sessions import attendance
from sessions.models import ScheduledSession
from sessions.models_attendance import Attendance


@pytest.fixture
def ticks(bo: Person) -> Callable[..., None]:
    """Bo ticks them when it starts; `at` is when that reaches us, `made_at` when it was done, `here=False` takes a tick back."""

    def make(
        session: ScheduledSession,
        *people: Person,
        here: bool = True,
        at: datetime | None = None,
        made_at: datetime | None = None,
        by: Person = bo,
    ) -> None:
        at = at or session.starts_at
        with transaction():
            made = [attendance.Tick(person.id, here, made_at or at) for person in people]
            attendance.tick(session.id, made, by=by, now=at)

    return make


def presences_at(session: ScheduledSession) -> dict[str, tuple[str, str | None]]:
    """What is kept of each person at a date, by first name: presence, and who said so."""
    db.session.rollback()
    db.session.expire_all()
    query = select(Person.name, Attendance).join(Attendance, Attendance.person_id == Person.id)
    rows = db.session.execute(query.where(Attendance.session_id == session.id).order_by(Person.id))
    return {name.split()[0]: (row.presence.value, row.how.value if row.how else None) for name, row in rows}
