"""What can go wrong with a round, in words a person can act on."""

from sessions.errors import SessionError


class RoundError(SessionError):
    """Base of what goes wrong with a round."""

    code = "round"


class RoundMissing(RoundError):
    """There is no such round, or it is none of this person's business."""

    code = "round-missing"


class RoundNotYours(RoundError):
    """Rounds are looked after by community managers alone."""

    code = "round-not-yours"


class RoundClosed(RoundError):
    """The round does not take this any more, or not yet."""

    code = "round-closed"


class MoveRefused(RoundError):
    """This person does not fit into that group. Why is not said: people told us in confidence."""

    code = "round-move-refused"
