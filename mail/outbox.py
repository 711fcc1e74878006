"""The transactional outbox: a message is a row in the same commit as what makes it necessary. Posting the same key twice is one message.

A newer message of a stream takes the place of one that has not left, and says what that one had to say: lists of the payload add up.
"""

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import String, bindparam, delete, func, or_, select, update

from database import before_commit, connection, db, know, known
from jobs import wake
from mail.models import OutgoingMail, OutgoingState
from ready import Ready, ReadyForMany
from rows import insert_rows

T = TypeVar("T")
Untold = dict[tuple[str, str], dict[str, list[Any]]]  # news that nobody has heard, by stream and slot
_TABLE = OutgoingMail.metadata.tables[OutgoingMail.__tablename__]
_NEWEST = select(func.max(_TABLE.c.id)).where(
    _TABLE.c.stream.in_(bindparam("streams", expanding=True)), _TABLE.c.state == OutgoingState.SENT
)
_MARK = update(_TABLE).where(_TABLE.c.id.in_(_NEWEST.group_by(_TABLE.c.stream))).values(answered_at=bindparam("at"))
_REPLACE = (
    update(_TABLE)
    .where(
        func.coalesce(_TABLE.c.state, "") == OutgoingState.QUEUED,  # by the index of streams: all mail may be queued
        _TABLE.c.replaceable,
        or_(bindparam("about", type_=String) == "", _TABLE.c.slot == bindparam("about", type_=String)),
    )
    .values(state=OutgoingState.REPLACED)
    .returning(_TABLE.c.stream, _TABLE.c.payload)
)
_REPLACE_MANY = ReadyForMany(
    lambda given: _REPLACE.where(_TABLE.c.stream.in_(select(given.c.wanted))), wanted=_TABLE.c.stream.type
)
_REPLACE_ONE = Ready(_REPLACE.where(_TABLE.c.stream == bindparam("wanted")))
_BY_KEY = Ready(select(_TABLE.c.id).where(_TABLE.c.key == bindparam("wanted")))
CHUNK = 500


class MailMissing(Exception):
    """There is no such message, or it does not allow what was asked; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message to one person. `stream` keeps order: within it messages leave one by one, oldest first.

    `slot` names the part of the stream it is about: it replaces only what is about the same. "" is about all of it.
    `is_new`: its key names a row that was just written, so that nobody can have posted it before.
    `payload` holds small facts for the renderer. Its lists are news: if this message is replaced before it leaves, they go to the newer.
    """

    kind: str
    topic: str
    stream: str
    person_id: int | None
    recipient: str
    key: str
    slot: str = ""
    revision: int = 0
    replaceable: bool = True
    payload: Mapping[str, Any] = field(default_factory=dict)
    due_at: datetime | None = None
    is_new: bool = False


def post(item: Post, *, now: datetime) -> None:
    """The message is on its way; an older one of its stream that has not left is replaced."""
    if not item.is_new and _BY_KEY.all({"wanted": item.key}):
        return
    untold = _replace([item.stream], item.slot) if item.replaceable else {}
    insert_rows(OutgoingMail, [_row(item, untold, now)])
    wake("mail.deliver")


def post_many(items: Sequence[Post], *, now: datetime) -> int:
    """All these messages are on their way; returns how many are new. A constant number of statements for each 500."""
    new = 0
    db.session.flush()
    for chunk in _chunks(items, CHUNK):
        keys = [item.key for item in chunk if not item.is_new]
        known = set(db.session.scalars(select(OutgoingMail.key).where(OutgoingMail.key.in_(keys)))) if keys else set()
        fresh = list({item.key: item for item in chunk if item.key not in known}.values())
        untold: Untold = {}
        for slot in dict.fromkeys(item.slot for item in fresh):
            untold |= _replace([item.stream for item in fresh if item.replaceable and item.slot == slot], slot)
        if fresh:
            insert_rows(OutgoingMail, [_row(item, untold, now) for item in fresh])
        new += len(fresh)
    if new:
        wake("mail.deliver")
    return new


def _replace(streams: Sequence[str], slot: str) -> Untold:
    """What has not left of this slot of these streams never will; returns the news that nobody has heard, by stream and slot."""
    if not streams:
        return {}
    untold: Untold = {}
    if len(streams) == 1:
        found = _REPLACE_ONE.all({"wanted": streams[0], "about": slot})
    else:
        found = _REPLACE_MANY.all([{"wanted": stream} for stream in streams], {"about": slot})
    for stream, payload in found:
        for name, values in news_of(payload).items():
            untold.setdefault((stream, slot), {}).setdefault(name, []).extend(values)
    return untold


def news_of(payload: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What a message has to say that is lost if it never leaves: the lists of its payload."""
    return {name: values for name, values in payload.items() if isinstance(values, list)}


def with_news(payload: Mapping[str, Any], news: Mapping[str, list[Any]]) -> dict[str, Any]:
    """The payload of a message that says this, too."""
    return {**payload, **{name: sorted({*values, *payload.get(name, ())}) for name, values in news.items()}}


def waiting_in(streams: Sequence[str], slot: str) -> set[str]:
    """In which of these streams a message about this slot has not left yet."""
    found: set[str] = set()
    for chunk in _chunks(streams, CHUNK):
        query = select(OutgoingMail.stream).where(
            OutgoingMail.stream.in_(chunk), OutgoingMail.state == OutgoingState.QUEUED, OutgoingMail.slot == slot
        )
        found.update(db.session.scalars(query))
    return found


def told_in(streams: Collection[str]) -> set[str]:
    """In which of these streams a message has left."""
    query = select(OutgoingMail.stream).where(OutgoingMail.stream.in_(streams), OutgoingMail.state == OutgoingState.SENT)
    return set(db.session.scalars(query))


def mark_answered(stream: str, *, at: datetime) -> None:
    """The newest message of the stream that has left is marked as answered."""
    streams: dict[str, datetime] = known("answered streams") or {}
    streams[stream] = at
    know({"answered streams": streams})
    before_commit("mail.answered", _mark_all_answered)


def _mark_all_answered() -> None:
    by_time: dict[datetime, list[str]] = {}
    for stream, at in known("answered streams").items():
        by_time.setdefault(at, []).append(stream)
    for at, streams in by_time.items():
        connection().execute(_MARK, {"streams": streams, "at": at})


def retry(mail_id: int, *, now: datetime) -> OutgoingMail:
    """A message that failed, came back, or waits is tried again at once, its back-off anew. Raises MailMissing.

    Not one that a newer message of its stream has overtaken: an older state must never arrive last. And not one without a topic:
    nobody but its reader knows of it.
    """
    query = select(OutgoingMail).where(OutgoingMail.id == mail_id).with_for_update()
    mail = db.session.scalar(query.execution_options(populate_existing=True))
    if mail is None or not mail.topic:
        raise MailMissing("There is no such message.")
    if mail.state not in {OutgoingState.FAILED, OutgoingState.BOUNCED, OutgoingState.QUEUED}:
        raise MailMissing("This message does not wait for a retry.")
    if _is_overtaken(mail):
        raise MailMissing("A newer message has taken the place of this one. Try that one again.")
    attempts = min(mail.attempts, 1)  # it may have left: whoever may have got it is told when the session is cancelled
    mail.state, mail.due_at, mail.attempts, mail.error = OutgoingState.QUEUED, now, attempts, None
    db.session.flush()
    wake("mail.deliver")
    return mail


def _is_overtaken(mail: OutgoingMail) -> bool:
    unneeded = (OutgoingState.DROPPED, OutgoingState.REPLACED)
    newer = select(OutgoingMail.id).where(
        OutgoingMail.stream == mail.stream,
        OutgoingMail.id > mail.id,
        OutgoingMail.state.not_in(unneeded),
        OutgoingMail.slot.in_(("", mail.slot)),
    )
    return db.session.scalar(newer.limit(1)) is not None


def forget(kind: str, *, posted_before: datetime) -> None:
    """Nobody keeps that messages of this kind, which are about nothing but their reader, were ever sent."""
    gone = OutgoingMail.topic == "", OutgoingMail.kind == kind, OutgoingMail.created_at <= posted_before
    db.session.execute(delete(OutgoingMail).where(*gone, OutgoingMail.state != OutgoingState.SENDING))


def unpost(key: str) -> None:
    """Nobody keeps that this message was ever sent. One that is leaving now leaves all the same."""
    db.session.execute(delete(OutgoingMail).where(OutgoingMail.key == key, OutgoingMail.topic == ""))


def totals(*topics: str) -> dict[OutgoingState, int]:
    """How many messages of these topics stand where."""
    query = select(OutgoingMail.state, func.count()).where(OutgoingMail.topic.in_(topics)).group_by(OutgoingMail.state)
    return dict(db.session.execute(query).all())


def _row(item: Post, untold: Untold, now: datetime) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "topic": item.topic,
        "stream": item.stream,
        "person_id": item.person_id,
        "recipient": item.recipient,
        "slot": item.slot,
        "revision": item.revision,
        "replaceable": item.replaceable,
        "key": item.key,
        "token": secrets.token_hex(12),
        "payload": with_news(item.payload, untold.get((item.stream, item.slot), {})),
        "state": OutgoingState.QUEUED,
        "attempts": 0,
        "created_at": now,
        "due_at": item.due_at or now,
    }


def _chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
