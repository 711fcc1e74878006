"""Answer links in mails: signed, one per invitation and date, valid until the session is over. Opening one records nothing."""

from dataclasses import dataclass
from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import bindparam, select

from config import settings
from database import db
from ready import Ready
from sessions.errors import LinkExpired, LinkInvalid
from sessions.models import Invitation, Rsvp, ScheduledSession
from sessions.series.models import FormerDate

_ASKED = Ready(
    select(Rsvp.session_id, Rsvp.person_id, Invitation.token, ScheduledSession.ends_at)
    .join(Invitation, Invitation.id == Rsvp.invitation_id)
    .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
    .where(Rsvp.id == bindparam("rsvp"))
)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.answer")


def answer_path(rsvp: Rsvp) -> str:
    """The path of this person's own answer page: `/a/<token>`. It names the answer and the invitation, signed together."""
    return path_for(rsvp.id, rsvp.invitation.token)


def path_for(rsvp_id: int, invitation_token: str) -> str:
    return f"/a/{_serializer().dumps([rsvp_id, invitation_token[:8]])}"


@dataclass(frozen=True, slots=True)
class Invited:
    """Whose answer a link leads to."""

    rsvp_id: int
    session_id: int
    person_id: int


def read(token: str, *, now: datetime) -> Invited:
    """Who is asked, about what. Raises LinkInvalid, and LinkExpired once the session is over."""
    try:
        content = _serializer().loads(token)
        rsvp_id, start = content
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    found = _ASKED.first({"rsvp": rsvp_id}) if isinstance(rsvp_id, int) else None
    if found is None or not _leads_there(*found[:3], start=start):
        raise LinkInvalid("This link does not lead to an invitation any more.")
    session_id, person_id, _token, ends_at = found
    if ends_at <= now:
        raise LinkExpired("This session is over.")
    return Invited(rsvp_id, session_id, person_id)


def _leads_there(session_id: int, person_id: int, invitation_token: str, *, start: object) -> bool:
    return invitation_token[:8] == start or _stood_elsewhere(session_id, person_id, start)


def _stood_elsewhere(session_id: int, person_id: int, start: object) -> bool:
    """Whether the link is of a mail from before its date went on under another UID: the person has another answer address now."""
    query = (
        select(Invitation.id)
        .join(FormerDate, FormerDate.calendar_object_id == Invitation.calendar_object_id)
        .where(FormerDate.session_id == session_id, Invitation.person_id == person_id)
        .where(Invitation.token.startswith(str(start), autoescape=True))
    )
    return len(str(start)) == 8 and db.session.scalar(query.limit(1)) is not None
