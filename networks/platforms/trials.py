"""The test of a platform: asked for with one press, done by the worker, and told line by line."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import select

from database import db
from jobs import wake
from networks.platforms import connections, registry
from networks.platforms.models import PlatformConnection, PlatformKind
from networks.platforms.protocol import Access, Finding, PlatformFault, Refused, gettext_noop

JOB = "networks.platforms"
IN_FOYER = gettext_noop("Something went wrong in Foyer itself. Its log says what.")
log = structlog.get_logger()
REACHED = gettext_noop("Foyer reaches the platform.")


def ask(platform_id: int, *, now: datetime) -> PlatformConnection:
    """The worker tests it soon. Raises PlatformMissing."""
    platform = connections.lock(platform_id)
    platform.test_asked_at = now
    db.session.flush()
    wake(JOB)
    return platform


def asked() -> Sequence[int]:
    """The numbers of those to test, who waits longest first."""
    waiting = select(PlatformConnection.id).where(PlatformConnection.test_asked_at.is_not(None))
    return db.session.scalars(waiting.order_by(PlatformConnection.test_asked_at, PlatformConnection.id)).all()


def run(kind: PlatformKind, access: Access) -> list[Finding]:
    """What works and what does not; raises nothing that a platform can bring about. Takes as long as the platform does: no transaction is open."""
    try:
        platform = registry.adapter(kind, access)
        try:
            return list(platform.check())
        finally:
            platform.close()
    except PlatformFault as fault:
        return [broken(fault)]
    except Exception:  # the others that wait are tested all the same
        log.exception("platform_test_failed", kind=kind.value)
        return [broken(Refused(IN_FOYER))]


def broken(fault: PlatformFault) -> Finding:
    """Nothing works, for this reason."""
    return Finding(REACHED, works=False, missing=str(fault))


def keep(platform_id: int, asked_at: datetime, findings: Sequence[Finding], *, now: datetime) -> None:
    """These are its findings, unless it was changed, cut off or asked about again meanwhile."""
    query = select(PlatformConnection).where(PlatformConnection.id == platform_id, PlatformConnection.test_asked_at == asked_at)
    platform = db.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if platform is not None:
        platform.findings = [{"what": one.what, "works": one.works, "missing": one.missing} for one in findings]
        platform.tested_at, platform.test_asked_at = now, None
        db.session.flush()
