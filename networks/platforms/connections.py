"""Platforms are connected, changed and cut off. What opens them is sealed, and opened only for the adapter that is made with it."""

import ipaddress
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select

from config import settings
from database import db
from networks.platforms import registry
from networks.platforms.errors import PlatformInvalid, PlatformMissing
from networks.platforms.models import PlatformConnection, PlatformKind
from networks.platforms.protocol import Access, AccessDenied, Field, gettext_noop
from people import sealing
from people.plain_text import one_line

PURPOSE = b"foyer/networks.platforms/secrets/1"  # a key of its own: what signs cookies opens nothing here
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_VALUE = 200, 500, 10_000
OTHER_KEY = gettext_noop(
    "What opens this platform was sealed with another FOYER_SECRET_KEY. Change the platform and give it again."
)

_hanging: list[Callable[[PlatformConnection], Sequence[str]]] = []
_before_cut: list[Callable[[PlatformConnection], None]] = []


def register_hanging(names_of: Callable[[PlatformConnection], Sequence[str]]) -> None:
    """What hangs on a platform, for whoever is about to cut it off: `names_of` gives the names that people call it by."""
    if names_of not in _hanging:
        _hanging.append(names_of)


def register_before_cut(remember: Callable[[PlatformConnection], None]) -> None:
    """`remember` keeps what has to outlive a platform, in the transaction in which it is cut off."""
    if remember not in _before_cut:
        _before_cut.append(remember)


def hanging_on(platform: PlatformConnection) -> list[str]:
    """The names of what would be cut off with it."""
    return [name for names_of in _hanging for name in names_of(platform)]


def fields_of(kind: PlatformKind) -> tuple[Field, ...]:
    """What this kind wants to know besides a name and an address."""
    return registry.KINDS[kind].FIELDS


def connect(kind: PlatformKind, name: str, base_url: str, values: Mapping[str, str], *, now: datetime) -> PlatformConnection:
    """The platform is there, and untested. `values`: by the names of `fields_of`. Raises PlatformInvalid naming the field."""
    platform = PlatformConnection(kind=kind, created_at=now, options={}, findings=[])
    _apply(platform, name, base_url, values, kept={})
    db.session.add(platform)
    db.session.flush()
    return platform


def change(platform_id: int, name: str, base_url: str, values: Mapping[str, str]) -> PlatformConnection:
    """It is as said, and untested. A secret that is left empty stays as it was, but not for another server.

    Raises PlatformMissing, PlatformInvalid naming the field.
    """
    platform = lock(platform_id)
    try:
        kept = _opened(platform)
    except sealing.SealBroken:
        kept = {}
    known = _servers(platform.base_url, platform.options)
    if not _servers(base_url, values) <= known:
        _guard_given_again(kept, values)
    _apply(platform, name, base_url, values, kept=kept)
    platform.findings, platform.tested_at, platform.test_asked_at = [], None, None
    db.session.flush()
    return platform


def cut_off(platform_id: int) -> None:
    """Nothing is left of it here but who must not be asked again, should it come back; over there nothing changes. Raises PlatformMissing."""
    platform = lock(platform_id)
    for remember in _before_cut:
        remember(platform)
    db.session.delete(platform)
    db.session.flush()


def access_of(platform: PlatformConnection) -> Access:
    """Where it is and what opens it. Raises AccessDenied when it was sealed with another key."""
    try:
        return Access(platform.base_url, _opened(platform), dict(platform.options))
    except sealing.SealBroken as error:
        raise AccessDenied(OTHER_KEY) from error


def find(platform_id: int) -> PlatformConnection:
    """Raises PlatformMissing."""
    platform = db.session.get(PlatformConnection, platform_id)
    if platform is None:
        raise PlatformMissing("There is no such platform.")
    return platform


def lock(platform_id: int) -> PlatformConnection:
    """The platform as it is now; nobody else changes it until the transaction ends. Raises PlatformMissing."""
    query = select(PlatformConnection).where(PlatformConnection.id == platform_id).with_for_update()
    platform = db.session.scalar(query.execution_options(populate_existing=True))
    if platform is None:
        raise PlatformMissing("There is no such platform.")
    return platform


def _apply(platform: PlatformConnection, name: str, base_url: str, values: Mapping[str, str], *, kept: Mapping[str, str]) -> None:
    platform.name, platform.base_url = _name(platform, name), _address(base_url)
    secrets: dict[str, str] = {}
    options: dict[str, str] = {}
    for field in fields_of(platform.kind):
        value = values.get(field.name, "").strip() or (kept.get(field.name, "") if field.is_secret else "")
        if field.is_required and not value:
            raise PlatformInvalid("This is needed.", field=field.name)
        if len(value) > LONGEST_VALUE:
            raise PlatformInvalid("This is too long: at most %(most)s characters.", field=field.name, most=LONGEST_VALUE)
        if not field.is_secret and "://" in value:
            value = _address(value, field=field.name)
        (secrets if field.is_secret else options)[field.name] = value
    platform.sealed_secrets, platform.options = sealing.seal(json.dumps(secrets), PURPOSE), options


def _name(platform: PlatformConnection, typed: str) -> str:
    name = one_line(typed)
    if not name:
        raise PlatformInvalid("A platform needs a name.", field="name")
    if len(name) > LONGEST_NAME:
        raise PlatformInvalid("This is too long: at most %(most)s characters.", field="name", most=LONGEST_NAME)
    with db.session.no_autoflush:
        taken = db.session.scalar(select(PlatformConnection.id).where(PlatformConnection.name == name))
    if taken is not None and taken != platform.id:
        raise PlatformInvalid("Another platform has this name.", field="name")
    return name


def _address(typed: str, *, field: str = "base_url") -> str:
    """https, without a user, a query or a fragment. Plain http only from a Foyer on this machine to this machine: tests and the demo."""
    address = typed.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise PlatformInvalid("This is no address.", field=field) from None
    if (
        not host
        or not parts.netloc.isprintable()
        or parts.username is not None
        or parts.query
        or parts.fragment
        or " " in address
    ):
        raise PlatformInvalid("This is no address: it is https://, a server, and perhaps a path.", field=field)
    stays_here = is_loopback(host) and is_loopback(urlsplit(settings().base_url).hostname or "")
    if parts.scheme != "https" and not (parts.scheme == "http" and stays_here):
        raise PlatformInvalid(
            "The address must begin with https://: what opens the platform would go over the net in the open.", field=field
        )
    if len(address) > LONGEST_ADDRESS:
        raise PlatformInvalid("This is too long: at most %(most)s characters.", field=field, most=LONGEST_ADDRESS)
    return address


def is_loopback(host: str) -> bool:
    """Whether this is the machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _servers(base_url: str, values: Mapping[str, str]) -> set[tuple[str, str]]:
    """The servers that get to see what opens the platform: some kinds have a further one for signing in."""
    parts = [urlsplit(_address(base_url)), *(urlsplit(value.strip()) for value in values.values() if "://" in value)]
    return {(one.scheme.lower(), one.netloc.lower()) for one in parts}


def _guard_given_again(kept: Mapping[str, str], values: Mapping[str, str]) -> None:
    for name, value in kept.items():
        if value and not values.get(name, "").strip():
            raise PlatformInvalid("This is another server: what opened the old one is not sent there. Give it again.", field=name)


def _opened(platform: PlatformConnection) -> dict[str, str]:
    opened = json.loads(sealing.open_(platform.sealed_secrets, PURPOSE))
    return {str(name): str(value) for name, value in opened.items()}
