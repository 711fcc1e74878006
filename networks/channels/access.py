"""Who runs the channels of a group, and who reads their names.

Who looks after the group reads the names and lets a plan go ahead. Community managers who change the group set a channel up, pause it
and take it away, and read numbers and no name. Members read that, and why, the group stands there, and their own row.
"""

from dataclasses import dataclass
from datetime import datetime

from networks import access
from networks.channels import channels
from networks.channels.models import Channel
from networks.errors import GroupMissing
from networks.models import Group
from people.models import Person


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody stands with the channels of a group. `reads`: the names."""

    group: Group
    reads: bool


def desk_of(person: Person, group_id: int, *, now: datetime) -> Desk:
    """For who looks after the group, or may change it. Raises GroupMissing."""
    place = access.place_of(person, group_id, now=now)
    if not place.may_change:
        raise GroupMissing("There is no such group, or you do not look after it.")
    return Desk(place.group, place.looks_after)


def channel_of(person: Person, group_id: int, channel_id: int, *, now: datetime) -> tuple[Desk, Channel]:
    """One of its channels, for the same people. Raises GroupMissing, ChannelMissing."""
    desk = desk_of(person, group_id, now=now)
    return desk, channels.of_group_numbered(desk.group, channel_id)


def run_by(person: Person, group_id: int, channel_id: int, *, now: datetime) -> Channel:
    """The channel, for who reads its names. Raises GroupMissing, ChannelMissing."""
    desk, channel = channel_of(person, group_id, channel_id, now=now)
    if not desk.reads:
        raise GroupMissing("There is no such group, or you do not look after it.")
    return channel
