"""What happens on a timer for networks."""

from datetime import UTC, datetime

from database import alone, transaction
from jobs import job
from networks.census import reminders, still_so


@job("networks.reminders", every_minutes=30)
def post_reminders() -> None:
    """Whoever was asked to keep a network together is reminded once, while a census is under way; whoever keeps one is asked once a month."""
    with transaction():
        alone("sessions.reminders")  # all of these count what a person was asked lately
        reminders.post_due(now=datetime.now(UTC))
        still_so.post_due(now=datetime.now(UTC))
