"""What happens on a timer for ambassadors."""

from datetime import UTC, datetime

from champions import reminders
from database import alone, transaction
from jobs import job


@job("champions.reminders", every_minutes=5)
def post_reminders() -> None:
    """Reminders of commitments are on their way when they are due."""
    with transaction():
        alone("sessions.reminders")  # both count what a person was asked lately
        reminders.post_due(now=datetime.now(UTC))
