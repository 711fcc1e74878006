"""What a group can follow: each kind of source says its name, who belongs to it now, and who may read that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from sqlalchemy import or_, select

from database import db
from networks import groups
from networks.census import networks, standings
from networks.census.errors import NetworkClosed, NetworkMissing, NotPossible
from networks.census.models import Belonging, Network, NetworkPerson, NetworkState
from networks.directories import following
from networks.directories.models import DirectoryGroup
from networks.errors import GroupMissing
from networks.mirroring.errors import SourceFailed, SourceTaken
from networks.mirroring.models import Mirror, SourceKind
from networks.models import Group, Membership, MembershipState, Steward
from people.models import Person

MOST_OFFERED = 200
NOWHERE = 0  # the number of what was deleted: reading it fails, as it should


class Source(Protocol):
    """One thing that a group follows."""

    @property
    def name(self) -> str:
        """As people call it. Raises SourceFailed when it is not there any more."""

    def lock(self) -> None:
        """Who belongs to it stays the same until the transaction ends. Raises SourceFailed."""

    def members(self) -> frozenset[int]:
        """Who belongs to it and is here: numbers of people. Raises SourceFailed when that cannot be known."""

    def is_read_by(self, person: Person) -> bool:
        """Whether this person reads the names in it, and may have a group follow it."""

    def is_followed_by(self, group: Group, *, now: datetime) -> None:
        """It knows that this group follows it from now on. Raises SourceTaken."""

    def is_left(self, *, now: datetime) -> None:
        """It knows that no group follows it any more."""


class NetworkSource:
    """The roll of a network that meets offline."""

    def __init__(self, network_id: int) -> None:
        self._network_id = network_id

    @property
    def name(self) -> str:
        return self._network().name

    def lock(self) -> None:
        try:
            standings.lock(self._network_id)
        except NetworkMissing as error:
            raise SourceFailed("The network it follows is not there any more.") from error

    def members(self) -> frozenset[int]:
        if not self._network().goes_on:
            raise SourceFailed("The network it follows has come to an end.")
        query = select(NetworkPerson.person_id).join(Person, Person.id == NetworkPerson.person_id)
        listed = (NetworkPerson.network_id == self._network_id, NetworkPerson.state == Belonging.LISTED, Person.active)
        return frozenset(db.session.scalars(query.where(*listed)))

    def is_read_by(self, person: Person) -> bool:
        found = db.session.get(Network, self._network_id)
        return found is not None and (standings.keeps(found, person) or person.may_manage)

    def is_followed_by(self, group: Group, *, now: datetime) -> None:
        try:
            networks.is_mirrored(self._network(), group, now=now)
        except (NetworkClosed, NotPossible) as error:
            raise SourceTaken("Another group follows this network already, or it has come to an end.", field="source") from error

    def is_left(self, *, now: datetime) -> None:
        found = db.session.get(Network, self._network_id)
        if found is not None:
            networks.mirror_ended(found, now=now)

    def _network(self) -> Network:
        found = db.session.get(Network, self._network_id)
        if found is None:
            raise SourceFailed("The network it follows is not there any more.")
        return found


class GroupSource:
    """Another group here."""

    def __init__(self, group_id: int) -> None:
        self._group_id = group_id

    @property
    def name(self) -> str:
        return self._group().name

    def lock(self) -> None:
        try:
            groups.lock(self._group_id)
        except GroupMissing as error:
            raise SourceFailed("The group it follows is not there any more.") from error

    def members(self) -> frozenset[int]:
        if self._group().is_closed:
            raise SourceFailed("The group it follows is closed.")
        query = select(Membership.person_id).join(Person, Person.id == Membership.person_id)
        mine = (Membership.group_id == self._group_id, Membership.state == MembershipState.MEMBER, Person.active)
        return frozenset(db.session.scalars(query.where(*mine)))

    def is_read_by(self, person: Person) -> bool:
        found = db.session.get(Group, self._group_id)
        return found is not None and found.is_looked_after_by(person)

    def is_followed_by(self, group: Group, *, now: datetime) -> None:
        """A group knows nothing of who follows it."""

    def is_left(self, *, now: datetime) -> None:
        """Nor of who does no more."""

    def _group(self) -> Group:
        found = db.session.get(Group, self._group_id)
        if found is None:
            raise SourceFailed("The group it follows is not there any more.")
        return found


class DirectorySource:
    """A group in a directory, as the worker read it last."""

    def __init__(self, group_id: int) -> None:
        self._group_id = group_id

    @property
    def name(self) -> str:
        return self._group().name

    def lock(self) -> None:
        query = select(DirectoryGroup).where(DirectoryGroup.id == self._group_id).with_for_update(of=DirectoryGroup)
        if db.session.scalar(query.execution_options(populate_existing=True)) is None:
            raise SourceFailed("The directory it follows is not there any more.")

    def members(self) -> frozenset[int]:
        group = self._group()
        if group.fault:
            raise SourceFailed("The directory it follows cannot be read at the moment, or the group in it is gone.")
        if group.fetched_at is None:
            raise SourceFailed("The worker reads the directory first. Look again in a few minutes.")
        return following.members(group)

    def is_read_by(self, person: Person) -> bool:
        found = db.session.get(DirectoryGroup, self._group_id)
        return found is not None and NetworkSource(found.network_id).is_read_by(person)

    def is_followed_by(self, group: Group, *, now: datetime) -> None:
        found = self._group()
        NetworkSource(found.network_id).is_followed_by(group, now=now)
        following.follow(found)

    def is_left(self, *, now: datetime) -> None:
        found = db.session.get(DirectoryGroup, self._group_id)
        if found is not None:
            following.let_go(found)
            NetworkSource(found.network_id).is_left(now=now)

    def _group(self) -> DirectoryGroup:
        found = db.session.get(DirectoryGroup, self._group_id)
        if found is None:
            raise SourceFailed("The directory it follows is not there any more.")
        return found


KINDS: Mapping[SourceKind, Callable[[int], Source]] = MappingProxyType(
    {SourceKind.NETWORK: NetworkSource, SourceKind.GROUP: GroupSource, SourceKind.DIRECTORY: DirectorySource}
)


def source(kind: SourceKind, source_id: int) -> Source:
    """The source of this kind with this number."""
    return KINDS[kind](source_id)


def source_of(mirror: Mirror) -> Source:
    """What this mirror follows."""
    return source(mirror.source_kind, mirror.source_id or NOWHERE)


@dataclass(frozen=True, slots=True)
class Offer:
    """Something a group could follow."""

    kind: SourceKind
    source_id: int
    name: str


def offered_to(person: Person, group: Group) -> list[Offer]:
    """What this person may have the group follow: networks, groups of directories, groups here, each in order of name."""
    return [*_networks(person, group), *_directory_groups(person, group), *_groups(person, group)]


def _networks(person: Person, group: Group) -> list[Offer]:
    free = or_(Network.group_id.is_(None), Network.group_id == group.id)
    query = select(Network.id, Network.name).where(Network.state != NetworkState.CLOSED, free)
    if not person.may_manage:
        query = query.where(Network.keeper_id == person.id)
    rows = db.session.execute(query.order_by(Network.name, Network.id).limit(MOST_OFFERED))
    return [Offer(SourceKind.NETWORK, id_, name) for id_, name in rows]


def _directory_groups(person: Person, group: Group) -> list[Offer]:
    free = or_(Network.group_id.is_(None), Network.group_id == group.id)
    query = select(DirectoryGroup.id, DirectoryGroup.name).join(Network, Network.id == DirectoryGroup.network_id)
    query = query.where(Network.state != NetworkState.CLOSED, free)
    if not person.may_manage:
        query = query.where(Network.keeper_id == person.id)
    rows = db.session.execute(query.order_by(DirectoryGroup.name, DirectoryGroup.id).limit(MOST_OFFERED))
    return [Offer(SourceKind.DIRECTORY, id_, name) for id_, name in rows]


def _groups(person: Person, group: Group) -> list[Offer]:
    query = select(Group.id, Group.name).join(Steward, Steward.group_id == Group.id)
    mine = (Steward.person_id == person.id, Group.id != group.id, Group.closed_at.is_(None))
    rows = db.session.execute(query.where(*mine).order_by(Group.name, Group.id).limit(MOST_OFFERED))
    return [Offer(SourceKind.GROUP, id_, name) for id_, name in rows]


def name_of(mirror: Mirror) -> str:
    """What the mirror follows, as people call it; "" when it is not there any more."""
    try:
        return source_of(mirror).name
    except SourceFailed:
        return ""
