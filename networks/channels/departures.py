"""Who left a room stays out, also when the group is taken off the platform and comes back to it, or the platform is cut off and connected
again: all else is forgotten in between.
"""

from sqlalchemy import Select, delete, exists, insert, literal, select

from database import db
from networks.channels.models import Channel, ChannelDeparture, ChannelPerson, PlaceDeparture, Stands
from networks.platforms.models import PlatformConnection

WHO = ["person_id", "account", "since"]


def keep(channel: Channel) -> None:
    """The channel is about to go: who had left its room is kept."""
    left = _left().add_columns(literal(channel.group_id), literal(channel.platform_id)).where(Channel.id == channel.id)
    db.session.execute(insert(ChannelDeparture).from_select([*WHO, "group_id", "platform_id"], left))


def keep_all(platform: PlatformConnection) -> None:
    """The platform is about to be cut off: who had left a room there, or one before it, is kept by its address."""
    place, before = literal(_place_of(platform)), ChannelDeparture
    left = _left().add_columns(Channel.group_id, place).where(Channel.platform_id == platform.id)
    known = select(before.person_id, before.account, before.since, before.group_id, place)
    for rows, person_id, group_id in (
        (left, ChannelPerson.person_id, Channel.group_id),
        (known.where(before.platform_id == platform.id), before.person_id, before.group_id),
    ):
        twice = (PlaceDeparture.group_id == group_id, PlaceDeparture.place == place, PlaceDeparture.person_id == person_id)
        fresh = rows.where(~exists().where(*twice))
        db.session.execute(insert(PlaceDeparture).from_select([*WHO, "group_id", "place"], fresh))


def _left() -> Select[*tuple[object, ...]]:
    query = select(ChannelPerson.person_id, ChannelPerson.account, ChannelPerson.since)
    return query.join(Channel, Channel.id == ChannelPerson.channel_id).where(ChannelPerson.stands == Stands.LEFT)


def bring_along(channel: Channel) -> None:
    """The channel is new: who left the room before has left this one."""
    place = _place_of(channel.platform)
    for known, of in (
        (ChannelDeparture, ChannelDeparture.platform_id == channel.platform_id),
        (PlaceDeparture, PlaceDeparture.place == place),
    ):
        here = (ChannelPerson.channel_id == channel.id, ChannelPerson.person_id == known.person_id)
        stands = literal(Stands.LEFT, ChannelPerson.stands.type)
        left = select(known.person_id, known.account, known.since, literal(channel.id), stands)
        left = left.where(known.group_id == channel.group_id, of, ~exists().where(*here))
        db.session.execute(insert(ChannelPerson).from_select([*WHO, "channel_id", "stands"], left))
        db.session.execute(delete(known).where(known.group_id == channel.group_id, of))


def _place_of(platform: PlatformConnection) -> str:
    """What is the same when a platform is connected once more."""
    return f"{platform.kind.value} {platform.base_url.rstrip('/').lower()}"
