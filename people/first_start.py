"""The first start: nobody exists, and whoever can read the terminal becomes administrator."""

import hashlib
import hmac

from sqlalchemy import select, text

from config import settings
from database import db
from people.models import Person


def nobody_exists() -> bool:
    """Whether the first administrator is still to come."""
    return db.session.scalar(select(Person.id).limit(1)) is None


def claim() -> bool:
    """Whether nobody exists. If so, nobody else can become the first until this transaction ends."""
    if db.engine.dialect.name == "postgresql":  # SQLite lets one transaction write at a time anyway
        db.session.execute(text("LOCK TABLE people IN SHARE ROW EXCLUSIVE MODE"))
    return nobody_exists()


def setup_code() -> str:
    """What the terminal shows and the set-up page asks for: made of the secret key, the same until somebody exists."""
    key = settings().secret_key.get_secret_value().encode()
    return hmac.new(key, b"foyer first administrator", hashlib.sha256).hexdigest()[:16]


def is_setup_code(given: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(given.strip().encode(), setup_code().encode())
