"""What can go wrong with a course, in words a person can act on."""

from sessions.errors import SessionError


class SeatGone(SessionError):
    """Somebody else was faster."""

    code = "seat-gone"
