"""What can go wrong with what somebody hands over, in words they can act on."""

import enum

from networks.errors import GroupError


class Fault(enum.StrEnum):
    """Why what was handed over could not be read, for whoever did so."""

    EMPTY = "empty"
    WRONG = "wrong"  # neither a calendar nor a list
    SPREADSHEET = "spreadsheet"
    SEVERAL = "several"  # more than one calendar in one archive
    NO_ADDRESSES = "no-addresses"
    BROKEN = "broken"
    TOO_MUCH = "too-much"  # took longer or weighs more than it may
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # the server answered, and not with a calendar
    TOO_LARGE = "too-large"
    DIRECTORY = "directory"  # cannot be read; its own page says why
    SEALED = "sealed"  # FOYER_SECRET_KEY is another one now


class DiscoveryError(GroupError):
    """Base of what a person reads about what they hand over."""

    code = "discovery"


class HandOverInvalid(DiscoveryError):
    """This cannot be handed over; `field` names what is at fault."""

    code = "hand-over-invalid"


class HandOverMissing(DiscoveryError):
    """There is no such thing, or somebody else handed it over."""

    code = "hand-over-missing"
