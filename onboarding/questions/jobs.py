"""What the worker does for questions."""

from datetime import UTC, datetime

from database import transaction
from jobs import job
from onboarding.questions import weekly


@job("questions.weekly", every_minutes=5)
def post_weekly() -> None:
    """Weekly mails are on their way to who chose one, at their hour."""
    with transaction():
        weekly.post_due(now=datetime.now(UTC))
