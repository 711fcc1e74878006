"""Groups of directories that were registered as networks: who is in them is kept while a group here follows one, and no longer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, or_, select

from database import db
from jobs import wake
from networks.census.models import Belonging, Network, NetworkPerson
from networks.directories.errors import Why
from networks.directories.models import Directory, DirectoryGroup, DirectoryGroupPerson
from networks.directories.reading import Found
from people.models import Person

JOB = "networks.directories"
READ_EVERY = timedelta(hours=6)
AFTER_A_FAULT = timedelta(hours=1)
CHUNK = 500


def keep(directory_id: int, key: str, name: str, network: Network) -> DirectoryGroup:
    """This group of the directory is this network from now on. Whatever followed it goes on."""
    query = select(DirectoryGroup).where(DirectoryGroup.directory_id == directory_id, DirectoryGroup.key == key)
    group = db.session.scalar(query) or DirectoryGroup(directory_id=directory_id, key=key)
    group.network_id, group.name = network.id, name
    db.session.add(group)
    db.session.flush()
    return group


def known_keys(directory_id: int) -> frozenset[str]:
    """The groups of a directory that are networks already, and go on."""
    query = select(DirectoryGroup.key, Network).join(Network, Network.id == DirectoryGroup.network_id)
    rows = db.session.execute(query.where(DirectoryGroup.directory_id == directory_id))
    return frozenset(key for key, network in rows if network.goes_on)


def follow(group: DirectoryGroup) -> None:
    """A group here follows it: the worker reads who is in it, soon."""
    group.is_followed, group.fetched_at, group.tried_at, group.fault = True, None, None, ""
    db.session.flush()
    wake(JOB)


def let_go(group: DirectoryGroup) -> None:
    """Nothing follows it any more: who is in it is forgotten."""
    group.is_followed, group.fetched_at, group.fault = False, None, ""
    db.session.execute(delete(DirectoryGroupPerson).where(DirectoryGroupPerson.group_id == group.id))
    db.session.flush()


def members(group: DirectoryGroup) -> frozenset[int]:
    """Who was in it when it was read last, is here, and did not take themselves off the list of the network: numbers of people."""
    off = select(NetworkPerson.person_id).where(
        NetworkPerson.network_id == group.network_id, NetworkPerson.state == Belonging.OFF
    )
    query = select(DirectoryGroupPerson.person_id).join(Person, Person.id == DirectoryGroupPerson.person_id)
    mine = (DirectoryGroupPerson.group_id == group.id, Person.active, DirectoryGroupPerson.person_id.not_in(off))
    return frozenset(db.session.scalars(query.where(*mine)))


@dataclass(frozen=True, slots=True)
class Turn:
    """A directory whose turn it is: which of its groups are to be read, by key."""

    directory: Directory
    groups: Mapping[str, int]


def claim(*, now: datetime) -> list[Turn]:
    """What is to be read now is this worker's: each is tried again after a while, whatever becomes of it."""
    due = or_(
        DirectoryGroup.tried_at.is_(None),
        (DirectoryGroup.fault == "") & (DirectoryGroup.tried_at <= now - READ_EVERY),
        (DirectoryGroup.fault != "") & (DirectoryGroup.tried_at <= now - AFTER_A_FAULT),
    )
    query = select(DirectoryGroup).where(DirectoryGroup.is_followed, due).order_by(DirectoryGroup.directory_id, DirectoryGroup.id)
    turns: dict[int, dict[str, int]] = {}
    directories: dict[int, Directory] = {}
    for group in db.session.scalars(query.with_for_update(of=DirectoryGroup, skip_locked=True)):
        group.tried_at = now
        turns.setdefault(group.directory_id, {})[group.key] = group.id
        directories[group.directory_id] = group.directory
    db.session.flush()
    return [Turn(directories[id_], groups) for id_, groups in turns.items()]


def note(group_id: int, found: Found, *, now: datetime) -> None:
    """Its list is what was found; what could not be followed to its end leaves the list as it was, and says so."""
    group = _followed(group_id)
    if group is None:
        return
    if found.why is not None:
        group.fault = found.why.value
    else:
        group.name, group.fetched_at, group.fault = found.name or group.name, now, ""
        _replace(group.id, found.people)
    db.session.flush()


def note_fault(group_ids: Collection[int], why: Why) -> None:
    """Nothing is known of who is in them now. The lists stay as they were; nobody is taken out for it."""
    for group_id in group_ids:
        group = _followed(group_id)
        if group is not None:
            group.fault = why.value
    db.session.flush()


def _followed(group_id: int) -> DirectoryGroup | None:
    """The group, unless nothing follows it any more."""
    query = select(DirectoryGroup).where(DirectoryGroup.id == group_id, DirectoryGroup.is_followed)
    return db.session.scalar(query.with_for_update(of=DirectoryGroup).execution_options(populate_existing=True))


def _replace(group_id: int, people: Collection[int]) -> None:
    """Only who is new or gone is written, and who left Foyer meanwhile is left out."""
    mine = DirectoryGroupPerson.group_id == group_id
    before = set(db.session.scalars(select(DirectoryGroupPerson.person_id).where(mine)))
    for some in _chunks(sorted(before - set(people))):
        db.session.execute(delete(DirectoryGroupPerson).where(mine, DirectoryGroupPerson.person_id.in_(some)))
    for some in _chunks(sorted(set(people) - before)):
        here = db.session.scalars(select(Person.id).where(Person.id.in_(some), Person.active)).all()
        if here:
            db.session.execute(insert(DirectoryGroupPerson), [{"group_id": group_id, "person_id": id_} for id_ in here])


def _chunks(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
