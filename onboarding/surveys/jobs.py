"""What happens on a timer for surveys."""

from datetime import UTC, datetime
from functools import partial

from database import repeated, transaction
from jobs import job, stopping
from onboarding.surveys import surveys, telling, waves
from onboarding.voices import days


@job("surveys.waves", every_minutes=30)
def turn() -> int:
    """Waves that are over close, those that are due begin, and people hear of them; returns how many people were looked at."""
    now = datetime.now(UTC)
    for wave_id in waves.due_to_close(days.today(now)):
        repeated(partial(_close, wave_id, now))
    for survey_id in surveys.due_ids(days.today(now)):
        repeated(partial(_begin, survey_id, now))
    return tell(now)


def tell(now: datetime) -> int:
    """Whoever is to hear of a wave does, some at a time."""
    looked_at = 0
    for some in (telling.tell_some, telling.remind_some):
        while not stopping():
            with transaction():
                number = some(now=now)
            if not number:
                break
            looked_at += number
    return looked_at


def _close(wave_id: int, now: datetime) -> None:
    with transaction():
        waves.close(wave_id, now=now)


def _begin(survey_id: int, now: datetime) -> None:
    with transaction():
        waves.open_due(surveys.lock(survey_id), now=now)
