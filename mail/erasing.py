"""Mail of somebody who is erased: what was sent to them, what came from them, and what others' mails keep of their addresses."""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import String, cast, delete, func, or_, select, update

from calendars import mime
from calendars.mime import Unreadable
from database import db
from mail.models import IncomingMail, OutgoingMail, PostboxMail

ERASED = "(erased)"
LONGEST_SUBJECT = 300
AT_ONCE = 50  # names in one query
_IS_ENCODED = re.compile(rb"base64|=40")  # =40 is an at sign (RFC 2045 section 6.7)


def forget(person_id: int, emails: Collection[str], name: str) -> None:
    """No mail to or from this person is kept, raw or read, nor any of these addresses of theirs, or their name, beside another's mail."""
    db.session.execute(delete(OutgoingMail).where(or_(OutgoingMail.person_id == person_id, OutgoingMail.recipient.in_(emails))))
    theirs = or_(IncomingMail.person_id == person_id, IncomingMail.sender.in_(emails), IncomingMail.envelope_from.in_(emails))
    db.session.execute(delete(IncomingMail).where(theirs))
    db.session.execute(delete(PostboxMail).where(PostboxMail.recipient.in_(emails)))
    _blank_originals(emails)
    for email in emails:
        _blank(OutgoingMail.payload, email)
        _blank(IncomingMail.details, email)
    rename({name: ERASED})


def rename(names: Mapping[str, str]) -> None:
    """What others were sent is kept by its subject, and that may name somebody ("You accompany Ada Okafor from now on"): by these now."""
    for some in batched(names, AT_ONCE):
        query = select(OutgoingMail).where(or_(*(OutgoingMail.subject.contains(name, autoescape=True) for name in some)))
        one_of = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, sorted(some, key=len, reverse=True)))})(?!\w)")
        for mail in db.session.scalars(query):
            mail.subject = one_of.sub(lambda found: names[found[0]], mail.subject or "")[:LONGEST_SUBJECT]
        db.session.flush()


def batched(names: Collection[str], count: int) -> Iterator[tuple[str, ...]]:
    """So many of them at a time."""
    left = iter(names)
    while some := tuple(islice(left, count)):
        yield some


def _blank_originals(emails: Collection[str]) -> None:
    """Somebody else's message has these addresses no more, as it came in: whoever says who comes instead, or has them among the receivers.

    All of them are read: a command of a minute, once for each person who is erased.
    """
    query = select(IncomingMail.id, IncomingMail.raw).where(IncomingMail.raw.is_not(None)).execution_options(yield_per=50)
    found = {id_: blanked(raw, emails) for id_, raw in db.session.execute(query) if _may_name(raw, emails)}
    for id_, raw in found.items():
        db.session.execute(update(IncomingMail).where(IncomingMail.id == id_).values(raw=raw))


def _may_name(raw: bytes, emails: Collection[str]) -> bool:
    """Whether it holds one of them, as it came in or in a part that is encoded."""
    lower = re.sub(rb"=?\r?\n[ \t]?", b"", raw.lower())
    return any(email.lower().encode() in lower for email in emails) or (
        _IS_ENCODED.search(lower) is not None and _names_one(raw, emails)
    )


def blanked(raw: bytes, emails: Collection[str]) -> bytes:
    """The message with ERASED for these addresses, also where a line is folded within one.

    Of one that names them in an encoded part only its headers are left.
    """
    for email in emails:
        folded = rb"(?:=?\r?\n[ \t]?)?".join(re.escape(letter).encode() for letter in email)
        raw = re.sub(folded, ERASED.encode(), raw, flags=re.IGNORECASE)
    if _names_one(raw, emails):
        return re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0] + b"\r\n\r\n"
    return raw


def _names_one(raw: bytes, emails: Collection[str]) -> bool:
    try:
        texts = [mime.decoded(part) for part in mime.parts(mime.parse(raw))]
    except Unreadable:
        return False
    unfolded = re.sub(r"\r?\n[ \t]", "", "\n".join(texts)).lower()
    return any(email.lower() in unfolded for email in emails)


def _holds(column: Any, email: str) -> Any:
    return func.lower(cast(column, String)).contains(email.lower(), autoescape=True)


def _blank(column: Any, email: str) -> None:
    """The address in this JSON column, wherever it stands."""
    for row in db.session.scalars(select(column.class_).where(_holds(column, email))):
        setattr(row, column.key, without(getattr(row, column.key), email))
    db.session.flush()


def without(value: Any, word: str) -> Any:
    """The JSON value, with ERASED for this word in each of its texts, in whatever case it stands there."""
    if isinstance(value, str):
        return re.sub(re.escape(word), ERASED, value, flags=re.IGNORECASE)
    if isinstance(value, list):
        return [without(one, word) for one in value]
    if isinstance(value, dict):
        return {key: without(one, word) for key, one in value.items()}
    return value
