"""Which mail about a channel is due to whom: rules post here, `mails.py` writes the words when it leaves."""

from datetime import datetime

from networks.channels.models import Channel
from networks.mirroring.notices import to_stewards

STOPPED = "networks.channel_stopped"


def stopped(channel: Channel, *, now: datetime) -> int:
    """Who looks after the group hears that its channel has stopped, and why."""
    return to_stewards(STOPPED, channel.group, "channel", channel.id, now=now)
