"""Links in the mails to ambassadors: signed, one for each person; opening one records nothing."""

from itsdangerous import BadSignature, URLSafeSerializer

from champions.errors import LinkInvalid
from champions.models import Ambassador
from config import settings
from database import db


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.ambassador")


def path_of(ambassador: Ambassador) -> str:
    """The path of the page that asks this person: `/m/<token>`. It names the row and its token, signed together."""
    return f"/m/{_serializer().dumps([ambassador.id, ambassador.token[:8]])}"


def read(token: str) -> Ambassador:
    """Who is asked, or was. Raises LinkInvalid, also for who said no: the question is gone then."""
    try:
        ambassador_id, start = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    ambassador = db.session.get(Ambassador, ambassador_id) if isinstance(ambassador_id, int) else None
    if ambassador is None or ambassador.token[:8] != start or not ambassador.person.active:
        raise LinkInvalid("This question is not open any more. Nothing is expected of you.")
    return ambassador
