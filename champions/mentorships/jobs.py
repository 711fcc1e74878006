"""What the worker does for mentorships."""

from datetime import UTC, datetime

from champions.mentorships import expiring, silences, weekly
from database import alone, db, transaction
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


@job("champions.weekly", every_minutes=5)
def post_weekly() -> None:
    """Weekly mails are on their way to ambassadors who chose one, at their hour."""
    with transaction():
        weekly.post_due(now=datetime.now(UTC))


@job("champions.silences", every_minutes=60)
def ask_about_silences() -> None:
    """Ambassadors are asked where there has been no contact for long; nobody else hears of it."""
    with transaction():
        alone("sessions.reminders")  # both count what a person was asked lately
        silences.post_due(now=datetime.now(UTC))
