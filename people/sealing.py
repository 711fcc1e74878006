"""Secrets of people, encrypted with keys derived from FOYER_SECRET_KEY: a copy of the database, or of a page, opens none."""

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from config import settings

if TYPE_CHECKING:  # 6 MB; few processes seal anything
    from cryptography.fernet import Fernet


class SealBroken(Exception):
    """What was sealed cannot be opened: it is of another key, altered, or too old."""


def seal(secret: str, purpose: bytes) -> str:
    """The secret, as it may stand elsewhere. Each purpose has a key of its own."""
    return _box(purpose).encrypt(secret.encode()).decode()


def open_(sealed: str, purpose: bytes, *, seconds: int | None = None) -> str:
    """The secret again. Raises SealBroken when it was sealed with another key, altered, or longer ago than `seconds`."""
    from cryptography.fernet import InvalidToken

    try:
        return _box(purpose).decrypt(sealed.encode(), ttl=seconds).decode()
    except InvalidToken as error:
        raise SealBroken("This was sealed with another key.") from error


def _box(purpose: bytes) -> "Fernet":
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose)
    return Fernet(urlsafe_b64encode(derived.derive(settings().secret_key.get_secret_value().encode())))
