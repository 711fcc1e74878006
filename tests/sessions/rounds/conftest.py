"""A round as it stands when a proposal is on the table."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from database import db
from people.models import Person
from sessions.rounds.models import Round, RoundGroup, SignUp


@pytest.fixture
def placed() -> Callable[[Round], dict[str, int | None]]:
    """In which group (by number) everybody is, by first name."""

    def read(made: Round) -> dict[str, int | None]:
        db.session.rollback()
        db.session.expire_all()
        query = select(SignUp).where(SignUp.round_id == made.id).order_by(SignUp.id)
        return {one.person.name.split()[0]: one.group.number if one.group else None for one in db.session.scalars(query)}

    return read


@pytest.fixture
def groups_of() -> Callable[[Round], list[int]]:
    """The ids of the groups, by number."""

    def read(made: Round) -> list[int]:
        db.session.rollback()
        return list(db.session.scalars(select(RoundGroup.id).where(RoundGroup.round_id == made.id).order_by(RoundGroup.number)))

    return read


@pytest.fixture
def crowd(add_person) -> list[Person]:
    """Six colleagues: Eve, Finn, Gus, Hedda, Ivo, Jara."""
    return [
        add_person(f"{name} Test", function="Fitter", department=name) for name in ("Eve", "Finn", "Gus", "Hedda", "Ivo", "Jara")
    ]
