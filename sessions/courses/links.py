"""The link to one's own page of a course: signed, one per person, good while the programme has a date left. Opening it records nothing."""

from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer

from config import settings
from database import db
from sessions.courses import places
from sessions.errors import LinkExpired, LinkInvalid
from sessions.series.models import SeriesRsvp


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.course")


def page_path(member: SeriesRsvp) -> str:
    """The path of this person's own page: `/a/course/<token>`. It names course and person too: a row's number may come back."""
    return f"/a/course/{_serializer().dumps([member.id, member.series_id, member.person_id])}"


def read(token: str, *, now: datetime) -> SeriesRsvp:
    """Whose page this is. Raises LinkInvalid, and LinkExpired once no date of the programme lies ahead in any of its groups."""
    try:
        id_, course_id, person_id = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    member = db.session.get(SeriesRsvp, id_) if isinstance(id_, int) else None
    if member is None or (member.series_id, member.person_id) != (course_id, person_id) or not member.series.is_course:
        raise LinkInvalid("This link does not lead to an invitation any more.")
    if member.series.published_at is None or not member.person.active:
        raise LinkInvalid("This link does not lead to an invitation any more.")
    last = places.ends_at(member.series)
    if last is not None and last <= now:
        raise LinkExpired("This course is over.")
    return member
