"""The worker's part of coffee: turns begin, pairs are made in a process of its own, and afterwards people are asked whether they met."""

from datetime import UTC, datetime

import structlog

from champions import coffee_meetings, coffee_turns
from champions.coffee_apart import PairingFailed, pair_apart
from database import alone, db, transaction
from jobs import job, stopping

log = structlog.get_logger()


@job(coffee_turns.JOB, every_minutes=5)
def pair_all() -> None:
    """Every turn that waits for it has its pairs. Killed in between, the next worker begins anew, and nobody is paired twice."""
    with transaction():
        alone(coffee_turns.JOB)  # of two workers the second finds what the first has begun
        coffee_turns.begin_due(now=datetime.now(UTC))
    for turn_id in coffee_turns.waiting():
        if stopping():
            return
        pair_one(turn_id)
    db.session.remove()


def pair_one(turn_id: int) -> None:
    """This turn has its pairs; or it is tried again at the next run."""
    now = datetime.now(UTC)
    intake = coffee_turns.intake_of(turn_id, now=now)
    db.session.rollback()  # pairing takes its time: no snapshot is held meanwhile
    if intake is None:
        return
    try:
        pairing = pair_apart(intake.of)
    except PairingFailed:
        log.exception("coffee_failed", turn=turn_id)
        return
    with transaction():
        coffee_turns.keep(turn_id, intake, pairing, now=now)


@job("champions.coffee_met", every_minutes=30)
def ask_whether_met() -> None:
    """Whoever had a coffee is asked once whether they met."""
    with transaction():
        alone("champions.coffee_met")
        coffee_meetings.ask_whether_met(now=datetime.now(UTC))
