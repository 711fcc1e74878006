"""What can go wrong with a connected calendar."""

import enum

from sessions.errors import SessionError


class Fault(enum.StrEnum):
    """Why a calendar could not be read, for its owner. The first three are those of `calendars.fetching`."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"
    SEALED = "sealed"  # FOYER_SECRET_KEY is another one now


class SourceFault(Exception):
    """The calendar could not be read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class AddressInvalid(SessionError):
    """This is no address of a calendar that we can read."""
