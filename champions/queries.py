"""Reads for pages about ambassadors."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from champions.models import Ambassador, AmbassadorRecord, AmbassadorSuggestion, Standing
from database import db
from paging import Page, paginate
from people.models import Person

NAMED_IN_A_MAIL = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for in an ambassador; "" is anything."""

    topic: str = ""
    place: str = ""
    language: str = ""


def mine(person_id: int) -> Ambassador | None:
    """How this person stands to being an ambassador; None when it never came up."""
    query = select(Ambassador).where(Ambassador.person_id == person_id)
    query = query.options(
        selectinload(Ambassador.suggestions).joinedload(AmbassadorSuggestion.by), selectinload(Ambassador.invited_by)
    )
    return db.session.scalar(query)


def history(person_id: int) -> Sequence[AmbassadorRecord]:
    """What happened, oldest first. Who thought of them stands beside the question, and in no history."""
    query = select(AmbassadorRecord).where(AmbassadorRecord.person_id == person_id).options(selectinload(AmbassadorRecord.by))
    return db.session.scalars(query.order_by(AmbassadorRecord.id)).all()


def active() -> list[Ambassador]:
    """Everybody who takes questions now, in order of name."""
    query = select(Ambassador).join(Ambassador.person).where(Ambassador.standing == Standing.ACTIVE, Person.active)
    return list(db.session.scalars(query.order_by(Person.name, Person.id)))


def found(wanted: Wanted, ambassadors: Sequence[Ambassador]) -> list[Ambassador]:
    """Those who offer all of it."""
    return [
        ambassador
        for ambassador in ambassadors
        if _has(wanted.topic, ambassador.topics)
        and _has(wanted.place, ambassador.places)
        and _has(wanted.language, ambassador.languages)
    ]


def _has(word: str, offered: Sequence[str]) -> bool:
    return not word or word.casefold() in {one.casefold() for one in offered}


def waiting_for_a_welcome() -> list[Ambassador]:
    """Who volunteered and is not an ambassador yet, longest first."""
    query = select(Ambassador).join(Ambassador.person).where(Ambassador.standing == Standing.INTERESTED, Person.active)
    return list(db.session.scalars(query.order_by(Ambassador.since, Ambassador.id).limit(NAMED_IN_A_MAIL)))


def of_standing(standing: Standing, number: int) -> Page[Ambassador]:
    """A page of the register, for community managers."""
    query = select(Ambassador).join(Ambassador.person).where(Ambassador.standing == standing, Person.active)
    return paginate(query.order_by(Person.name, Person.id), number)


def counts() -> dict[Standing, int]:
    """How many of each standing: the register is a list of names to who sees this."""
    query = select(Ambassador.standing, func.count()).join(Ambassador.person).where(Person.active).group_by(Ambassador.standing)
    return {row[0]: row[1] for row in db.session.execute(query)}
