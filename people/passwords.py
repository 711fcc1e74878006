"""Passwords: argon2id, 64 MiB a hash, so sign-in is rate-limited, and one at a time: many at once would take a machine's memory.

Each in a process of its own (`hashing`).
"""

import threading
from functools import cache

from database import db
from people import hashing
from people.errors import PeopleError
from people.models import Person
from turnstile import give_way

SHORTEST, LONGEST = 10, 500
_one_at_a_time = threading.Lock()


@cache
def _of_nobody() -> str:
    """Verified against when nobody has the address: who asks cannot tell by the time it takes."""
    return hashing.hash_of("a password that nobody has")


def set_password(person: Person, password: str) -> None:
    """The person signs in with this from now on. Raises PeopleError when it is too short."""
    if len(password) < SHORTEST:
        raise PeopleError("Choose a password of at least %(shortest)s characters.", field="password", shortest=SHORTEST)
    if len(password) > LONGEST:
        raise PeopleError("This password is too long.", field="password")
    give_way()
    with _one_at_a_time:
        person.password_hash = hashing.hash_of(password)
    db.session.flush()


def is_right(person: Person | None, password: str) -> bool:
    """Whether this is the person's password. Takes as long for nobody as for somebody."""
    stored = person.password_hash if person is not None and person.password_hash else _of_nobody()
    give_way()
    with _one_at_a_time:
        fits = hashing.is_of(stored, password[:LONGEST])
    return fits and person is not None and bool(person.password_hash)
