"""Platforms whose test was asked for are tested."""

from datetime import UTC, datetime

import structlog

from database import transaction
from jobs import job
from networks.platforms import connections, trials
from networks.platforms.errors import PlatformMissing
from networks.platforms.protocol import Access, Finding, PlatformFault

log = structlog.get_logger()


@job(trials.JOB, every_minutes=1)
def test_platforms() -> None:
    """One after the other; no transaction is open while a platform thinks. A worker that dies has its test done by the next."""
    with transaction():
        waiting = trials.asked()
    for platform_id in waiting:
        try:
            _test(platform_id)
        except PlatformMissing:
            continue  # it was cut off meanwhile


def _test(platform_id: int) -> None:
    access: Access | None = None
    with transaction():
        platform = connections.find(platform_id)
        kind, asked_at, findings = platform.kind, platform.test_asked_at, list[Finding]()
        try:
            access = connections.access_of(platform)
        except PlatformFault as fault:
            findings = [trials.broken(fault)]
    if asked_at is None:
        return
    if access is not None:
        findings = trials.run(kind, access)
    with transaction():
        trials.keep(platform_id, asked_at, findings, now=datetime.now(UTC))
    log.info("platform_tested", platform_id=platform_id, works=all(one.works for one in findings))
