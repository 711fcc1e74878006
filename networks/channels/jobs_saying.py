"""What is due to be said in rooms, one after the other. No transaction is open while a platform is asked."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

import structlog
from flask_babel import force_locale

from config import settings
from database import db, transaction
from jobs import stopping
from networks.channels import announcing, words
from networks.channels.connected import Opener
from networks.channels.jobs_work import Now, clock
from networks.channels.models import Announcement, Channel
from networks.platforms import connections
from networks.platforms.models import PlatformKind
from networks.platforms.protocol import Access, PlatformFault, Unavailable

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Message:
    announcement_id: int
    kind: PlatformKind
    access: Access
    room_id: str
    key: str
    text: str


def say_all(opener: Opener, *, now: Now = clock) -> int:
    """Everything that is due was said, or goes later. How many were tried."""
    count = 0
    while not stopping():
        with transaction():
            claimed = announcing.claim(now=now())
        if claimed is None:
            break
        count += 1
        _say(claimed.id, opener, now)
    return count


def _say(announcement_id: int, opener: Opener, now: Now) -> None:
    error: PlatformFault
    try:
        message = _message(announcement_id, now())
        if message is not None:
            with closing(opener(message.kind, message.access)) as platform:
                platform.announce(message.room_id, message.text, message.key)
    except PlatformFault as fault:
        error = fault
    except Exception:
        log.exception("announcement_failed", announcement=announcement_id)
        error = Unavailable("Something went wrong in Foyer itself. It tries again by itself.")
    else:
        with transaction():
            announcing.said(announcement_id, now=now())
        return
    with transaction():
        announcing.went_wrong(announcement_id, error, now=now())


def _message(announcement_id: int, now: datetime) -> _Message | None:
    """Its words, as the room reads them."""
    with transaction():
        found = db.session.get(Announcement, announcement_id)
        channel = db.session.get(Channel, found.channel_id) if found is not None else None
        if found is None or channel is None:
            return None
        with force_locale(channel.language or settings().language):
            text = words.announcement(found, now=now)
        return _Message(
            announcement_id, channel.platform.kind, connections.access_of(channel.platform), channel.room_id, found.key, text
        )
