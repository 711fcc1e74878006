"""What can go wrong with a network, in words a person can act on."""

from networks.errors import GroupError


class NetworkMissing(GroupError):
    """There is no such network, or this person may not do that with it."""

    code = "network-missing"


class NetworkInvalid(GroupError):
    """A field of the network is at fault; `field` names it."""

    code = "network-invalid"


class NetworkClosed(GroupError):
    """The network has come to an end."""

    code = "network-closed"


class KeeperKnown(GroupError):
    """Somebody keeps the network together already."""

    code = "network-keeper-known"


class NotPossible(GroupError):
    """Where the network stands, this cannot be done with it."""

    code = "network-not-possible"
