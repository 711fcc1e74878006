"""Links and answer addresses of one person's coffee. Opening a link records nothing."""

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from champions.coffee_errors import CoffeeLinkInvalid
from champions.models_coffee import CoffeeSeat
from config import settings
from database import db

MARK = "0"  # what an answer address of a coffee begins with: base32 has no 0, so that none of a session does


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.coffee")


def path_of(seat: CoffeeSeat) -> str:
    """The path of this person's page of this coffee: `/k/<token>`. It names the row and its token, signed together."""
    return f"/k/{token_of(seat)}"


def token_of(seat: CoffeeSeat) -> str:
    """The signed part of the path."""
    return _serializer().dumps([seat.id, seat.token[:8]])


def read(token: str) -> CoffeeSeat:
    """Whose coffee it is. Raises CoffeeLinkInvalid."""
    try:
        seat_id, start = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise CoffeeLinkInvalid("This link is not complete. Open it from the mail once more.") from error
    seat = db.session.get(CoffeeSeat, seat_id) if isinstance(seat_id, int) else None
    if seat is None or seat.token[:8] != start or not seat.person.active:
        raise CoffeeLinkInvalid("This link leads nowhere any more.")
    return seat


def seat_of(token: str) -> CoffeeSeat | None:
    """Whose answer address this is, if it is one of a coffee."""
    if not token.startswith(MARK):
        return None
    return db.session.scalar(select(CoffeeSeat).where(CoffeeSeat.token == token))
