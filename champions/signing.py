"""Links in mails: a row and the start of its token, signed together, so that a row that is gone and a new one of its number differ."""

import base64
import secrets

from itsdangerous import BadSignature, URLSafeSerializer

from champions.errors import LinkInvalid
from config import settings

START = 8  # signs of the token that stand in the link


def new_token() -> str:
    """Unguessable, 26 letters and digits."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


def sign(about: str, row_id: int, token: str) -> str:
    """What stands in the link. `about` says which kind of row, and no link of one kind opens another."""
    return str(_serializer(about).dumps([row_id, token[:START]]))


def read(about: str, signed: str) -> tuple[int, str]:
    """The number of the row and the start of its token. Raises LinkInvalid."""
    try:
        row_id, start = _serializer(about).loads(signed)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    if not isinstance(row_id, int) or not isinstance(start, str):
        raise LinkInvalid("This link is not complete. Open it from the mail once more.")
    return row_id, start


def _serializer(about: str) -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt=f"foyer.{about}")
