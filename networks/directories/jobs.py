"""Who is in the groups of directories that groups here follow, read every few hours."""

from datetime import UTC, datetime

import structlog

from database import db, transaction
from jobs import job, stopping
from networks.directories import directories, following
from networks.directories.errors import DirectoryFault, Why
from networks.directories.following import Turn
from networks.directories.reading import Found, read
from people import addresses

log = structlog.get_logger()


@job(following.JOB, every_minutes=15)
def read_what_is_followed() -> None:
    """Every list whose turn it is says who is in it now, or that nobody knows."""
    read_all()
    db.session.remove()


def read_all() -> None:
    """The same. Nothing is held in the database while a directory is read."""
    with transaction():
        turns = following.claim(now=datetime.now(UTC))
    for turn in turns:
        if stopping():
            return
        _read(turn)


def _read(turn: Turn) -> None:
    try:
        found = {one.key: one for one in _found(turn)}
    except DirectoryFault as error:
        _failed(turn, error.why)
        return
    except Exception:  # the other directories are read all the same
        log.exception("directory_failed", directory_id=turn.directory.id)
        _failed(turn, Why.GARBLED)
        return
    for key, group_id in turn.groups.items():
        with transaction():
            following.note(group_id, found.get(key, Found(key, "", why=Why.GONE)), now=datetime.now(UTC))


def _failed(turn: Turn, why: Why) -> None:
    log.warning("directory_unread", directory_id=turn.directory.id, why=why.value)
    with transaction():
        following.note_fault(turn.groups.values(), why)


def _found(turn: Turn) -> list[Found]:
    with transaction():
        known = addresses.people_by_address()
    reader = directories.reader_of(turn.directory)
    try:
        return list(read(reader, known).found(turn.groups.keys()))
    finally:
        reader.close()
