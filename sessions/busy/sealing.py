"""Secrets of people, encrypted with a key derived from FOYER_SECRET_KEY: a copy of the database alone opens none."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from config import settings
from sessions.busy.errors import SealBroken

PURPOSE = b"foyer/sessions.busy/address/1"  # a key of its own: what signs cookies opens nothing here


def seal(secret: str) -> str:
    """The secret, as it may stand in the database."""
    return _box().encrypt(secret.encode()).decode()


def open_(sealed: str) -> str:
    """The secret again. Raises SealBroken when it was sealed with another key, or altered."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBroken("This was sealed with another key.") from error


def _box() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return Fernet(urlsafe_b64encode(derived.derive(settings().secret_key.get_secret_value().encode())))
