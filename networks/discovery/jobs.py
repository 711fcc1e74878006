"""What was handed over is read one after the other; what is a month old is forgotten."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import structlog

from calendars.fetching import Fetcher, FetchError
from config import settings
from database import db, transaction
from jobs import job, stopping
from networks.discovery import directory_groups, hand_overs, reading, word_lists
from networks.discovery.errors import Fault
from networks.discovery.models import HandOver, HandOverKind
from networks.discovery.recognition import Findings, UnreadableError
from people.models import Person
from people.sealing import SealBroken

Fetch = Callable[[str], bytes]
log = structlog.get_logger()


class _PutDownError(Exception):
    """It is forgotten, or this worker is to stop: the reading ends without a result."""


@job(hand_overs.JOB, every_minutes=1)
def read_what_was_handed_over() -> None:
    """Networks are proposed to whoever handed something over; nothing is kept longer than it may be."""
    with transaction():
        hand_overs.forget_old(now=datetime.now(UTC))
    read_all(Fetcher(most_bytes=hand_overs.MOST_ADDRESS_MEGABYTES * 1_000_000).fetch)


def read_all(fetch: Fetch) -> int:
    """Everything that waited was read, or says why not. How many. Nothing is held in the database meanwhile."""
    count = 0
    while not stopping():
        now = datetime.now(UTC)
        with transaction():
            claimed = hand_overs.claim(now=now)
            asked = _asked(claimed, now) if claimed is not None else None
        if claimed is None or asked is None:
            break
        count += 1
        _read(claimed, asked, fetch)
    return count


def _asked(hand_over: HandOver, now: datetime) -> reading.Asked:
    person = db.session.get_one(Person, hand_over.person_id)
    zone = person.timezone or settings().timezone
    return reading.Asked(hand_over.name, zone, tuple(word_lists.words()), now.date())


def _read(hand_over: HandOver, asked: reading.Asked, fetch: Fetch) -> None:
    try:
        findings = _findings(hand_over, asked, fetch)
    except _PutDownError:
        with transaction():
            hand_overs.put_down(hand_over.id)
    except (UnreadableError, FetchError, SealBroken) as error:
        fault = Fault.SEALED if isinstance(error, SealBroken) else Fault(error.fault.value)
        log.info("hand_over_unread", fault=fault.value)  # neither whose nor what: both are theirs
        with transaction():
            hand_overs.fail(hand_over.id, fault)
    else:
        with transaction():
            hand_overs.keep_findings(hand_over.id, findings)


def _findings(hand_over: HandOver, asked: reading.Asked, fetch: Fetch) -> Findings:
    if hand_over.attempts > hand_overs.MOST_ATTEMPTS:
        raise UnreadableError(Fault.TOO_MUCH)
    if hand_over.directory_id is not None:
        with transaction():
            directory = directory_groups.asked(hand_over.directory_id)
        return directory_groups.findings(directory, asked.words, lambda: _go_on(hand_over, 0))
    return reading.read(_pieces(hand_over, fetch), asked)


def _pieces(hand_over: HandOver, fetch: Fetch) -> Iterator[bytes]:
    """Its content, one piece after the other, each in a transaction of its own."""
    if hand_over.kind is HandOverKind.ADDRESS:
        yield fetch(hand_overs.address_of(hand_over))
        return
    number = done = 0
    while True:
        _go_on(hand_over, done)
        with transaction():
            piece = hand_overs.piece_of(hand_over.id, number)
        if piece is None:
            return
        yield piece
        number, done = number + 1, done + len(piece)


def _go_on(hand_over: HandOver, done: int) -> None:
    """It is said how far the reading is. Raises _PutDownError when it is forgotten, or this worker is to stop."""
    with transaction():
        goes_on = hand_overs.say_progress(hand_over.id, done, now=datetime.now(UTC))
    if not goes_on or stopping():
        raise _PutDownError
