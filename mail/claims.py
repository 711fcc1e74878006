"""Which message a worker may send now. A row is claimed by compare-and-set and held by a lease; a dead worker's lease runs out.

Within a stream messages leave strictly one by one: only the oldest that has not left can be claimed, and not while one of its stream is
being sent. Of a stream one worker at most has a message in hand.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, select, update
from sqlalchemy.orm import aliased

from config import settings
from database import db
from mail.models import OutgoingMail, OutgoingState, storable
from mail.outbox import news_of, with_news

BACK_OFF = (1, 5, 15, 60, 180, 360, 720)  # minutes after each temporary failure; the last one repeats
GIVES_UP_AFTER = timedelta(hours=48)
SERVER_AWAY = timedelta(
    minutes=2
)  # when the mail server takes nothing from anybody: short, so that all leaves soon after it is back

_TABLE = OutgoingMail.metadata.tables[OutgoingMail.__tablename__]
_HELD = (
    select(OutgoingMail.id)
    .where(OutgoingMail.id.in_(bindparam("ids", expanding=True)))
    .where(OutgoingMail.state == OutgoingState.SENDING, OutgoingMail.claimed_by == bindparam("held"))
    .with_for_update()
)
_SENT = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("mail"))
    .values(
        state=OutgoingState.SENT,
        sent_at=bindparam("at"),
        subject=bindparam("words"),
        error=None,
        claimed_by=None,
        lease_until=None,
    )
)


def count_due(most: int, *, now: datetime) -> int:
    """How many messages are due, counted up to so many; some may have to wait for another of their stream."""
    due = select(OutgoingMail.id).where(OutgoingMail.state == OutgoingState.QUEUED, OutgoingMail.due_at <= now).limit(most)
    return db.session.scalar(select(func.count()).select_from(due.subquery())) or 0


def claim(limit: int, *, now: datetime) -> list[OutgoingMail]:
    """Up to `limit` due messages are this worker's for the length of a lease; each counts as an attempt."""
    _free_expired(now=now)
    ids = db.session.scalars(_due(limit, now)).all()
    if not ids:
        return []
    held = secrets.token_hex(8)
    db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.id.in_(ids), OutgoingMail.state == OutgoingState.QUEUED)
        .values(
            state=OutgoingState.SENDING,
            claimed_by=held,
            lease_until=now + timedelta(seconds=settings().mail_lease_seconds),
            attempts=OutgoingMail.attempts + 1,
        )
    )
    query = select(OutgoingMail).where(OutgoingMail.claimed_by == held).order_by(OutgoingMail.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _due(limit: int, now: datetime) -> Select[int]:
    earlier = aliased(OutgoingMail)
    waits_its_turn = exists().where(
        earlier.stream == OutgoingMail.stream,
        earlier.state.in_((OutgoingState.QUEUED, OutgoingState.SENDING)),
        earlier.id < OutgoingMail.id,
    )
    query = (
        select(OutgoingMail.id)
        .where(OutgoingMail.state == OutgoingState.QUEUED, OutgoingMail.due_at <= now, ~waits_its_turn)
        .order_by(OutgoingMail.due_at, OutgoingMail.id)
        .limit(limit)
    )
    return query.with_for_update(skip_locked=True, of=OutgoingMail)


def _free_expired(*, now: datetime) -> None:
    """What a stopped worker held can be claimed again. It may have left: Message-ID and UID make the repeat recognisable.

    Never waits for a row: a slow worker may just be marking what it sent late, and two that free each other's rows could deadlock.
    """
    expired = select(OutgoingMail.id).where(OutgoingMail.state == OutgoingState.SENDING, OutgoingMail.lease_until < now)
    ids = db.session.scalars(expired.with_for_update(skip_locked=True)).all()
    if ids:
        freed = {"state": OutgoingState.QUEUED, "claimed_by": None, "lease_until": None}
        db.session.execute(update(OutgoingMail).where(OutgoingMail.id.in_(ids)).values(**freed))


def renew(mails: Sequence[OutgoingMail], *, now: datetime) -> set[int]:
    """The ids of those that are still this worker's: for the length of another lease, since writing them took its time."""
    if not mails:
        return set()
    until = now + timedelta(seconds=settings().mail_lease_seconds)
    held = OutgoingMail.state == OutgoingState.SENDING, OutgoingMail.claimed_by == mails[0].claimed_by
    statement = update(OutgoingMail).where(OutgoingMail.id.in_([mail.id for mail in mails]), *held).values(lease_until=until)
    statement = statement.returning(OutgoingMail.id).execution_options(synchronize_session=False)
    still = set(db.session.scalars(statement))
    for mail in mails:
        mail.lease_until = until
    return still


def give_way(mails: Sequence[OutgoingMail]) -> set[int]:
    """The ids of those whose place a newer message of their stream takes, posted before they were written or meanwhile.

    What they had to say goes to the newer, as with one that no worker had in its hands (`outbox.post`); never handed over, they count no
    attempt. Or both would say how things stand now, the second for nothing. Never waits for a row: one that is itself being replaced
    says something else than this one.
    """
    ids = [mail.id for mail in mails if mail.replaceable]
    if not ids:
        return set()
    older = aliased(OutgoingMail)
    query = (
        select(older, OutgoingMail)
        .join(OutgoingMail, and_(OutgoingMail.stream == older.stream, OutgoingMail.id > older.id))
        .where(older.id.in_(ids), older.state == OutgoingState.SENDING, older.claimed_by == mails[0].claimed_by)
        .where(OutgoingMail.state == OutgoingState.QUEUED, OutgoingMail.replaceable, OutgoingMail.slot.in_(("", older.slot)))
        .order_by(OutgoingMail.id)
    )
    pairs = db.session.execute(query.with_for_update(skip_locked=True, of=OutgoingMail)).all()
    newest = {mail.id: (mail, newer) for mail, newer in pairs}
    for mail, newer in newest.values():
        newer.payload = with_news(newer.payload, news_of(mail.payload))
        mail.state, mail.attempts, mail.claimed_by, mail.lease_until = OutgoingState.REPLACED, mail.attempts - 1, None, None
    db.session.flush()
    return set(newest)


def _mine(mail: OutgoingMail) -> ColumnElement[bool]:
    return and_(
        OutgoingMail.id == mail.id, OutgoingMail.state == OutgoingState.SENDING, OutgoingMail.claimed_by == mail.claimed_by
    )


def mark_sent(mails: Sequence[tuple[OutgoingMail, str]], *, now: datetime) -> list[OutgoingMail]:
    """These have left, with these subjects; returns those that were still this worker's."""
    if not mails:
        return []
    asked = {"ids": [mail.id for mail, _subject in mails], "held": mails[0][0].claimed_by}
    still = set(db.session.scalars(_HELD, asked))
    rows = [{"mail": mail.id, "at": now, "words": storable(subject, 300)} for mail, subject in mails if mail.id in still]
    if rows:
        db.session.connection().execute(_SENT, rows)
    return [mail for mail, _subject in mails if mail.id in still]


def drop(mails: Sequence[OutgoingMail]) -> None:
    """These are not needed any more."""
    for mail in mails:
        _settle(mail, state=OutgoingState.DROPPED)


def mark_failed(mail: OutgoingMail, reason: str) -> None:
    """The message stops and shows why."""
    _settle(mail, state=OutgoingState.FAILED, error=storable(reason, 1000))


def put_off(mail: OutgoingMail, reason: str, *, now: datetime) -> None:
    """The message is tried again later; after two days it stops and shows."""
    if now - mail.created_at > GIVES_UP_AFTER and mail.attempts > len(BACK_OFF):
        mark_failed(mail, f"Tried for two days: {reason}")
        return
    minutes = BACK_OFF[min(mail.attempts, len(BACK_OFF)) - 1] if mail.attempts else BACK_OFF[0]
    _settle(mail, state=OutgoingState.QUEUED, error=storable(reason, 1000), due_at=now + timedelta(minutes=minutes))


def give_back(mails: Sequence[OutgoingMail]) -> None:
    """Not tried: somebody else, or this worker later, sends them. The attempt does not count."""
    for mail in mails:
        _settle(mail, state=OutgoingState.QUEUED, attempts=OutgoingMail.attempts - 1)


def wait_for_server(mails: Sequence[OutgoingMail], reason: str, *, now: datetime) -> None:
    """Not tried, because no message can leave now; each says why it waits. The attempt does not count."""
    for mail in mails:
        values = {"attempts": OutgoingMail.attempts - 1, "error": storable(reason, 1000), "due_at": now + SERVER_AWAY}
        _settle(mail, state=OutgoingState.QUEUED, **values)


def _settle(mail: OutgoingMail, **values: object) -> None:
    db.session.execute(
        update(OutgoingMail)
        .where(_mine(mail))
        .values(claimed_by=None, lease_until=None, **values)
        .execution_options(synchronize_session=False)
    )


def next_due_at(*, now: datetime) -> datetime | None:
    """When the next message that waits becomes due; None when nothing waits."""
    query = select(OutgoingMail.due_at).where(OutgoingMail.state == OutgoingState.QUEUED).order_by(OutgoingMail.due_at).limit(1)
    due_at = db.session.scalar(query)
    return max(due_at, now) if due_at else None
