"""Answer links for a whole series: signed, one per invitation, valid until its last date is over. Opening one records nothing."""

from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer

from config import settings
from database import db
from sessions.errors import LinkExpired, LinkInvalid
from sessions.series.models import Series, SeriesRsvp


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.series-answer")


def answer_path(answer: SeriesRsvp) -> str:
    """The path of this person's own page of the series: `/a/series/<token>`."""
    start = answer.invitation.token[:8] if answer.invitation else ""
    return f"/a/series/{_serializer().dumps([answer.id, start])}"


def read(token: str, *, now: datetime) -> SeriesRsvp:
    """Whose page this is. Raises LinkInvalid, and LinkExpired once the last date is over."""
    try:
        answer_id, start = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    answer = db.session.get(SeriesRsvp, answer_id) if isinstance(answer_id, int) else None
    if answer is None or (answer.invitation.token[:8] if answer.invitation else "") != start:
        raise LinkInvalid("This link does not lead to an invitation any more.")
    if is_over(answer.series, now=now):
        raise LinkExpired("This series is over.")
    return answer


def is_over(series: Series, *, now: datetime) -> bool:
    """Whether its last date has begun. A date moved past the end of the rhythm keeps a link of its own."""
    return series.last_at <= now
