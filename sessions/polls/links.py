"""Links in the mails of a poll: signed, one for each person who is asked, good until the poll is closed. Opening one records nothing."""

from itsdangerous import BadSignature, URLSafeSerializer

from config import settings
from database import db
from sessions.errors import LinkInvalid
from sessions.polls.models import PollPerson, PollState


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.poll")


def path_of(asked: PollPerson) -> str:
    """The path of this person's own page: `/d/<token>`. It names the row and its token, signed together."""
    return f"/d/{_serializer().dumps([asked.id, asked.token[:8]])}"


def read(token: str) -> PollPerson:
    """Whose page this is; the poll may be closed. Raises LinkInvalid."""
    try:
        asked_id, start = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    asked = db.session.get(PollPerson, asked_id) if isinstance(asked_id, int) else None
    if asked is None or asked.token[:8] != start or asked.poll.state is PollState.DRAFT or not asked.person.active:
        raise LinkInvalid("This link does not lead to a poll any more.")
    return asked
