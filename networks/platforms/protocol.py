"""What every platform can be asked, whatever it is, and how it says that it cannot.

An adapter holds no state of ours: it is made for one piece of work from where the platform is and what opens it, and closed after. All it
says comes from outside and is hostile until parsed. No adapter is called while a transaction is open, as it may take minutes; only
`foyer_groups` is, where the room is here.
"""

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from networks.platforms import models

PlatformKind = models.PlatformKind


def gettext_noop(text: str) -> str:
    """The text; the catalogue of translations learns it from this mark, and the page that shows it translates it."""
    return text


class PlatformFault(Exception):
    """The platform did not do it. The message is for whoever runs the mirror: what happened, and what to do about it."""


class Unavailable(PlatformFault):
    """It may work later: no answer, a time-out, an error of the server, too many requests. `retry_after`: seconds the platform asked for."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class AccessDenied(PlatformFault):
    """What opens the platform has expired, was taken back, or lacks a right; the message says which right."""


class RoomMissing(PlatformFault):
    """There is no such room there (any more)."""


class Refused(PlatformFault):
    """The platform will not do it, now or later."""


class Garbled(PlatformFault):
    """It answered with something that is not what its interface promises."""


class There(enum.StrEnum):
    """Where an account stands with a room."""

    MEMBER = "member"
    INVITED = "invited"
    OUT = "out"  # was in or invited, and left, said no, or was removed: platforms that keep no trace never say it


class Done(enum.StrEnum):
    """What became of one account."""

    DONE = "done"  # in, or gone, now
    ASKED = "asked"  # the platform asks the person first
    ALREADY = "already"  # it was so before
    REFUSED = "refused"  # this one cannot; the others go on


@dataclass(frozen=True, slots=True)
class Access:
    """Where a platform is and what opens it. `secrets` and `options` as the adapter's `FIELDS` name them; a secret is never shown or logged."""

    base_url: str
    secrets: Mapping[str, str] = field(repr=False)
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing an administrator has to fill in. `label` and `help` are English words, marked with `gettext_noop`."""

    name: str
    label: str
    help: str
    is_secret: bool = False
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a test of the access: what was tried, whether it works, and if not exactly what is missing and where to give it.

    English words, marked with `gettext_noop`; after " It says: " the platform's own may follow.
    """

    what: str
    works: bool
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Sought:
    """A person to look for. `external_id` is the number the directory knows them by, "" when there is none."""

    person_id: int
    email: str
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """A group, channel, room or space there. `url` is where people open it, "" when the platform does not say."""

    id: str
    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class RoomMember:
    """One account in a room."""

    account: str
    there: There


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one account, and the platform's own words when it refused."""

    account: str
    done: Done
    reason: str = ""


@runtime_checkable
class Platform(Protocol):
    """One platform that can be reached. Every method raises PlatformFault.

    Every call can be repeated: a call whose answer was lost is asked again and changes nothing more.
    """

    def check(self) -> Sequence[Finding]:
        """What of what the mirror needs works. An access that is wrong is a finding, and raises nothing."""

    def open_room(self, key: str, name: str, purpose: str) -> Room:
        """The room with this key, made if there is none. `key`: a-z, 0-9, - and _, at most 40; the same key is the same room for ever."""

    def room(self, room_id: str) -> Room:
        """The room as it is now. Raises RoomMissing."""

    def accounts(self, sought: Iterable[Sought]) -> dict[int, str]:
        """The account of each person who has one, by `person_id`: by external id first, then by e-mail whatever its case.

        Two accounts with one address: neither is taken.
        """

    def members(self, room_id: str) -> Iterator[RoomMember]:
        """Every account in the room, page by page; our own service account is left out. Raises RoomMissing."""

    def bring_in(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        """Each account is in the room, or asked. One outcome for each, as soon as it is known: what was told before a fault is true."""

    def take_out(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        """Each account is out of the room, and what was an open invitation is taken back. As `bring_in`."""

    def announce(self, room_id: str, text: str, key: str) -> None:
        """The text (plain, with line breaks) stands in the room once for each key. Raises Refused where rooms have no place for words."""

    def close(self) -> None:
        """Connections are let go."""
