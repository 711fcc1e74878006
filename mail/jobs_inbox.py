"""The worker's part of the inbox: each message that came in gets its verdict."""

from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as BusyError

from database import db, repeated, transaction
from jobs import job, stopping
from mail import inbox

log = structlog.get_logger()
TOGETHER = 100  # messages in one transaction; if one of them fails, each has one of its own


@job("mail.inbox", every_minutes=1)
def work_through_inbox() -> int:
    """Everything that came in has its verdict, in the order in which it came; returns how many messages.

    The oldest is asked for anew each time: two doors may commit in another order than that of the numbers they were given, and who
    answers twice within a second is told apart by nothing but that order.
    """
    done = 0
    failed: set[int] = set()  # each waits for the next run
    try:
        while not stopping() and (ids := inbox.waiting_ids(TOGETHER, without=failed)):
            done += _together(ids, failed)
    finally:
        db.session.remove()
    return done


def _together(ids: list[int], failed: set[int]) -> int:
    try:
        with transaction():
            return inbox.work_through(ids, now=datetime.now(UTC))
    except Exception:
        log.warning("inbox_one_by_one", ids=ids, exc_info=True)
    return sum(_alone(id_, failed) for id_ in ids)


def _alone(incoming_id: int, failed: set[int]) -> int:
    try:
        return repeated(lambda: _in_one(incoming_id))
    except (OperationalError, BusyError):  # the database's trouble, not the message's
        log.exception("inbox_database", id=incoming_id)
    except Exception as error:
        log.exception("inbox_failed", id=incoming_id)
        with transaction():
            inbox.gave_trouble(incoming_id, error, now=datetime.now(UTC))
    failed.add(incoming_id)
    return 0


def _in_one(incoming_id: int) -> int:
    with transaction():
        return inbox.work_through([incoming_id], now=datetime.now(UTC))
