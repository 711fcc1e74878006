"""Bearer tokens for the API: shown once, kept as a hash."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from database import db
from people.errors import PeopleError
from people.models import ApiToken, Person
from people.plain_text import one_line
from ready import Ready
from rows import Columns

PREFIX = "foyer_"
_PERSON = Columns(Person)
_BY_TOKEN = Ready(
    select(*_PERSON.columns)
    .join(ApiToken, ApiToken.person_id == Person.id)
    .where(ApiToken.token_hash == bindparam("hash"), ApiToken.revoked_at.is_(None), Person.active)
)


def issue(person: Person, label: str, *, now: datetime) -> str:
    """A new token acts as this person; returns its secret, which is kept nowhere."""
    secret = PREFIX + secrets.token_urlsafe(32)
    db.session.add(ApiToken(person_id=person.id, label=one_line(label)[:100] or "API", token_hash=_hash(secret), created_at=now))
    db.session.flush()
    return secret


def person_of(secret: str) -> Person | None:
    """Whom a token acts as; None when it is revoked, unknown, or its person is not active."""
    found = _BY_TOKEN.first({"hash": _hash(secret)})
    return _PERSON.loaded(found) if found else None


def revoke(token_id: int, *, person: Person, now: datetime) -> None:
    """The token acts for nobody any more. Raises PeopleError when the person has no such token."""
    token = db.session.get(ApiToken, token_id)
    if token is None or token.person_id != person.id:
        raise PeopleError("There is no such token.")
    token.revoked_at = token.revoked_at or now
    db.session.flush()


def tokens_of(person: Person) -> Sequence[ApiToken]:
    """The person's tokens that work, oldest first."""
    query = select(ApiToken).where(ApiToken.person_id == person.id, ApiToken.revoked_at.is_(None)).order_by(ApiToken.id)
    return db.session.scalars(query).all()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
