"""What happens on a timer for wishes and concerns."""

from datetime import UTC, datetime
from functools import partial

from database import repeated, transaction
from jobs import job, stopping
from onboarding.voices import letters


@job("voices.letters", every_minutes=10)
def publish_letters() -> int:
    """What came by mail a day ago, and was not taken back, stands on the board; returns how many."""
    now, done = datetime.now(UTC), 0
    for letter_id in letters.due_ids(now):
        if stopping():
            break
        repeated(partial(_publish, letter_id, now))
        done += 1
    return done


def _publish(letter_id: int, now: datetime) -> None:
    with transaction():
        letters.publish(letter_id, now=now)
