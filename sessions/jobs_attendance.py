"""What happens on a timer once people have met."""

from datetime import UTC, datetime

from database import alone, transaction
from jobs import job
from sessions import checkin, missed


@job("sessions.next_dates", every_minutes=5)
def post_next_dates() -> None:
    """Mails to those who missed a date are on their way when they are due."""
    with transaction():
        alone("sessions.reminders")  # it counts what a person was asked lately
        missed.post_due(now=datetime.now(UTC))


@job("sessions.erased_attendance", every_minutes=30)
def forget_erased() -> None:
    """What people had taken out leaves nothing behind once no late tick can bring it back; nor do old mails about it."""
    with transaction():
        checkin.forget_erased(now=datetime.now(UTC))
        missed.forget(now=datetime.now(UTC))
