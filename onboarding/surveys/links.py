"""The link in the mail: signed, for one person and one wave. It opens the questions and gets a signature; what is answered does not know it."""

from itsdangerous import BadSignature, URLSafeSerializer

from config import settings
from database import db
from onboarding.surveys.errors import LinkInvalid
from onboarding.surveys.models import SurveyWave
from people.models import Person


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.surveys")


def path_of(wave: SurveyWave, person: Person) -> str:
    """`/s/<token>`; it leads nowhere once the person signed out everywhere, or left."""
    return f"/s/{token_of(wave.id, person)}"


def token_of(wave_id: int, person: Person) -> str:
    """What stands in the link."""
    return str(_serializer().dumps([wave_id, person.id, person.sign_in_version]))


def read(token: str) -> tuple[int, Person]:
    """The number of the wave, and whose link it is. Raises LinkInvalid."""
    try:
        wave_id, person_id, version = _serializer().loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    person = db.session.get(Person, person_id)
    if person is None or not person.active or person.sign_in_version != version:
        raise LinkInvalid("This link leads nowhere any more.")
    return int(wave_id), person
