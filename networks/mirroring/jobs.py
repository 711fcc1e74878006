"""The worker's part of mirrors: they look when their turn comes, and runs go on step by step."""

from datetime import UTC, datetime

from database import alone, db, transaction
from jobs import job, stopping
from networks.mirroring import queries, running


@job(running.JOB, every_minutes=5)
def run_all() -> None:
    """Every mirror whose turn it is has looked, and every run is at its end. Killed in between, the next worker goes on."""
    for mirror_id in queries.due(now=datetime.now(UTC)):
        if stopping():
            return
        with transaction():
            running.run_by_itself(mirror_id, now=datetime.now(UTC))
    for run_id in queries.open_runs():
        go_on(run_id)
    db.session.remove()


def go_on(run_id: int) -> None:
    """This run is at its end, unless the worker is to stop."""
    more = True
    while more and not stopping():
        with transaction():
            alone(running.JOB)  # of two workers the second finds what the first has done
            more = running.step(run_id, now=datetime.now(UTC))
