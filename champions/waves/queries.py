"""Reads for pages about early adopters and waves."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from champions.waves.errors import WaveMissing
from champions.waves.models import EarlyAdopter, Hand, Wave, WavePerson
from champions.waves.turns import Candidate
from database import db
from people.models import Person


def mine(person_id: int) -> EarlyAdopter | None:
    """How this person stands to trying new things first."""
    query = select(EarlyAdopter).where(EarlyAdopter.person_id == person_id).options(selectinload(EarlyAdopter.asked_by))
    return db.session.scalar(query)


def my_waves(person_id: int) -> Sequence[WavePerson]:
    """What this person was asked for, newest first."""
    query = select(WavePerson).where(WavePerson.person_id == person_id)
    return db.session.scalars(query.order_by(WavePerson.asked_at.desc(), WavePerson.id.desc())).all()


def all_waves() -> Sequence[Wave]:
    """Every wave, newest first."""
    return db.session.scalars(select(Wave).order_by(Wave.starts_on.desc(), Wave.id.desc()).limit(200)).all()


def wave(wave_id: int) -> Wave:
    """One of them. Raises WaveMissing."""
    found = db.session.get(Wave, wave_id)
    if found is None:
        raise WaveMissing("There is no such wave.")
    return found


def people_of(wave_id: int) -> Sequence[WavePerson]:
    """Who was asked for it and is here, by name."""
    query = select(WavePerson).join(WavePerson.person).where(WavePerson.wave_id == wave_id, Person.active)
    return db.session.scalars(query.order_by(Person.name, Person.id)).all()


def candidates(wave_id: int | None = None) -> list[Candidate]:
    """Every raised hand, but for whom this wave asked already; with when each was last asked for any. One query."""
    last = (
        select(WavePerson.person_id, func.max(WavePerson.asked_at).label("asked_at"))
        .group_by(WavePerson.person_id)
        .subquery("last_asked")
    )
    known = select(WavePerson.person_id).where(WavePerson.wave_id == (wave_id or 0))
    query = (
        select(Person.id, Person.name, Person.department, EarlyAdopter.topics, EarlyAdopter.since, last.c.asked_at)
        .join(EarlyAdopter, EarlyAdopter.person_id == Person.id)
        .outerjoin(last, last.c.person_id == Person.id)
        .where(EarlyAdopter.standing == Hand.RAISED, Person.active, Person.id.not_in(known))
    )
    return [Candidate(row[0], row[1], row[2], tuple(row[3]), row[4], row[5]) for row in db.session.execute(query)]
