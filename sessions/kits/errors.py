"""What can go wrong with formats."""

from sessions.errors import SessionMissing


class FormatMissing(SessionMissing):
    """There is no such format."""

    code = "format-missing"
