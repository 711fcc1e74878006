"""Links in mails about networks: signed, one per person and network. Opening one records nothing."""

from datetime import datetime

from itsdangerous import BadSignature, URLSafeSerializer

from config import settings
from database import db
from networks.census import still_so
from networks.census.models import Census, KeeperAsk, NetworkPerson
from networks.census.still_so import Asked
from networks.errors import LinkInvalid
from people.models import Person


def _serializer(about: str) -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key.get_secret_value(), salt=f"foyer.network.{about}")


def keeper_path(asked: KeeperAsk) -> str:
    """The path of the page that asks whether somebody keeps a network together: `/n/<token>`."""
    return f"/n/{_serializer('keeper').dumps([asked.id, asked.token[:8]])}"


def list_path(row: NetworkPerson) -> str:
    """The path of the page on which somebody takes themselves off a list: `/n/list/<token>`."""
    return f"/n/list/{_serializer('list').dumps([row.id, row.token[:8]])}"


def still_path(asked: Asked) -> str:
    """The path of the page that asks whether all is still so: `/n/still/<token>`."""
    named = [asked.person.id, int(asked.person.created_at.timestamp()), asked.asked_at.isoformat()]
    return f"/n/still/{_serializer('still').dumps(named)}"


def poster_path(census: Census) -> str:
    """The path on the poster: `/n/census/<token>`."""
    return f"/n/census/{census.token}"


def read_keeper(token: str) -> KeeperAsk:
    """Who is asked, about which network. Raises LinkInvalid."""
    id_, start = _read("keeper", token)
    asked = db.session.get(KeeperAsk, id_)
    if asked is None or asked.token[:8] != start or not asked.person.active:
        raise LinkInvalid("You are not asked about this network any more. Nothing is expected of you.")
    return asked


def read_list(token: str) -> NetworkPerson:
    """Who is on which list. Raises LinkInvalid."""
    id_, start = _read("list", token)
    row = db.session.get(NetworkPerson, id_)
    if row is None or row.token[:8] != start or not row.person.active:
        raise LinkInvalid("You are not on that list any more. Nothing is expected of you.")
    return row


def read_still(token: str) -> Asked:
    """Who is asked whether what is still so. Raises LinkInvalid, also when nothing of it is asked any more."""
    try:
        id_, began, asked_at = _serializer("still").loads(token)
        at = datetime.fromisoformat(asked_at)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    person = db.session.get(Person, id_)
    asked = still_so.of_person(person, at) if person is not None else None
    if asked is None or not asked.person.active or int(asked.person.created_at.timestamp()) != began or not asked.networks:
        raise LinkInvalid("You are not asked about this network any more. Nothing is expected of you.")
    return asked


def _read(about: str, token: str) -> tuple[int, str]:
    try:
        id_, start = _serializer(about).loads(token)
    except (BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid("This link is not complete. Open it from the mail once more.") from error
    if not isinstance(id_, int) or not isinstance(start, str):
        raise LinkInvalid("This link is not complete. Open it from the mail once more.")
    return id_, start
