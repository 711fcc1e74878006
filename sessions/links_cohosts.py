"""Links that ask somebody to host: signed, one for all dates asked about together. Opening one records nothing."""

from itsdangerous import BadSignature, URLSafeSerializer

from config import settings
from sessions import cohosts
from sessions.errors import LinkInvalid
from sessions.models_cohosts import HostRequest


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt="foyer.host")


def path_of(request: HostRequest) -> str:
    """The path of the page on which this person says yes or no: `/h/<token>`."""
    return f"/h/{_serializer().dumps(request.token)}"


def read(link: str) -> list[HostRequest]:
    """What is asked, in order of time. Raises LinkInvalid."""
    try:
        token = _serializer().loads(link)
    except BadSignature as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    requests = cohosts.of_token(token) if isinstance(token, str) else []
    if not requests or not requests[0].person.active:
        raise LinkInvalid("You are not asked to host this any more.")
    return requests
