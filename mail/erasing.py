"""Mail of somebody who is erased: what was sent to them, what came from them, and what others' mails keep of their addresses."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import String, cast, delete, or_, select

from database import db
from mail.models import IncomingMail, OutgoingMail, PostboxMail

ERASED = "(erased)"


def forget(person_id: int, emails: Collection[str]) -> None:
    """No mail to or from this person is kept, raw or read, nor any of these addresses of theirs beside another's mail."""
    db.session.execute(delete(OutgoingMail).where(or_(OutgoingMail.person_id == person_id, OutgoingMail.recipient.in_(emails))))
    theirs = or_(IncomingMail.person_id == person_id, IncomingMail.sender.in_(emails), IncomingMail.envelope_from.in_(emails))
    db.session.execute(delete(IncomingMail).where(theirs))
    db.session.execute(delete(PostboxMail).where(PostboxMail.recipient.in_(emails)))
    for email in emails:
        _blank(OutgoingMail.payload, email)
        _blank(IncomingMail.details, email)


def _blank(column: Any, email: str) -> None:
    """The address in this JSON column, wherever it stands."""
    for row in db.session.scalars(select(column.class_).where(cast(column, String).contains(email, autoescape=True))):
        setattr(row, column.key, without(getattr(row, column.key), email))
    db.session.flush()


def without(value: Any, word: str) -> Any:
    """The JSON value, with ERASED for this word in each of its texts."""
    if isinstance(value, str):
        return value.replace(word, ERASED)
    if isinstance(value, list):
        return [without(one, word) for one in value]
    if isinstance(value, dict):
        return {key: without(one, word) for key, one in value.items()}
    return value
