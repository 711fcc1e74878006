"""The worker's part of what people answer to the dates of their group: each answer reaches the round in a transaction of its own."""

from datetime import UTC, datetime
from functools import partial

import structlog

from database import db, repeated, transaction
from jobs import job, stopping
from sessions.errors import SessionError
from sessions.rounds import series_answers
from sessions.rounds.series_answers import Unheard

log = structlog.get_logger()
JOB = "sessions.round_answers"


@job(JOB, every_minutes=1)
def hear_all() -> None:
    """Whoever answered the dates of their group is in it, or out of it, as if they had said so to the round."""
    refused: set[int] = set()
    while waiting := [one for one in series_answers.unheard(now=datetime.now(UTC)) if one.sign_up_id not in refused]:
        db.session.rollback()  # what was read is a snapshot, in which nothing changes any more
        for one in waiting:
            if stopping():
                return
            repeated(partial(_hear, one, refused))
    db.session.remove()


def _hear(one: Unheard, refused: set[int]) -> None:
    try:
        with transaction():
            series_answers.hear(one, now=datetime.now(UTC))
    except SessionError as error:  # another round of the job tries again
        refused.add(one.sign_up_id)
        log.warning("place_not_answered", sign_up=one.sign_up_id, error=error.template)
