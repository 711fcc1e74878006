"""People who are rows and nothing more, for tests of the database itself."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from database import db, transaction
from people.models import Person

AT = datetime(2026, 12, 1, 9, 30, 15, 250000, tzinfo=UTC)


def person(name: str, **columns: object) -> Person:
    return Person(name=name, email=f"{name.lower()}@brink-waal.example", created_at=AT, **columns)


def names() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Person.name).order_by(Person.id)))


def in_a_transaction(work: Callable[[Session], object]) -> None:
    with transaction() as session:
        work(session)
