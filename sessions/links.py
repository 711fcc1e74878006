"""Answer links in mails: signed, one per invitation and date, valid until the session is over. Opening one records nothing."""

from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer

from config import settings
from database import db
from sessions.errors import LinkExpired, LinkInvalid
from sessions.models import Rsvp


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.answer")


def answer_path(rsvp: Rsvp) -> str:
    """The path of this person's own answer page: `/a/<token>`. It names the answer and the invitation, signed together."""
    return path_for(rsvp.id, rsvp.invitation.token)


def path_for(rsvp_id: int, invitation_token: str) -> str:
    return f"/a/{_serializer().dumps([rsvp_id, invitation_token[:8]])}"


def read(token: str, *, now: datetime) -> Rsvp:
    """Whose answer page this is. Raises LinkInvalid, and LinkExpired once the session is over."""
    try:
        content = _serializer().loads(token)
        rsvp_id, start = content
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    rsvp = db.session.get(Rsvp, rsvp_id) if isinstance(rsvp_id, int) else None
    if rsvp is None or rsvp.invitation.token[:8] != start:
        raise LinkInvalid("This link does not lead to an invitation any more.")
    if rsvp.session.is_over(now):
        raise LinkExpired("This session is over.")
    return rsvp
