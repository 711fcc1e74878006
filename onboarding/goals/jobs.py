"""What happens on a timer for goals."""

from datetime import UTC, datetime

from database import transaction
from jobs import job
from onboarding.goals import imports


@job("goals.forget", every_minutes=360)
def forget_abandoned_files() -> None:
    """Files that nobody said yes to for a week are gone."""
    with transaction():
        imports.forget_abandoned(now=datetime.now(UTC))
