"""What happens on a timer for journeys."""

from datetime import UTC, datetime

from database import alone, transaction
from jobs import job
from onboarding.journeys import figures, reminders


@job("onboarding.journeys", every_minutes=30)
def post_reminders() -> None:
    """Reminders of next steps are on their way when they are due."""
    with transaction():
        alone("sessions.reminders")  # both count what a person was asked lately
        reminders.post_due(now=datetime.now(UTC))


@job("onboarding.journeys.figures", every_minutes=360)
def refresh_figures() -> None:
    """What planners read of journeys is as new as it may be."""
    with transaction():
        alone("onboarding.journeys.figures")
        figures.refresh(now=datetime.now(UTC))
