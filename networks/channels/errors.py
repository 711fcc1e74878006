"""What can go wrong with a channel, in words a person can act on."""

from networks.errors import GroupError


class ChannelMissing(GroupError):
    """There is no such channel, or it is none of this person's business."""

    code = "channel-missing"


class ChannelInvalid(GroupError):
    """A field of the channel is at fault; `field` names it."""

    code = "channel-invalid"


class LookOutdated(GroupError):
    """What was looked at is not what is true now: nothing was done."""

    code = "channel-look-outdated"


class ChannelBusy(GroupError):
    """A run is still being applied."""

    code = "channel-busy"


class ChannelBraked(GroupError):
    """A brake holds, and asks."""

    code = "channel-braked"


class ClaimLost(GroupError):
    """Another worker has taken this channel over: this one stops where it is."""

    code = "channel-claim-lost"
