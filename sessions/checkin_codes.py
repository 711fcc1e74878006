"""The code that people scan in the room: signed, a new one every five minutes, each good for twenty.

It says nothing but which date it is of. A photograph of it that is passed on is worth nothing by the time somebody else opens it.
"""

from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, URLSafeSerializer

from config import settings
from database import db
from sessions import checkin
from sessions.errors import LinkExpired, LinkInvalid
from sessions.models import ScheduledSession

EVERY = timedelta(minutes=5)
GOOD_FOR = 4  # codes, this one counted
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.check-in")


def url_of(session: ScheduledSession, *, now: datetime) -> str:
    """What the code of this moment leads to."""
    return f"{settings().base_url}/here/{_serializer().dumps([session.id, _number(now)])}"


def read(token: str, *, now: datetime) -> ScheduledSession:
    """The date in whose room the code hangs. Raises LinkInvalid, LinkExpired when it is too old or the hour for it is over."""
    try:
        id_, number = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This code is not one of ours. Scan the one in the room once more.") from error
    session = db.session.get(ScheduledSession, id_)
    if session is None or not 0 <= _number(now) - number < GOOD_FOR:
        raise LinkExpired("This code is too old. Scan the one in the room once more.")
    if not checkin.takes_codes(session, now):
        raise LinkExpired("People check themselves in from an hour before the session until half an hour after it.")
    return session


def _number(now: datetime) -> int:
    return (now - _BEGAN) // EVERY
