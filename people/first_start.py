"""The first start: nobody exists, and whoever can read the terminal becomes administrator."""

import hashlib
import hmac

from sqlalchemy import select

from config import settings
from database import db
from people.models import Person


def nobody_exists() -> bool:
    """Whether the first administrator is still to come."""
    return db.session.scalar(select(Person.id).limit(1)) is None


def setup_code() -> str:
    """What the terminal shows and the set-up page asks for: made of the secret key, the same until somebody exists."""
    key = settings().secret_key.get_secret_value().encode()
    return hmac.new(key, b"foyer first administrator", hashlib.sha256).hexdigest()[:16]


def is_setup_code(given: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(given.strip().encode(), setup_code().encode())
