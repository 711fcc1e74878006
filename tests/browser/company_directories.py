"""Directories of the company: one that can be read, with a group of it followed and one proposed; one whose password has expired."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from database import db, transaction
from networks.census.models import Network
from networks.directories import directories, following
from networks.directories.directories import Terms
from networks.directories.errors import Why
from networks.directories.models import Directory, DirectoryKind
from networks.directories.reading import Found, Tried
from networks.discovery import directory_groups, hand_overs
from networks.discovery.models import HandOver
from networks.discovery.topics import BEGINNING, Topics
from people.models import Person

LDAP = Terms(
    kind=DirectoryKind.LDAP,
    name="Company directory",
    address="ldaps://ldap.brink-waal.example",
    account="cn=foyer,ou=services,dc=brink-waal,dc=example",
    base="dc=brink-waal,dc=example",
    group_filter="(cn=net-*)",
    secret="open-sesame",
)
SCIM = Terms(kind=DirectoryKind.SCIM, name="Agency", address="https://id.agency.example/scim/v2", secret="open-sesame")


def furnish_directories(people: Mapping[str, Person], *, now: datetime) -> None:
    """Chen has looked for networks in the first."""
    address_of = {person.id: person.email for person in people.values()}
    everybody = frozenset(address_of)
    found = [Found("a", "net-works-council", everybody), Found("b", "net-welders", everybody), Found("c", "net-two", frozenset())]
    with transaction():
        chen = db.session.get_one(Person, people["chen"].id)
        good, bad = (directories.connect(terms, now=now) for terms in (LDAP, SCIM))
        directories.note_test(good.id, [Tried(step) for step in ("reach", "sign-in", "groups", "people")], now=now)
        refused = Tried("sign-in", Why.SIGN_IN, "invalid_token: The access token expired at 2026-11-28T09:00:00Z")
        directories.note_test(bad.id, [Tried("reach"), refused], now=now)
        network = db.session.scalars(select(Network).order_by(Network.id).limit(1)).one()
        following.follow(following.keep(good.id, "z", "net-lunch", network))
        handed = hand_overs.take_directory(chen, good, now=now)
        hand_overs.keep_findings(handed.id, directory_groups.proposed(found, address_of, (), Topics(BEGINNING)))
        following.note_fault([1], Why.LIMITED)


def directory(name: str) -> int:
    """The number of this directory."""
    return db.session.scalars(select(Directory.id).where(Directory.name == name)).one()


def looked_at(name: str) -> int:
    """The number of what was found in it."""
    return db.session.scalars(select(HandOver.id).where(HandOver.name == name)).one()
