"""The inbox: every message is kept raw before anything is made of it, once; then whoever its address belongs to says what it means."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from calendars.mime import Unreadable
from calendars.replies import InboundMessage, read_mail, same_address
from config import settings
from database import db
from jobs import wake
from mail.models import IncomingMail, IncomingState, storable

MOST_ATTEMPTS = 3
LONGEST_SENDER, LONGEST_SUBJECT, LONGEST_REASON, LONGEST_DETAIL = 320, 300, 2000, 5000
SMALL = 100_000  # bytes of a message
SHORTEST_KEY = 20  # letters: a part of a path as long as this is a key, not a name
_IDS = IncomingMail.id.in_(bindparam("ids", expanding=True))
_IS_NEW = IncomingMail.state == IncomingState.RECEIVED
_WAITING = (
    select(IncomingMail.id)
    .where(_IS_NEW, IncomingMail.id.not_in(bindparam("without", expanding=True)))
    .order_by(IncomingMail.id)
    .limit(bindparam("most"))
)
_STILL_NEW = (
    select(IncomingMail)
    .where(_IDS, _IS_NEW)
    .order_by(IncomingMail.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
_SMALL_ONES = select(IncomingMail.id, IncomingMail.raw).where(_IDS, func.length(IncomingMail.raw) <= SMALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a message: its state, why (a code of the package that decided, or words), what and whom it is about."""

    state: IncomingState
    reason: str
    topic: str = ""
    person_id: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A message is kept. `is_new` is False for one that had come before, byte for byte, to the same recipients."""

    incoming_id: int
    is_new: bool


Handler = Callable[[IncomingMail, InboundMessage, str, datetime], Verdict]


@dataclass(frozen=True, slots=True)
class _Address:
    exists: Callable[[str], bool]
    handle: Handler
    prefetch: Callable[[Collection[str]], None]


_addresses: dict[tuple[str, str], _Address] = {}  # by kind and mark
_topics: dict[str, Callable[[Sequence[str]], dict[str, tuple[str, str]]]] = {}


def register_address(
    kind: str,
    *,
    exists: Callable[[str], bool],
    handle: Handler,
    prefetch: Callable[[Collection[str]], None] = lambda _tokens: None,
    mark: str = "",
) -> None:
    """Messages to KIND+TOKEN are for `handle`; `exists` says whether a token is one of ours.

    Packages may share a kind, and with it the address that mail servers know: the tokens of one begin with `mark`, a sign that the
    others' never begin with, or are `mark`, a word that is no token of theirs. `prefetch` may read in one go (`database.know`) what
    messages to these tokens will need.
    """
    _addresses[kind, mark] = _Address(exists, handle, prefetch)


def register_topic(kind: str, *, describe: Callable[[Sequence[str]], dict[str, tuple[str, str]]]) -> None:
    """`describe` gives title and address of topics that begin with `kind:`."""
    _topics[kind] = describe


def describe_topics(topics: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Title and address of each topic that is known."""
    wanted = set(topics)
    described: dict[str, tuple[str, str]] = {}
    for kind, describe in _topics.items():
        mine = sorted(topic for topic in wanted if topic.startswith(f"{kind}:"))
        if mine:
            described |= describe(mine)
    return described


def accepts(recipient: str) -> bool:
    """Whether a message to this address is for us: what the LMTP door asks before it takes one."""
    found = address_of(recipient)
    if found is None:
        return False
    kind, token = found
    door = _door(kind, token)
    return not token or (door is not None and door.exists(token))


def _door(kind: str, token: str) -> _Address | None:
    return _addresses.get((kind, token)) or _addresses.get((kind, token[:1])) or _addresses.get((kind, ""))


def receive(raw: bytes, *, door: str, envelope_from: str, recipients: Sequence[str], now: datetime) -> Receipt:
    """The message is kept, raw, once for each address of ours: it may be about several sessions, and each host has their own to see.

    What is made of it follows in a transaction of its own (job mail.inbox). The receipt is that of the first address.
    """
    named = {storable(recipient, LONGEST_SENDER).strip().lower() for recipient in recipients}
    ours = sorted({_as_we_write_it(*found) for found in map(address_of, named) if found})  # one address, however it is written
    envelopes = [[recipient] for recipient in ours] or [sorted(named)]
    first, *_others = [_keep(raw, door, envelope_from, envelope, now) for envelope in envelopes]
    return first


def _keep(raw: bytes, door: str, envelope_from: str, recipients: list[str], now: datetime) -> Receipt:
    digest = hashlib.sha256("\n".join(recipients).encode("utf-8", "replace") + b"\0" + raw).hexdigest()
    row = {
        "digest": digest,
        "raw": raw,
        "door": door,
        "envelope_from": storable(envelope_from, LONGEST_SENDER),
        "recipients": recipients,
        "received_at": now,
        "state": IncomingState.RECEIVED,
    }
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = make(IncomingMail).values(**_complete(row)).on_conflict_do_nothing(index_elements=["digest"])
    new_id = db.session.scalar(statement.returning(IncomingMail.id))
    if new_id is None:
        known = db.session.scalars(select(IncomingMail.id).where(IncomingMail.digest == digest)).one()
        return Receipt(known, is_new=False)
    wake("mail.inbox")
    return Receipt(new_id, is_new=True)


def _complete(row: dict[str, Any]) -> dict[str, Any]:
    """Defaults of the table, which the ORM would fill in."""
    return {"attempts": 0, "topic": "", "sender": "", "subject": "", "reason": "", "details": {}, **row}


def waiting_ids(limit: int, *, without: Collection[int] = ()) -> list[int]:
    """Messages that nothing has been made of yet, oldest first, without these."""
    return list(db.session.scalars(_WAITING, {"without": list(without), "most": limit}))


def work_through(ids: Sequence[int], *, now: datetime) -> int:
    """Each of these messages that is still new has its verdict; returns how many. Raises whatever a handler raises."""
    found = list(db.session.scalars(_STILL_NEW, {"ids": list(ids)}))
    _prefetch(found)
    raws = _small_ones(found)
    for incoming in found:
        _work_on(incoming, raws.get(incoming.id) or _raw_of(incoming), now)
    return len(found)


def _prefetch(mails: Sequence[IncomingMail]) -> None:
    """What the handlers will look for is read in one go."""
    tokens: dict[_Address, set[str]] = {}
    for kind, token in filter(None, (address_of(recipient) for mail in mails for recipient in mail.recipients)):
        if door := _door(kind, token):
            tokens.setdefault(door, set()).add(token)
    for door, wanted in tokens.items():
        door.prefetch(wanted)


def _small_ones(mails: Sequence[IncomingMail]) -> dict[int, bytes]:
    """The bytes of those that can all be held at once."""
    return dict(db.session.execute(_SMALL_ONES, {"ids": [mail.id for mail in mails]}).all())


def _raw_of(incoming: IncomingMail) -> bytes:
    return db.session.scalars(select(IncomingMail.raw).where(IncomingMail.id == incoming.id)).one()


def _work_on(incoming: IncomingMail, raw: bytes, now: datetime) -> None:
    try:
        message = read_mail(raw)
    except Unreadable as error:
        _conclude(incoming, Verdict(state=IncomingState.UNREADABLE, reason=str(error), topic=incoming.topic), now)
        return
    incoming.sender = storable(next(iter(message.from_addresses), "") or incoming.envelope_from, LONGEST_SENDER).lower()
    incoming.subject = storable(message.subject, LONGEST_SUBJECT)
    _conclude(incoming, _verdict(incoming, message, now), now)


def _verdict(incoming: IncomingMail, message: InboundMessage, now: datetime) -> Verdict:
    found = next(filter(None, map(address_of, incoming.recipients)), None)
    if found is None:
        return Verdict(state=IncomingState.WAITING, reason="None of its recipients is an address of ours.")
    if _is_our_own(message):
        return Verdict(state=IncomingState.IGNORED, reason="It was sent by Foyer itself: a loop.")
    kind, token = found
    door = _door(kind, token)
    if token and door:
        verdict = door.handle(incoming, message, token, now)
        if message.unreadable and not message.calendars:
            return Verdict(
                state=IncomingState.UNREADABLE,
                reason=" ".join(message.unreadable),
                topic=verdict.topic,
                person_id=verdict.person_id,
                details=verdict.details,
            )
        return verdict
    if message.is_automatic or not incoming.envelope_from:
        return Verdict(state=IncomingState.IGNORED, reason="An automatic message to an address without a token.")
    details = {"text": message.text[:2000]}
    return Verdict(state=IncomingState.WAITING, reason="It was sent to the answer address without a token.", details=details)


def _is_our_own(message: InboundMessage) -> bool:
    """Whether Foyer wrote it: forwarded by a rule, or in a circle. A delivery status quotes us, but comes from a mail server."""
    ours = [settings().mail_from, settings().reply_address]
    return any(same_address(sender, mine) for sender in message.from_addresses for mine in ours)


def _conclude(incoming: IncomingMail, verdict: Verdict, now: datetime) -> None:
    incoming.state, incoming.reason, incoming.processed_at = verdict.state, storable(verdict.reason, LONGEST_REASON), now
    incoming.topic, incoming.person_id = verdict.topic, verdict.person_id
    incoming.details = as_kept(verdict.details)


def as_kept(details: Mapping[str, Any]) -> dict[str, Any]:
    """The details of a verdict as a database takes them, without our own keys in them."""
    return {
        key: storable(without_keys(value), LONGEST_DETAIL) if isinstance(value, str) else value for key, value in details.items()
    }


def without_keys(text: str) -> str:
    """The text without addresses of ours that open something to whoever has them: answers quote the mail they are about."""
    base = settings().base_url
    if base not in text:
        return text
    return re.sub(rf"{re.escape(base)}/\S*[^\s/]{{{SHORTEST_KEY},}}\S*", base, text)


def gave_trouble(incoming_id: int, error: Exception, *, now: datetime) -> None:
    """A handler failed on this message: it is tried again, and after three times waits for a person, with the reason."""
    incoming = db.session.scalar(select(IncomingMail).where(IncomingMail.id == incoming_id).with_for_update())
    if incoming is None or incoming.state is not IncomingState.RECEIVED:
        return
    incoming.attempts += 1
    if incoming.attempts >= MOST_ATTEMPTS:
        reason = f"Foyer failed on it ({type(error).__name__}). This is a fault of Foyer; the message is kept."
        _conclude(incoming, Verdict(state=IncomingState.UNREADABLE, reason=reason), now)
    db.session.flush()


def address_of(recipient: str) -> tuple[str, str] | None:
    """Kind and token of an address of ours; None for any other. The local part of the answer address is the kind 'rsvp'.

    Some clients take the percent signs of a mailto: address for part of it (RFC 6068 section 2).
    """
    local, _at, domain = recipient.strip().strip("<>").lower().rpartition("@")
    ours, _at, our_domain = settings().reply_address.lower().rpartition("@")
    name, _plus, token = unquote(local).lower().partition("+")
    if domain != our_domain or not name:
        return None
    kind = {ours: "rsvp", "bounce": "bounce"}.get(name)
    # Anything else is no token of ours, and no database need see it.
    is_plain = not token or (token.isascii() and token.isalnum())
    return (kind, token) if kind and is_plain else None


def _as_we_write_it(kind: str, token: str) -> str:
    local, _at, domain = settings().reply_address.lower().rpartition("@")
    name = local if kind == "rsvp" else kind
    return f"{name}+{token}@{domain}" if token else f"{name}@{domain}"


__all__ = [
    "Receipt",
    "Verdict",
    "accepts",
    "address_of",
    "as_kept",
    "describe_topics",
    "gave_trouble",
    "receive",
    "register_address",
    "register_topic",
    "waiting_ids",
    "without_keys",
    "work_through",
]
