"""The worker's part of a pairing round: it finds the pairs, in a process of its own, outside any transaction."""

from datetime import UTC, datetime

from champions.pairings import pairing
from champions.pairings.matching_apart import Found, MatchingFailed, Way, match_apart
from champions.pairings.models import PairingRound
from champions.requests import MatchingRound
from database import db, transaction
from jobs import job, stopping


@job(pairing.JOB, every_minutes=1)
def find_all() -> None:
    """Every round that waits for it has its pairs. Killed in between, the next worker begins anew, with the same seed."""
    for round_id in pairing.waiting():
        if stopping():
            return
        find_pairs(round_id)
    db.session.remove()


def find_pairs(round_id: int) -> None:
    """This round has its pairs, or says that none came of it."""
    found = db.session.get(PairingRound, round_id, populate_existing=True)
    if found is None:
        return
    began_at, of = found.began_at, pairing.request_of(found, now=datetime.now(UTC))
    db.session.rollback()  # matching takes its time: no snapshot is held meanwhile
    try:
        founds = _by_each_way(round_id, began_at, of)
    except MatchingFailed:
        with transaction():
            pairing.fail(round_id, began_at)
        return
    with transaction():
        pairing.keep(round_id, began_at, of, founds)


def _by_each_way(round_id: int, began_at: datetime, of: MatchingRound) -> dict[Way, Found]:
    founds: dict[Way, Found] = {}
    for done, way in enumerate(Way, start=1):
        founds[way] = match_apart(of, way)
        with transaction():
            pairing.step(round_id, began_at, done)
    return founds
