"""One Matrix server as its Client-Server API shows it (spec.matrix.org, v1.1 and above): who we are, state, powers, and its errors in words."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn
from urllib.parse import quote

from networks.platforms.client import MOST_RETRY_AFTER, Answer, JsonClient, fault_of, retry_after
from networks.platforms.protocol import (
    Access,
    AccessDenied,
    Garbled,
    PlatformFault,
    Refused,
    RoomMissing,
    Unavailable,
    gettext_noop,
)

CLIENT = "/_matrix/client/v3"
SYNAPSE = "/_synapse/admin"
USER = re.compile(r"@[^:\s]+:[^\s/]+")
ERRORS = frozenset(range(400, 500))
REFUSALS = frozenset({400, 403, 404})
MOST_UPGRADES = 20
CREATORS_ARE_EQUALS = frozenset(str(number) for number in range(1, 12))  # from room version 12 on they are above every number

SIGNED_OUT = gettext_noop(
    "The access token of Foyer's account is not valid (any more): it was signed out, has expired, or was mistyped. "
    "Sign in with the account again and give the new token here."
)
SHUT = gettext_noop("Foyer's account is deactivated, locked or suspended: an administrator of the server can undo that.")
NO_CONSENT = gettext_noop("Foyer's account has not agreed to the terms of the server yet: sign in with it once and agree.")
WAIT = gettext_noop("The server asks to wait. Foyer goes on by itself.")
NOT_IN = gettext_noop(
    "The room is gone, or Foyer's account was shown out of it, or it was upgraded and Foyer's account was not invited to the new "
    "one. If it is there: invite the account, and Foyer goes on."
)
NO_SUCCESSOR = gettext_noop("The room says that another one replaced it, and the other one does not: Foyer does not follow.")
NO_END = gettext_noop("The room was replaced by another one, again and again: Foyer does not follow.")
NO_MATRIX = gettext_noop("The server answered with something other than the interface of Matrix promises.")
FAULTS = {
    "M_UNKNOWN_TOKEN": SIGNED_OUT,
    "M_MISSING_TOKEN": SIGNED_OUT,
    "M_USER_DEACTIVATED": SHUT,
    "M_USER_LOCKED": SHUT,
    "M_USER_SUSPENDED": SHUT,
    "M_CONSENT_NOT_GIVEN": NO_CONSENT,
}


@dataclass(frozen=True, slots=True)
class Powers:
    """Who may do what in one room. `creators` are above every number, and empty where they are not."""

    content: Mapping[str, Any]
    creators: frozenset[str]

    def of(self, user: str) -> float:
        """The power of this account."""
        given = _object(self.content, "users").get(user, self.content.get("users_default"))
        return math.inf if user in self.creators else _number(given, 0)

    def needed(self, deed: str, otherwise: int) -> float:
        """For "invite", "kick" or "ban"."""
        return _number(self.content.get(deed), otherwise)

    def needed_to_set(self, kind: str) -> float:
        """For state of this kind."""
        return _number(_object(self.content, "events").get(kind, self.content.get("state_default")), 50)


class Server:
    """The server, as Foyer's account."""

    def __init__(self, access: Access) -> None:
        token = "".join(access.secrets.get("token", "").split())
        base_url = access.base_url.strip().rstrip("/").removesuffix("/_matrix")
        self._client = JsonClient(base_url, {"Authorization": f"Bearer {token}"})

    def close(self) -> None:
        self._client.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: object | None = None,
        query: Mapping[str, str | int] | None = None,
        allowed: frozenset[int] = frozenset(),
    ) -> Answer:
        """The answer; a status from 400 on is a fault unless it is among `allowed`. Raises PlatformFault."""
        body = {} if body is None and method in {"POST", "PUT"} else body
        answer = self._client.ask(method, path, body=body, query=query, allowed=ERRORS)
        if answer.status >= 400 and answer.status not in allowed:
            raise fault(answer)
        return answer

    @cached_property
    def me(self) -> str:
        """Foyer's account, @localpart:server."""
        me = text(self.ask("GET", f"{CLIENT}/account/whoami").object(), "user_id")
        if not USER.fullmatch(me):
            raise Garbled(NO_MATRIX)
        return me

    @property
    def name(self) -> str:
        """The name of the server, as it ends every address here. Not always that of its machine."""
        return self.me.partition(":")[2]

    @cached_property
    def is_ours(self) -> bool:
        """Whether Foyer's account administers it, and it is a Synapse: only then it tells whose an address is."""
        answer = self.ask("GET", f"{SYNAPSE}/v1/users/{quoted(self.me)}/admin", allowed=REFUSALS | {405})
        return answer.status == 200 and answer.object().get("admin") is True

    def resolved(self, alias: str) -> str:
        """The room with this address, "" when there is none."""
        answer = self.ask("GET", f"{CLIENT}/directory/room/{quoted(alias)}", allowed=frozenset({404}))
        if answer.status == 404:
            return ""
        return text(answer.object(), "room_id") or garbled()

    def state(
        self, room_id: str, kind: str, key: str = "", query: Mapping[str, str | int] | None = None
    ) -> dict[str, Any] | None:
        """What is so in the room, None when nothing was ever said about it. Raises AccessDenied for who is not in it."""
        path = f"{room_path(room_id)}/state/{kind}/{quoted(key)}"
        answer = self.ask("GET", path, query=query, allowed=frozenset({404}))
        return None if answer.status == 404 else answer.object()

    def set_state(self, room_id: str, kind: str, key: str, content: object) -> Answer:
        """It is so in the room, or the answer says why not."""
        return self.ask("PUT", f"{room_path(room_id)}/state/{kind}/{quoted(key)}", body=content, allowed=REFUSALS)

    def standing(self, room_id: str, user: str) -> str:
        """join, invite, knock, leave or ban; "" for who never had to do with it. Raises AccessDenied for who asks from outside."""
        return text(self.state(room_id, "m.room.member", user), "membership")

    def powers(self, room_id: str) -> Powers:
        """Who may do what there."""
        created = self.state(room_id, "m.room.create", query={"format": "event"}) or {}
        content = _object(created, "content") or created  # an old server tells the content alone
        levels = self.state(room_id, "m.room.power_levels")
        makers = frozenset({text(created, "sender"), *strings(content.get("additional_creators"))} - {""})
        if (text(content, "room_version") or "1") in CREATORS_ARE_EQUALS:
            return Powers(levels if levels is not None else {"users": dict.fromkeys(makers, 100)}, frozenset())
        return Powers(levels or {}, makers)

    def entered(self, room_id: str) -> str:
        """The room, or the one it was upgraded to in the end, with Foyer's account in it. Raises RoomMissing."""
        self._enter(room_id)
        for _ in range(MOST_UPGRADES):
            newer = text(self.state(room_id, "m.room.tombstone"), "replacement_room")
            if not newer:
                return room_id
            self._enter(newer)
            predecessor = _object(self.state(newer, "m.room.create") or {}, "predecessor")
            if text(predecessor, "room_id") != room_id:
                raise Refused(NO_SUCCESSOR)
            room_id = newer
        raise Refused(NO_END)

    def is_in(self, room_id: str) -> bool:
        """Whether Foyer's account is in the room. Asked first: who was shown out still reads what the room was like then."""
        path = f"{room_path(room_id)}/state/m.room.member/{quoted(self.me)}"
        mine = self.ask("GET", path, allowed=REFUSALS)
        return mine.status == 200 and text(mine.object(), "membership") == "join"

    def _enter(self, room_id: str) -> None:
        if self.is_in(room_id):
            return
        if self.ask("POST", f"{CLIENT}/join/{quoted(room_id)}", allowed=REFUSALS).status != 200:
            raise RoomMissing(said(NOT_IN, f"{self.me}, {room_id}"))


def fault(answer: Answer) -> PlatformFault:
    """What an error of Matrix means, in words that say what to do."""
    told = answer.json if isinstance(answer.json, dict) else {}
    code = told.get("errcode")
    if answer.status == 429 or code == "M_LIMIT_EXCEEDED":
        return Unavailable(WAIT, retry_after=_wait(answer, told))
    if isinstance(code, str) and code in FAULTS:
        return AccessDenied(FAULTS[code])
    return fault_of(answer)


def _wait(answer: Answer, told: Mapping[str, Any]) -> float | None:
    """Servers before v1.10 of the specification say it in the body only."""
    milliseconds = told.get("retry_after_ms")
    seconds = retry_after(answer.headers)
    if seconds is None and isinstance(milliseconds, int | float) and milliseconds >= 0:
        seconds = min(milliseconds, MOST_RETRY_AFTER * 1000) / 1000  # cut first: it may be more than a float holds
    return seconds


def said(words: str, exactly: str) -> str:
    """The words, which are translated, and after them what is the same in every language: accounts, rooms, powers."""
    return f"{words} It is about: {exactly}"


def room_path(room_id: str) -> str:
    return f"{CLIENT}/rooms/{quoted(room_id)}"


def quoted(identifier: str) -> str:
    return quote(identifier, safe="")


def text(value: Mapping[str, Any] | None, name: str) -> str:
    """The text of this name, "" when there is none."""
    found = (value or {}).get(name)
    return found if isinstance(found, str) else ""


def strings(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _object(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = value.get(name)
    return found if isinstance(found, dict) else {}


def _number(value: object, otherwise: int) -> float:
    """Rooms before version 10 may hold numbers as text."""
    if isinstance(value, str):
        value = int(value) if re.fullmatch(r"[+-]?\d{1,18}", value.strip()) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise


def garbled() -> NoReturn:
    raise Garbled(NO_MATRIX)
