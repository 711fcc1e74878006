"""The link to the questions: signed, with a secret of its own that is kept nowhere. It names the date and a language, and nobody."""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from itsdangerous import BadSignature, URLSafeSerializer

from config import settings
from sessions.errors import LinkInvalid


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link says."""

    session_id: int
    language: str
    secret_hash: str


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.feedback")


def new_path(session_id: int, language: str) -> str:
    """A new link to the questions after this date: `/f/<token>`. It stands in one mail, and nowhere else."""
    return f"/f/{_serializer().dumps([session_id, language, secrets.token_urlsafe(12)])}"


def read(token: str) -> Opened:
    """What this link says. Raises LinkInvalid."""
    try:
        session_id, language, secret = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    return Opened(int(session_id), str(language), sha256(str(secret).encode()).hexdigest())
