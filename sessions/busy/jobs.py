"""The calendars that are due, read one after the other: fetch, take the times out, keep them. Each in its own transaction."""

from collections.abc import Callable
from datetime import UTC, datetime

import structlog

from calendars.fetching import Fetcher, FetchError
from database import transaction
from jobs import job, stopping
from people.models import Person
from people.sealing import SealBroken
from sessions.busy import reading, sealing, sources
from sessions.busy.errors import Fault, SourceFault

Fetch = Callable[[str], bytes]
log = structlog.get_logger()


@job(sources.JOB, every_minutes=15)
def read_connected_calendars() -> None:
    """Who is busy when is as the calendars say that people connected."""
    read_due(Fetcher().fetch)


def read_due(fetch: Fetch) -> int:
    """Every calendar that is due was read, or its owner can see why not. How many. Nothing is held in the database meanwhile."""
    count = 0
    while not stopping():
        now = datetime.now(UTC)
        with transaction():
            claimed = sources.claim(now=now)
        if claimed is None:
            break
        count += 1
        _read(*claimed, fetch, now)
    return count


def _read(person: Person, sealed: str, fetch: Fetch, now: datetime) -> None:
    try:
        spans = reading.spans_of(fetch(sealing.open_(sealed)), person, now=now)
    except (SourceFault, FetchError, SealBroken) as error:
        fault = Fault.SEALED if isinstance(error, SealBroken) else Fault(error.fault)
        log.info("busy_times_unread", fault=fault.value)  # neither whose nor from where: both are secrets
        with transaction():
            sources.fail(person.id, sealed, fault, now=now)
        return
    with transaction():
        sources.keep(person.id, sealed, spans, now=now)
