"""What can go wrong with a mirror, in words a person can act on."""

from networks.errors import GroupError


class MirrorMissing(GroupError):
    """There is no such mirror, or it is none of this person's business."""

    code = "mirror-missing"


class MirrorInvalid(GroupError):
    """A field of the mirror is at fault; `field` names it."""

    code = "mirror-invalid"


class SourceTaken(MirrorInvalid):
    """The source has come to an end, or another group follows it."""

    code = "mirror-source-taken"


class PlanOutdated(GroupError):
    """What was looked at is not what is true now: nothing was done."""

    code = "mirror-plan-outdated"


class MirrorBusy(GroupError):
    """A run is still being applied or undone."""

    code = "mirror-busy"


class Braked(GroupError):
    """A brake holds, and asks."""

    code = "mirror-braked"


class SourceFailed(GroupError):
    """The source cannot be read: nothing is known about anybody."""

    code = "mirror-source-failed"
