"""What the worker does for questions."""

from datetime import UTC, datetime

from database import alone, transaction
from jobs import job
from onboarding.questions import promises, weekly


@job("questions.weekly", every_minutes=5)
def post_weekly() -> None:
    """Weekly mails are on their way to who chose one, at their hour."""
    with transaction():
        weekly.post_due(now=datetime.now(UTC))


@job("questions.promises", every_minutes=30)
def tell_of_promises() -> None:
    """Who promised an answer hears of the day, before and after."""
    with transaction():
        alone("sessions.reminders")  # both count what a person was asked lately
        promises.tell_due(now=datetime.now(UTC))
