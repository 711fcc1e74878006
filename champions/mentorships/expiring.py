"""Proposals that nobody, or not both, said yes to end after a week; after half a year nothing of them is kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from champions.mentorships import proposals
from champions.mentorships.models import Proposal
from database import db

AT_ONCE = 100
KEPT_FOR = timedelta(days=180)


def due(*, now: datetime) -> Sequence[int]:
    """The next proposals that have run out, oldest first."""
    query = select(Proposal.id).where(Proposal.closed_at.is_(None), Proposal.expires_at <= now)
    return db.session.scalars(query.order_by(Proposal.expires_at, Proposal.id).limit(AT_ONCE)).all()


def expire(proposal_ids: Sequence[int], *, now: datetime) -> int:
    """These are over; whoever said yes hears that it did not come about, and never why. Returns how many."""
    query = select(Proposal).where(Proposal.id.in_(proposal_ids)).order_by(Proposal.id).with_for_update(of=Proposal)
    found = db.session.scalars(query.execution_options(populate_existing=True)).all()
    over = [proposal for proposal in found if proposal.closed_at is None and proposal.expires_at <= now]
    for proposal in over:
        proposals.close(proposal, now=now)
    return len(over)


def forget(*, now: datetime) -> None:
    """Who was proposed to whom long ago is not kept."""
    db.session.execute(delete(Proposal).where(Proposal.closed_at <= now - KEPT_FOR))
