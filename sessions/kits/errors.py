"""What can go wrong with formats."""

from sessions.errors import SessionError


class FormatMissing(SessionError):
    """There is no such format."""

    code = "format-missing"
