"""Who may ask for a signature without being signed in: whoever came by the link of our answer to their mail, for a day."""

from itsdangerous import BadSignature, URLSafeTimedSerializer

from config import settings
from database import db
from onboarding.voices.errors import LinkInvalid
from people.models import Person

VALID_SECONDS = 24 * 3600


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key.get_secret_value(), salt="foyer.voices.pass")


def pass_of(person: Person) -> str:
    """Good for a signature, and for nothing else."""
    return str(_serializer().dumps([person.id, person.sign_in_version]))


def read(given: str) -> Person:
    """Whose it is. Raises LinkInvalid."""
    try:
        id_, version = _serializer().loads(given, max_age=VALID_SECONDS)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("Open the link from the mail once more.") from error
    person = db.session.get(Person, id_)
    if person is None or not person.active or person.sign_in_version != version:
        raise LinkInvalid("Open the link from the mail once more.")
    return person
