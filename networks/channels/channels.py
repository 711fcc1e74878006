"""A group begins to stand on a platform, in another way, pauses, goes on, and stands there no more."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from database import db
from jobs import wake
from networks import groups
from networks.channels import claims, connected, departures, looks, running
from networks.channels.errors import ChannelBusy, ChannelInvalid, ChannelMissing
from networks.channels.models import Channel, RunState
from networks.mirroring.models import MirrorState, Rule
from networks.models import Group
from people.models import Person


@dataclass(frozen=True, slots=True)
class Terms:
    """How a channel goes. `most_removed`: per cent of those it brought in that may go in one run without a question."""

    rule: Rule = Rule.SUGGEST
    most_removed: int = 20


def of_group(group: Group) -> Sequence[Channel]:
    """Where this group stands, in order of the names of the platforms."""
    channels = db.session.scalars(select(Channel).where(Channel.group_id == group.id)).all()
    return sorted(channels, key=lambda one: (one.platform.name, one.id))


def of_group_numbered(group: Group, channel_id: int) -> Channel:
    """One of them. Raises ChannelMissing."""
    channel = db.session.get(Channel, channel_id)
    if channel is None or channel.group_id != group.id:
        raise ChannelMissing("The group does not stand there any more.")
    return channel


def set_up(group_id: int, platform_id: int, terms: Terms, *, by: Person, now: datetime) -> Channel:
    """The group is to stand on this platform. Nobody comes in by that, and no room is made: the names are looked at first.

    Raises GroupMissing, GroupClosed, ChannelInvalid naming the field.
    """
    group = groups.lock(group_id)
    groups.guard_not_closed(group)
    if platform_id not in {one.id for one in connected.offered_to(group)}:
        raise ChannelInvalid("The group stands there already, or this platform is not connected any more.", field="platform")
    channel = Channel(group_id=group_id, platform_id=platform_id, key=f"foyer-{secrets.token_hex(12)}", run_by_id=by.id)
    channel.created_at, channel.next_look_at, channel.drift = now, now + running.LOOKS_EVERY, {}
    _apply(channel, terms)
    db.session.add(channel)
    db.session.flush()
    departures.bring_along(channel)
    looks.ask(channel.id, now=now)
    return channel


def change(channel_id: int, terms: Terms) -> Channel:
    """The channel goes as said; nobody comes or goes by that. Raises ChannelMissing, ChannelBusy, ChannelInvalid naming the field."""
    channel = claims.lock(channel_id)
    running.guard_at_rest(channel)
    _apply(channel, terms)
    channel.drift, channel.looked_at = {}, None
    db.session.flush()
    return channel


def _apply(channel: Channel, terms: Terms) -> None:
    if not 0 <= terms.most_removed <= 100:
        raise ChannelInvalid("A number from 0 to 100.", field="most_removed")
    channel.rule, channel.most_removed = terms.rule, terms.most_removed


def pause(channel_id: int, *, now: datetime) -> Channel:
    """It does nothing until somebody lets it go on; a question of a brake is settled by that, and a run that is open or held ends as it is.

    Whom the platform is being asked about at this moment may still come or go.
    """
    channel = claims.lock(channel_id)
    for run in (claims.open_run(channel), claims.held_run(channel)):
        if run is not None:
            claims.break_off(run, now=now)
    channel.state, channel.brake, channel.retry_at = MirrorState.PAUSED, None, None
    channel.drift, channel.looked_at = {}, None
    db.session.flush()
    return channel


def go_on(channel_id: int, *, by: Person, now: datetime) -> Channel:
    """It looks by itself again: a held run goes on at once, else the first look is a day from now."""
    channel = claims.lock(channel_id)
    groups.guard_not_closed(groups.lock(channel.group_id))
    held = claims.held_run(channel)
    channel.state, channel.brake, channel.run_by_id = MirrorState.ACTIVE, None, by.id
    channel.attempts, channel.retry_at, channel.told, channel.looked_at = 0, None, "", None
    channel.next_look_at = now + running.LOOKS_EVERY
    if held is not None:
        held.state = RunState.APPLYING
        wake(claims.JOB)
    db.session.flush()
    return channel


def take_away(channel_id: int) -> None:
    """The group does not stand there any more, as far as Foyer goes: the room and everybody in it stay, and no channel owns that.

    Who left the room is not forgotten: they stay out, should the group come back.
    Raises ChannelMissing, ChannelBusy.
    """
    channel = claims.lock(channel_id)
    if claims.open_run(channel) is not None:
        raise ChannelBusy("A run is still at work. Look again in a minute.")
    departures.keep(channel)
    db.session.delete(channel)
    db.session.flush()
