"""What the worker does for mentorships."""

from datetime import UTC, datetime

from champions.mentorships import expiring
from database import db, transaction
from jobs import job, stopping


@job("champions.expire_proposals", every_minutes=15)
def expire_proposals() -> None:
    """Proposals that have run out are over."""
    while not stopping():
        now = datetime.now(UTC)
        ids = expiring.due(now=now)
        db.session.rollback()
        with transaction():
            expiring.expire(ids, now=now)
            expiring.forget(now=now)
        if len(ids) < expiring.AT_ONCE:
            break
    db.session.remove()
