"""Who runs the mirror of a group, and who reads its names.

Who looks after the group runs it: sees its log, pauses it, undoes a run. A plan names people of the source, so only they look at one who
read the source as well. Community managers who change the group see that it follows something and whether it works, and no name.
"""

from dataclasses import dataclass
from datetime import datetime

from networks import access
from networks.errors import GroupMissing
from networks.mirroring import mirrors, sources
from networks.mirroring.errors import MirrorMissing
from networks.mirroring.models import Mirror
from networks.models import Group
from people.models import Person


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody stands with the mirror of a group, if it has one. `runs`: looks after the group."""

    group: Group
    mirror: Mirror | None
    runs: bool
    reads_source: bool


def desk_of(person: Person, group_id: int, *, now: datetime) -> Desk:
    """For who looks after the group, or may change it. Raises GroupMissing."""
    place = access.place_of(person, group_id, now=now)
    if not place.may_change:
        raise GroupMissing("There is no such group, or you do not look after it.")
    mirror = mirrors.of_group(group_id)
    reads = mirror is not None and place.looks_after and sources.source_of(mirror).is_read_by(person)
    return Desk(place.group, mirror, place.looks_after, reads)


def run_by(person: Person, group_id: int, *, now: datetime) -> Mirror:
    """The mirror, for who runs it. Raises GroupMissing, MirrorMissing."""
    desk = desk_of(person, group_id, now=now)
    if not desk.runs:
        raise GroupMissing("There is no such group, or you do not look after it.")
    return _there(desk)


def planned_by(person: Person, group_id: int, *, now: datetime) -> Mirror:
    """The mirror, for who looks at its plan and lets it go ahead. Raises GroupMissing, MirrorMissing."""
    desk = desk_of(person, group_id, now=now)
    if not desk.reads_source:
        raise MirrorMissing("Only who looks after the group and reads the names of what it follows can do this.")
    return _there(desk)


def _there(desk: Desk) -> Mirror:
    if desk.mirror is None:
        raise MirrorMissing("This group follows nothing any more.")
    return desk.mirror
