"""Reads for the map of ambassadors."""

from sqlalchemy import func, select

from champions import queries
from champions.coverage import Colleagues, Helper, Side
from champions.models import Ambassador
from config import settings
from database import db
from people.models import Person

FIELDS = {
    Side.DEPARTMENT: Person.department,
    Side.FUNCTION: Person.function,
    Side.PLACE: Person.location,
    Side.LANGUAGE: Person.language,
}


def colleagues(rows: Side, columns: Side) -> list[Colleagues]:
    """How many colleagues are in each place. One query."""
    row, column = FIELDS[rows], FIELDS[columns]
    query = select(row, column, func.count()).where(Person.active).group_by(row, column)
    return [Colleagues(one[0], _column(one[1], columns), one[2]) for one in db.session.execute(query)]


def helpers(rows: Side, columns: Side) -> list[Helper]:
    """Every ambassador who takes questions now, as the list of them shows. One query."""
    return [Helper(getattr(one.person, FIELDS[rows].key), _near(one, columns)) for one in queries.active()]


def _near(ambassador: Ambassador, columns: Side) -> frozenset[str]:
    person = ambassador.person
    if columns is Side.LANGUAGE:
        return frozenset(ambassador.languages or [_column(person.language, columns)])
    return frozenset([*ambassador.places, person.location])


def _column(word: str, columns: Side) -> str:
    """Who chose no language reads the company's."""
    return word or (settings().language if columns is Side.LANGUAGE else "")
