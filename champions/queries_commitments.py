"""Reads about commitments: one's own, and those that somebody shows."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from champions.errors import CommitmentMissing
from champions.models_commitments import Commitment, CommitmentShare
from database import db
from people.models import Person


def mine(person_id: int) -> Sequence[Commitment]:
    """What this person committed to, next date first, those that are over last. Three queries."""
    query = select(Commitment).where(Commitment.person_id == person_id).order_by(Commitment.due_on, Commitment.id)
    query = query.options(selectinload(Commitment.marks), selectinload(Commitment.shares))
    return sorted(db.session.scalars(query), key=lambda one: one.is_over)


def one_of(person_id: int, commitment_id: int) -> Commitment:
    """One's own. Raises CommitmentMissing for anybody else's."""
    query = select(Commitment).where(Commitment.id == commitment_id, Commitment.person_id == person_id)
    commitment = db.session.scalar(query.options(selectinload(Commitment.marks), selectinload(Commitment.shares)))
    if commitment is None:
        raise CommitmentMissing("There is no such commitment.")
    return commitment


def shown_to(person_id: int) -> list[Commitment]:
    """What colleagues show this person, next date first. Two queries."""
    query = (
        select(Commitment)
        .join(CommitmentShare, CommitmentShare.commitment_id == Commitment.id)
        .join(Commitment.person)
        .where(CommitmentShare.person_id == person_id, Person.active)
        .order_by(Commitment.due_on, Commitment.id)
        .options(selectinload(Commitment.marks))
    )
    return sorted(db.session.scalars(query), key=lambda one: one.is_over)
