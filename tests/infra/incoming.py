"""What the inbox holds, for tests of the doors."""

import time

from sqlalchemy import select

from database import db
from mail.models import IncomingMail


def kept() -> list[IncomingMail]:
    """Every message that came in, oldest first, as it is now."""
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(IncomingMail).order_by(IncomingMail.id)))


def wait_for(count: int, seconds: float = 60) -> float:
    """How many seconds it took until so many messages were kept. Raises AssertionError when they are not in time."""
    start = time.monotonic()
    while len(kept()) < count:
        assert time.monotonic() - start < seconds, f"{len(kept())} of {count} messages within {seconds} s"
        time.sleep(0.02)
    return time.monotonic() - start
