"""Passwords: argon2id, 64 MiB a hash, so sign-in is rate-limited, and one at a time: many at once would take a machine's memory."""

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cores import on_any
from database import db
from people.errors import PeopleError
from people.models import Person
from turnstile import give_way

SHORTEST, LONGEST = 10, 500
_hasher = PasswordHasher()
_one_at_a_time = threading.Lock()


@cache
def _of_nobody() -> str:
    """Verified against when nobody has the address: who asks cannot tell by the time it takes."""
    return _hasher.hash("a password that nobody has")


def set_password(person: Person, password: str) -> None:
    """The person signs in with this from now on. Raises PeopleError when it is too short."""
    if len(password) < SHORTEST:
        raise PeopleError("Choose a password of at least %(shortest)s characters.", field="password", shortest=SHORTEST)
    if len(password) > LONGEST:
        raise PeopleError("This password is too long.", field="password")
    give_way()
    with _one_at_a_time, on_any():
        person.password_hash = _hasher.hash(password)
    db.session.flush()


def is_right(person: Person | None, password: str) -> bool:
    """Whether this is the person's password. Takes as long for nobody as for somebody."""
    stored = person.password_hash if person is not None and person.password_hash else _of_nobody()
    give_way()
    try:
        with _one_at_a_time, on_any():
            _hasher.verify(stored, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return person is not None and bool(person.password_hash)
