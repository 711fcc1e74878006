"""Mail of somebody who is erased: what was sent to them, what came from them, and what others' mails keep of their addresses."""

import re
from collections.abc import Collection
from typing import Any

from sqlalchemy import String, cast, delete, func, or_, select
from sqlalchemy.orm import undefer

from calendars import mime
from calendars.mime import Unreadable
from database import db
from mail.models import IncomingMail, OutgoingMail, PostboxMail

ERASED = "(erased)"
LONGEST_SUBJECT = 300


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
    _blank_subjects(name)


def _blank_subjects(name: str) -> None:
    """What others were sent is kept by its subject, and that may name this person: "You accompany Ada Okafor from now on"."""
    query = select(OutgoingMail).where(OutgoingMail.subject.contains(name, autoescape=True))
    for mail in db.session.scalars(query):
        mail.subject = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", ERASED, mail.subject or "")[:LONGEST_SUBJECT]
    db.session.flush()


def _blank_originals(emails: Collection[str]) -> None:
    """Somebody else's message that says who comes in their place names this person no more, as it is read and as it came in."""
    names_one = or_(*(_holds(IncomingMail.details, email) for email in emails))
    for incoming in db.session.scalars(select(IncomingMail).where(names_one).options(undefer(IncomingMail.raw))):
        incoming.raw = blanked(incoming.raw, emails)
    db.session.flush()


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
        return True
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
