"""The transactional outbox: a message is a row in the same commit as what makes it necessary. Posting the same key twice is one message."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, insert, select, update

from database import db
from jobs import wake
from mail.models import OutgoingMail, OutgoingState

T = TypeVar("T")
CHUNK = 500


class MailMissing(Exception):
    """There is no such message, or it does not allow what was asked; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message to one person. `stream` keeps order: within it messages leave one by one, oldest first."""

    kind: str
    topic: str
    stream: str
    person_id: int | None
    recipient: str
    key: str
    revision: int = 0
    replaceable: bool = True
    payload: Mapping[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None


def post(item: Post, *, now: datetime) -> OutgoingMail:
    """The message is on its way; an older one of its stream that has not left is replaced. Returns the row, old or new."""
    existing = db.session.scalar(select(OutgoingMail).where(OutgoingMail.key == item.key))
    if existing is not None:
        return existing
    if item.replaceable:
        _replace([item.stream])
    mail = OutgoingMail(**_row(item, now))
    db.session.add(mail)
    db.session.flush()
    wake("mail.deliver")
    return mail


def post_many(items: Sequence[Post], *, now: datetime) -> int:
    """All these messages are on their way; returns how many are new. A constant number of statements for each 500."""
    new = 0
    for chunk in _chunks(items, CHUNK):
        known = set(db.session.scalars(select(OutgoingMail.key).where(OutgoingMail.key.in_([item.key for item in chunk]))))
        fresh = list({item.key: item for item in chunk if item.key not in known}.values())
        _replace([item.stream for item in fresh if item.replaceable])
        if fresh:
            db.session.execute(insert(OutgoingMail), [_row(item, now) for item in fresh])
        new += len(fresh)
    if new:
        wake("mail.deliver")
    return new


def _replace(streams: Sequence[str]) -> None:
    if streams:
        _turn_queued(streams, OutgoingState.REPLACED, OutgoingMail.replaceable)


def drop_unsent(streams: Sequence[str], *, now: datetime) -> int:  # noqa: ARG001
    """What has not left of these streams never will; returns how many messages."""
    return sum(_turn_queued(chunk, OutgoingState.DROPPED) for chunk in _chunks(streams, CHUNK))


def _turn_queued(streams: Sequence[str], state: OutgoingState, *conditions: Any) -> int:
    result = db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.stream.in_(streams), OutgoingMail.state == OutgoingState.QUEUED, *conditions)
        .values(state=state)
    )
    return int(getattr(result, "rowcount", 0))


def has_left(streams: Sequence[str]) -> set[str]:
    """Which of these streams have a message that has left, or may be leaving now."""
    states = (OutgoingState.SENT, OutgoingState.SENDING, OutgoingState.BOUNCED)
    found: set[str] = set()
    for chunk in _chunks(streams, CHUNK):
        query = select(OutgoingMail.stream).where(OutgoingMail.stream.in_(chunk), OutgoingMail.state.in_(states))
        found.update(db.session.scalars(query))
    return found


def mark_answered(stream: str, *, at: datetime) -> None:
    """The newest message of the stream that has left is marked as answered."""
    newest = (
        select(func.max(OutgoingMail.id))
        .where(OutgoingMail.stream == stream, OutgoingMail.state == OutgoingState.SENT)
        .scalar_subquery()
    )
    db.session.execute(update(OutgoingMail).where(OutgoingMail.id == newest).values(answered_at=at))


def retry(mail_id: int, *, now: datetime) -> OutgoingMail:
    """A message that failed or came back is tried again at once. Raises MailMissing."""
    mail = db.session.get(OutgoingMail, mail_id)
    if mail is None:
        raise MailMissing("There is no such message.")
    if mail.state not in {OutgoingState.FAILED, OutgoingState.BOUNCED, OutgoingState.QUEUED}:
        raise MailMissing("This message does not wait for a retry.")
    mail.state, mail.due_at, mail.attempts, mail.error = OutgoingState.QUEUED, now, 0, None
    db.session.flush()
    wake("mail.deliver")
    return mail


def totals(topic: str) -> dict[OutgoingState, int]:
    """How many messages of a topic stand where."""
    query = select(OutgoingMail.state, func.count()).where(OutgoingMail.topic == topic).group_by(OutgoingMail.state)
    return dict(db.session.execute(query).all())


def _row(item: Post, now: datetime) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "topic": item.topic,
        "stream": item.stream,
        "person_id": item.person_id,
        "recipient": item.recipient,
        "revision": item.revision,
        "replaceable": item.replaceable,
        "key": item.key,
        "token": secrets.token_hex(12),
        "payload": dict(item.payload),
        "state": OutgoingState.QUEUED,
        "attempts": 0,
        "created_at": now,
        "due_at": item.due_at or now,
    }


def _chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
