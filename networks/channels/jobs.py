"""The worker's part of channels: looks, runs, and what is said in rooms."""

import time
from datetime import datetime

from database import db
from jobs import job, stopping
from networks.channels import announcing, claims, jobs_saying, jobs_work
from networks.channels.jobs_work import Tools
from networks.platforms.registry import adapter


@job(claims.JOB, every_minutes=1)
def run_all() -> None:
    """Every channel that has something to do has done it, or goes on later by itself. Killed in between, the next worker goes on."""
    while not stopping():
        for channel_id in claims.due(now=jobs_work.clock()):
            if stopping():
                break
            jobs_work.go_on(channel_id, Tools(adapter))
        back_at = claims.back_soon(now=jobs_work.clock(), within=jobs_work.SHORT)
        db.session.remove()
        if back_at is None:
            return
        _wait_until(back_at)


def _wait_until(at: datetime) -> None:
    while not stopping() and (left := (at - jobs_work.clock()).total_seconds()) > 0:
        time.sleep(min(left, 0.5))


@job(announcing.JOB, every_minutes=1)
def say_all() -> None:
    """What is due to be said in rooms is said, or goes later."""
    jobs_saying.say_all(adapter)
    db.session.remove()
