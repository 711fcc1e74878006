"""What can go wrong with a directory: for whoever connects it, in words; for the worker, as a reason."""

import enum

from networks.errors import GroupError


class Why(enum.StrEnum):
    """Why a directory, or one group of it, cannot be read."""

    UNREACHABLE = "unreachable"
    NOT_SECURE = "not-secure"
    SIGN_IN = "sign-in"
    BASE = "base"
    FILTER = "filter"
    NOT_ALLOWED = "not-allowed"
    ELSEWHERE = "elsewhere"  # it points to another server, which nobody connected
    LIMITED = "limited"  # it gives fewer entries than there are
    GARBLED = "garbled"
    TOO_MUCH = "too-much"
    SEALED = "sealed"  # FOYER_SECRET_KEY is another one now
    NO_GROUPS = "no-groups"
    NO_ADDRESSES = "no-addresses"
    GONE = "gone"  # the group is not there any more
    TOO_DEEP = "too-deep"  # groups in groups in groups


class DirectoryFault(Exception):
    """It cannot be read. `detail`: the server's own words, or "". Neither names anybody."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why.value}: {detail}" if detail else why.value)
        self.why, self.detail = why, " ".join(detail.split())[:300]


class DirectoryError(GroupError):
    """Base of what a person reads about a directory."""

    code = "directory"


class DirectoryMissing(DirectoryError):
    """There is no such directory."""

    code = "directory-missing"


class DirectoryInvalid(DirectoryError):
    """A field of the directory is at fault; `field` names it."""

    code = "directory-invalid"
