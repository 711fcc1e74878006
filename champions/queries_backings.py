"""Reads about backing, for the one who asked and for the one who was asked."""

from collections.abc import Sequence

from sqlalchemy import select

from champions.models import Ambassador
from champions.models_backings import Backing
from database import db


def mine(person_id: int) -> Backing | None:
    """What this person asked their line manager, and what was said."""
    return db.session.scalar(select(Backing).join(Backing.ambassador).where(Ambassador.person_id == person_id))


def asked_of(person_id: int) -> Sequence[Backing]:
    """What this person was asked as a line manager, oldest first."""
    return db.session.scalars(select(Backing).where(Backing.manager_id == person_id).order_by(Backing.id)).all()
