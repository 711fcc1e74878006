"""What happens on a timer for stories."""

from datetime import UTC, datetime

from database import transaction
from jobs import job
from onboarding.stories import questions


@job("stories.forget", every_minutes=30)
def forget_old_questions() -> None:
    """What was asked long ago is gone."""
    with transaction():
        questions.forget_old(now=datetime.now(UTC))
