"""What can go wrong with a date poll, in words a person can act on."""

from sessions.errors import SessionError


class PollError(SessionError):
    """Base of what goes wrong with a date poll."""

    code = "poll"


class PollMissing(PollError):
    """There is no such poll, or it is none of this person's business."""

    code = "poll-missing"


class PollClosed(PollError):
    """The poll does not take this any more, or not yet."""

    code = "poll-closed"


class NothingMarked(PollError):
    """An answer that says nothing about any date."""

    code = "poll-nothing-marked"
