"""Links of rounds: one of each person's own, signed, in mails; one for the poster. Opening one records nothing."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from config import settings
from database import db
from people.models import Person
from sessions.errors import LinkInvalid
from sessions.rounds.models import Round, RoundState


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose link it is, to which round."""

    round: Round
    person: Person


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.round")


def path_of(found: Round, person: Person) -> str:
    """The path of this person's own page: `/r/<token>`."""
    return f"/r/{token_of(found, person)}"


def token_of(found: Round, person: Person) -> str:
    """It names the round and the person, signed together."""
    return str(_serializer().dumps([found.id, person.id, found.token[:8]]))


def read(token: str) -> Holder:
    """Whose page this is. Raises LinkInvalid."""
    try:
        round_id, person_id, start = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    found = db.session.get(Round, round_id) if isinstance(round_id, int) else None
    person = db.session.get(Person, person_id) if isinstance(person_id, int) else None
    if found is None or person is None or found.token[:8] != start or found.state is RoundState.DRAFT or not person.active:
        raise LinkInvalid("This link does not lead to a round any more.")
    return Holder(found, person)


def poster_path(found: Round) -> str:
    """The path on the poster: `/join/<token>`."""
    return f"/join/{found.token}"


def of_poster(token: str) -> Round:
    """The round of a poster. Raises LinkInvalid."""
    found = db.session.scalar(select(Round).where(Round.token == token))
    if found is None or found.state is RoundState.DRAFT:
        raise LinkInvalid("This poster belongs to nothing any more.")
    return found
