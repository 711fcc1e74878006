"""What can go wrong when a platform is connected, in words an administrator can act on."""

from networks.errors import GroupError


class PlatformMissing(GroupError):
    """There is no such platform."""

    code = "platform-missing"


class PlatformInvalid(GroupError):
    """Something that was filled in is at fault; `field` names it."""

    code = "platform-invalid"
