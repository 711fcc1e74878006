"""The other side of an adapter, as tests move it, and what all tests of adapters ask in one way."""

import enum
from collections.abc import Callable
from typing import Protocol

import pytest

from networks.platforms.protocol import (
    Done,
    Platform,
    PlatformFault,
    Sought,
    There,
)

RETRY_AFTER = 7.0  # seconds that a remote asks for when it is asked too often
NOBODY_THERE = "f0e1d2c3-0000-4000-8000-00000000dead"  # no room has this id


class Trouble(enum.StrEnum):
    """What can go wrong over there."""

    TOO_MANY = "too_many"  # 429 with Retry-After: 7, or as the platform says it
    FAULT = "fault"  # 500
    SILENCE = "silence"  # the connection ends, or the time runs out, without an answer; nothing was done
    EXPIRED = "expired"  # what opened the platform opens it no longer, as this platform says that
    GARBAGE = "garbage"  # 200 with a page of HTML
    LOST = "lost"  # what is to be changed is changed, and then the answer is lost; what is only read is answered


class Remote(Protocol):
    """The other side, as a test moves it. Everything works until `fail`, and again after `mend`."""

    secrets: tuple[str, ...]  # what must never be told: the token, the password
    page: int  # one page of members holds this many, so one more need a second
    batch: int  # one request brings in this many, so one more need a second; 1 where it goes one by one

    def make_account(self, email: str, external_id: str = "") -> str:
        """Somebody has an account; as the adapter names it."""

    def make_room(self, name: str) -> str:
        """Somebody made a room by hand; its id."""

    def delete_room(self, room_id: str) -> None:
        """Somebody deletes it."""

    def put_in(self, room_id: str, account: str) -> None:
        """They are in, by their own hand (an invitation that was open is accepted) or somebody's over there."""

    def leave(self, room_id: str, account: str) -> None:
        """They go, by themselves, or say no to an open invitation."""

    def standing(self, room_id: str) -> dict[str, There]:
        """Who is in the room or invited now, our own service account and who is out left out."""

    def rooms(self) -> int:
        """How many rooms there are."""

    def said(self, room_id: str) -> list[str]:
        """What stands in the room, oldest first."""

    def refuse(self, account: str) -> None:
        """The platform will not have this one brought into a room, or taken out."""

    def fail(self, trouble: Trouble, *, after_changes: int = 0) -> None:
        """From now on each request goes wrong; with `after_changes` each request that changes something, after so many that went well."""

    def mend(self) -> None:
        """All is well again."""


def a_room(platform: Platform) -> str:
    return platform.open_room("foyer-12", "Lunch table", "Who has lunch together").id


def done(outcomes) -> dict[str, Done]:
    """By account; each is told once."""
    told = list(outcomes)
    by_account = {one.account: one.done for one in told}
    assert len(by_account) == len(told)
    return by_account


def until_fault(call: Callable) -> tuple[list[str], PlatformFault | None]:
    """The accounts that were told to be in, or asked, before the fault."""
    told = []
    try:
        for one in call():
            assert one.done in {Done.DONE, Done.ASKED}
            told.append(one.account)
    except PlatformFault as fault:
        return told, fault
    return told, None


def calls(platform: Platform, room_id: str, account: str) -> dict[str, Callable[[], object]]:
    """Every call that can go wrong and is not of some platforms only."""
    return {
        "open_room": lambda: platform.open_room("foyer-13", "Another", ""),
        "accounts": lambda: platform.accounts([Sought(1, "ada@example.com", "E-1")]),
        **calls_in(platform, room_id, account),
    }


def calls_in(platform: Platform, room_id: str, account: str) -> dict[str, Callable[[], object]]:
    """Those of one room."""
    return {
        "room": lambda: platform.room(room_id),
        "members": lambda: list(platform.members(room_id)),
        "bring_in": lambda: list(platform.bring_in(room_id, [account])),
        "take_out": lambda: list(platform.take_out(room_id, [account])),
    }


def raised(call: Callable[[], object]) -> PlatformFault:
    with pytest.raises(PlatformFault) as caught:
        call()
    return caught.value


def fault(call: Callable[[], object]) -> type[PlatformFault]:
    return type(raised(call))


def secrets_in(text: str, remote: Remote) -> list[str]:
    assert remote.secrets
    return [secret for secret in remote.secrets if secret in text]
