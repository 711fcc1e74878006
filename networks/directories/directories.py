"""A directory is connected, changed, tested and let go. What opens it is sealed, and sent nowhere but where it was given for."""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import select

from database import db
from networks.directories.dns import same_dn
from networks.directories.errors import DirectoryFault, DirectoryInvalid, DirectoryMissing, Why
from networks.directories.models import Directory, DirectoryKind
from networks.directories.reading import Reader, Tried
from networks.directories.scim import ScimAccess, ScimReader
from people import sealing
from people.plain_text import can_be_seen, one_line
from people.sealing import SealBroken

PURPOSE = b"foyer/networks.directories/secret/1"  # a key of its own: what signs cookies opens nothing here
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_FILTER, LONGEST_AUTHORITY, LONGEST_SECRET = 200, 500, 1_000, 20_000, 4_000
MOST = 20
SCHEMES = {DirectoryKind.LDAP: {"ldaps", "ldap"}, DirectoryKind.SCIM: {"https", "http"}}
HERE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Where a directory is and what opens it. `secret` is the password or token; "" leaves the one that is known."""

    kind: DirectoryKind
    name: str
    address: str
    account: str = ""
    base: str = ""
    group_filter: str = ""
    authority: str = ""
    secret: str = field(default="", repr=False)


def connect(terms: Terms, *, now: datetime) -> Directory:
    """The directory is known; nothing has been read of it. Raises DirectoryInvalid naming the field."""
    if len(db.session.scalars(select(Directory.id)).all()) >= MOST:
        raise DirectoryInvalid("That is a lot of directories. Let one go first.", field="name")
    if not terms.secret:
        raise DirectoryInvalid("Without it nothing opens.", field="secret")
    directory = Directory(kind=terms.kind, connected_at=now, findings=[])
    _apply(directory, terms)
    db.session.add(directory)
    db.session.flush()
    return directory


def change(directory_id: int, terms: Terms) -> Directory:
    """It is asked as these terms say; what it is (LDAP or SCIM) stays. Raises DirectoryMissing, DirectoryInvalid naming the field."""
    directory = one(directory_id)
    asked = (directory.address, directory.account)
    _apply(directory, replace(terms, kind=directory.kind))
    if not terms.secret and asked != (directory.address, directory.account):
        raise DirectoryInvalid("Write it once more: what was given for one address is not sent to another.", field="secret")
    directory.tested_at, directory.findings = None, []
    db.session.flush()
    return directory


def remove(directory_id: int) -> None:
    """Nothing is left of it: no password, no list. Networks that came from it stay; what followed it stops and asks. Raises DirectoryMissing."""
    db.session.delete(one(directory_id))
    db.session.flush()


def every_one() -> Sequence[Directory]:
    """In order of name."""
    return db.session.scalars(select(Directory).order_by(Directory.name, Directory.id)).all()


def one(directory_id: int) -> Directory:
    """Raises DirectoryMissing."""
    found = db.session.get(Directory, directory_id)
    if found is None:
        raise DirectoryMissing("There is no such directory.")
    return found


def reader_of(directory: Directory) -> Reader:
    """What reads it. Raises DirectoryFault when what opens it cannot be opened any more."""
    try:
        secret = sealing.open_(directory.sealed_secret, PURPOSE)
    except SealBroken as error:
        raise DirectoryFault(Why.SEALED) from error
    if directory.kind is DirectoryKind.SCIM:
        return ScimReader(ScimAccess(directory.address, secret))
    from networks.directories.ldap import EVERY_GROUP, LdapAccess, LdapReader  # its library weighs 5 MB

    group_filter = directory.group_filter or EVERY_GROUP
    return LdapReader(LdapAccess(directory.address, directory.account, secret, directory.base, group_filter, directory.authority))


def note_test(directory_id: int, tried: Sequence[Tried], *, now: datetime) -> None:
    """What a test found stands at the directory until the next. Raises DirectoryMissing."""
    directory = one(directory_id)
    directory.tested_at = now
    directory.findings = [[line.step, line.why.value if line.why else "", line.detail] for line in tried]
    db.session.flush()


def tried_of(directory: Directory) -> list[Tried]:
    """What the last test found."""
    return [Tried(step, Why(why) if why else None, detail) for step, why, detail in directory.findings]


def _apply(directory: Directory, terms: Terms) -> None:
    is_ldap = terms.kind is DirectoryKind.LDAP
    directory.name, directory.address = one_line(terms.name), _address(terms)
    directory.account = terms.account.strip() if is_ldap else ""
    directory.base = terms.base.strip() if is_ldap else ""
    directory.group_filter = terms.group_filter.strip() if is_ldap else ""
    directory.authority = terms.authority.strip() if is_ldap else ""
    _guard_name(directory)
    _guard_lengths(directory, terms)
    if is_ldap:
        _guard_ldap(directory)
    if terms.secret:
        directory.sealed_secret = sealing.seal(terms.secret, PURPOSE)


def _address(terms: Terms) -> str:
    where = _split(terms.address)
    plain = where.scheme == "http" and where.hostname not in HERE
    if where.scheme not in SCHEMES[terms.kind] or not where.hostname or where.username or where.password or plain:
        if terms.kind is DirectoryKind.SCIM:
            raise DirectoryInvalid(
                "The address must begin with https://, without a user name and password in it.", field="address"
            )
        raise DirectoryInvalid(
            "The address must begin with ldaps:// or ldap://, with nothing but a name after it.", field="address"
        )
    if terms.kind is DirectoryKind.LDAP and (where.path.strip("/") or where.query):
        raise DirectoryInvalid(
            "The address must begin with ldaps:// or ldap://, with nothing but a name after it.", field="address"
        )
    return terms.address.strip().rstrip("/")


def _split(address: str) -> SplitResult:
    try:
        where = urlsplit(address.strip())
        _port = where.port  # raises too
    except ValueError:
        return urlsplit("")
    return where


def _guard_name(directory: Directory) -> None:
    if not can_be_seen(directory.name):
        raise DirectoryInvalid("Give it a name.", field="name")
    with db.session.no_autoflush:
        taken = db.session.scalar(
            select(Directory.id).where(Directory.name == directory.name, Directory.id != (directory.id or 0))
        )
    if taken is not None:
        raise DirectoryInvalid("Another directory is called that.", field="name")


def _guard_lengths(directory: Directory, terms: Terms) -> None:
    lengths = {
        "name": (directory.name, LONGEST_NAME),
        "address": (directory.address, LONGEST_ADDRESS),
        "account": (directory.account, LONGEST_ADDRESS),
        "base": (directory.base, LONGEST_ADDRESS),
        "group_filter": (directory.group_filter, LONGEST_FILTER),
        "authority": (directory.authority, LONGEST_AUTHORITY),
        "secret": (terms.secret, LONGEST_SECRET),
    }
    for name, (said, longest) in lengths.items():
        if len(said) > longest:
            raise DirectoryInvalid("Too long: at most %(longest)s characters.", field=name, longest=longest)


def _guard_ldap(directory: Directory) -> None:
    from networks.directories.ldap import guard_filter

    _guard_base(directory)
    if not directory.account:
        raise DirectoryInvalid("Which account signs in? Mostly a name such as cn=foyer,dc=company,dc=example.", field="account")
    if directory.group_filter:
        try:
            guard_filter(directory.group_filter)
        except DirectoryFault as error:
            told = "This is no filter. One looks like (cn=net-*), with a bracket at each end."
            raise DirectoryInvalid(told, field="group_filter") from error
    if directory.authority:
        try:
            ssl.create_default_context(cadata=directory.authority)
        except (ssl.SSLError, ValueError) as error:
            told = "This is no certificate. One begins with -----BEGIN CERTIFICATE-----."
            raise DirectoryInvalid(told, field="authority") from error


def _guard_base(directory: Directory) -> None:
    """Accounts are not looked at: some directories take other names than a DN there."""
    try:
        same_dn(directory.base)
    except ValueError as error:
        raise DirectoryInvalid(
            "Below which name do people and groups stand? One looks like dc=company,dc=example.", field="base"
        ) from error
