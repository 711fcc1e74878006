"""Who left a room stays out, also when the group is taken off the platform and comes back to it: all else is forgotten in between."""

from sqlalchemy import delete, insert, literal, select

from database import db
from networks.channels.models import Channel, ChannelDeparture, ChannelPerson, Stands


def keep(channel: Channel) -> None:
    """The channel is about to go: who had left its room is kept."""
    left = select(
        literal(channel.group_id),
        literal(channel.platform_id),
        ChannelPerson.person_id,
        ChannelPerson.account,
        ChannelPerson.since,
    ).where(ChannelPerson.channel_id == channel.id, ChannelPerson.stands == Stands.LEFT)
    columns = ["group_id", "platform_id", "person_id", "account", "since"]
    db.session.execute(insert(ChannelDeparture).from_select(columns, left))


def bring_along(channel: Channel) -> None:
    """The channel is new: who left the room before has left this one."""
    of = (ChannelDeparture.group_id == channel.group_id, ChannelDeparture.platform_id == channel.platform_id)
    stands = literal(Stands.LEFT, ChannelPerson.stands.type)
    left = select(literal(channel.id), ChannelDeparture.person_id, ChannelDeparture.account, stands, ChannelDeparture.since)
    columns = ["channel_id", "person_id", "account", "stands", "since"]
    db.session.execute(insert(ChannelPerson).from_select(columns, left.where(*of)))
    db.session.execute(delete(ChannelDeparture).where(*of))
