"""The worker's part of an import: part after part, each in a transaction of its own."""

from datetime import UTC, datetime

import structlog

from database import db, transaction
from jobs import job, stopping
from people import import_parts, imports

log = structlog.get_logger()


@job("people.imports", every_minutes=1)
def work_on_all() -> None:
    """Every import that was asked for is checked, or done; what waited too long is forgotten."""
    with transaction():
        imports.forget_abandoned(now=datetime.now(UTC))
    for import_id in imports.unfinished():
        try:
            work_on(import_id)
        except Exception:  # the next run goes on with the part that failed
            log.exception("import_failed", id=import_id)
    db.session.remove()


@job("people.import")
def work_on(import_id: int) -> None:
    """This import is checked, or done. Killed in between, it goes on with the part it was at."""
    goes_on = True
    while goes_on and not stopping():
        with transaction():
            goes_on = import_parts.work_on_next(import_id, now=datetime.now(UTC))
        db.session.expunge_all()  # memory stays flat however long the file is
