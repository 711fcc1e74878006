"""Synapse behind a door of the test's own: it is the real server that answers, unless the test has ordered a trouble it cannot be made to have.

All tests of a run share one Synapse. Each has names of its own in it: the door adds them to e-mail addresses and numbers that are asked for.
"""

import itertools
import re
import uuid
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

import pytest

from networks.platforms.matrix import Matrix
from networks.platforms.protocol import Access, There
from tests.infra.platform_doubles.double import Asked, Double, Reply
from tests.infra.synapse import HTTP, SERVER_NAME, Account, Synapse

PROVIDER = "directory"
LOOKED_UP = re.compile(r"/_synapse/admin/v1/(threepid/email|auth_providers/[^/]+)/users/[^/]+")
HELD = re.compile(r"/_matrix/client/v3/rooms/([^/]+)/(invite|kick)")


class MatrixRemote(Double):
    """`foyer` is the service account whose token the adapter has, `keeper` somebody who makes rooms by hand."""

    TOO_MANY = Reply(429, {"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests", "retry_after_ms": 7000})
    EXPIRED = Reply(401, {"errcode": "M_UNKNOWN_TOKEN", "error": "Access token has expired", "soft_logout": True})
    FAULT = Reply(500, {"errcode": "M_UNKNOWN", "error": "Internal server error"})
    page = 5  # there are no pages: everyone comes at once
    batch = 1

    def __init__(self, synapse: Synapse) -> None:
        super().__init__()
        self.synapse, self.ours = synapse, uuid.uuid4().hex[:12]
        self._numbers = itertools.count(1)
        self._known: dict[str, Account] = {}
        self.foyer = self._made("foyer", {"admin": True})
        self.keeper = self._made("keeper", {})
        self.secrets = (self.foyer.token,)

    def access(self, **options: str) -> Access:
        """`foyer` administers the server; with `token` it may be somebody else."""
        token = options.pop("token", self.foyer.token)
        return Access(self.url, {"token": token}, {"prefix": self.ours, "provider": PROVIDER, **options})

    # The hand on the other side

    def make_account(self, email: str, external_id: str = "") -> str:
        wish: dict[str, Any] = {"threepids": [{"medium": "email", "address": f"{email.lower()}.{self.ours}"}]}
        if external_id:
            wish["external_ids"] = [{"auth_provider": PROVIDER, "external_id": f"{external_id}.{self.ours}"}]
        return self._made(f"p{next(self._numbers)}", wish).id

    def make_room(self, name: str, wish: Mapping[str, Any] = MappingProxyType({})) -> str:
        return self.keeper.ask("POST", "/createRoom", {"preset": "private_chat", "name": name, **wish})["room_id"]

    def delete_room(self, room_id: str) -> None:
        self.synapse.administer("DELETE", f"/v1/rooms/{quote(room_id, safe='')}", {"purge": True})

    def put_in(self, room_id: str, account: str) -> None:
        if self.standing(room_id).get(account) is None:
            self._host(room_id).ask("POST", f"/rooms/{quote(room_id, safe='')}/invite", {"user_id": account})
        self.account(account).join(room_id)

    def leave(self, room_id: str, account: str) -> None:
        self.account(account).leave(room_id)

    def standing(self, room_id: str) -> dict[str, There]:
        members = self.events(room_id)
        stands = {"join": There.MEMBER, "invite": There.INVITED}
        mine = {self.foyer.id, self.keeper.id}
        return {one: stands[how] for one, (how, _) in members.items() if how in stands and one not in mine}

    def rooms(self) -> int:
        found = [self.synapse.administer("GET", f"/v1/users/{who.id}/joined_rooms") for who in (self.foyer, self.keeper)]
        return len({room for one in found for room in one["joined_rooms"]})

    def said(self, room_id: str) -> list[str]:
        path = f"/rooms/{quote(room_id, safe='')}/messages?dir=f&limit=1000"
        events = self._host(room_id).ask("GET", path)["chunk"]
        return [event["content"]["body"] for event in events if event["type"] == "m.room.message"]

    # More than the contract asks for

    def account(self, user_id: str) -> Account:
        """They, signed in."""
        known = self._known[user_id]
        if not known.token:
            token = self.synapse.administer("POST", f"/v1/users/{user_id}/login")["access_token"]
            known = self._known[user_id] = Account(self.synapse.url, user_id, token)
        return known

    def events(self, room_id: str) -> dict[str, tuple[str, str]]:
        """By account: what it is to the room, and who made it that."""
        chunk = self._host(room_id).ask("GET", f"/rooms/{quote(room_id, safe='')}/members")["chunk"]
        return {event["state_key"]: (event["content"]["membership"], event["sender"]) for event in chunk}

    def state(self, room_id: str, kind: str, key: str = "") -> Any:
        return self._host(room_id).ask("GET", f"/rooms/{quote(room_id, safe='')}/state/{kind}/{quote(key, safe='')}")

    def set_state(self, by: Account, room_id: str, kind: str, content: object) -> None:
        by.ask("PUT", f"/rooms/{quote(room_id, safe='')}/state/{kind}/", content)

    def invite(self, by: Account, room_id: str, account: str) -> None:
        self.act(by, room_id, "invite", account)

    def act(self, by: Account, room_id: str, deed: str, account: str) -> None:
        """`deed`: invite, kick or ban."""
        by.ask("POST", f"/rooms/{quote(room_id, safe='')}/{deed}", {"user_id": account})

    def upgrade(self, by: Account, room_id: str) -> str:
        """The room that replaces it."""
        return by.ask("POST", f"/rooms/{quote(room_id, safe='')}/upgrade", {"new_version": "12"})["replacement_room"]

    def room_at(self, alias: str) -> str:
        """The room with this address."""
        return self.keeper.ask("GET", f"/directory/room/{quote(alias, safe='')}")["room_id"]

    def _host(self, room_id: str) -> Account:
        joined = self.synapse.administer("GET", f"/v1/users/{self.foyer.id}/joined_rooms")["joined_rooms"]
        return self.foyer if room_id in joined else self.keeper

    def _made(self, name: str, wish: dict[str, Any]) -> Account:
        user_id = f"@{name}.{self.ours}:{SERVER_NAME}"
        self.synapse.administer("PUT", f"/v2/users/{user_id}", {"displayname": name, **wish})
        self._known[user_id] = Account(self.synapse.url, user_id, "")
        return self.account(user_id) if name in {"foyer", "keeper"} else self._known[user_id]

    # What answers

    def changes(self, asked: Asked) -> bool:
        return asked.method != "GET"

    def unknown(self, asked: Asked) -> Reply:
        if HELD.fullmatch(asked.path) and asked.body.get("user_id") in self.refused:
            return Reply(403, {"errcode": "M_FORBIDDEN", "error": "A module of the server forbids that"})
        path = f"{asked.path}.{self.ours}" if LOOKED_UP.fullmatch(asked.path) else asked.path
        headers = {"Authorization": asked.headers["authorization"]}
        body = asked.body if self.changes(asked) else None
        answer = HTTP.request(asked.method, self.synapse.url + path, params=asked.query, json=body, headers=headers)
        kept = {name: answer.headers[name] for name in ("Retry-After",) if name in answer.headers}
        return Reply(answer.status_code, answer.json(), kept)


@pytest.fixture
def matrix_remote(synapse: Synapse) -> Iterator[MatrixRemote]:
    """The other side of `matrix`."""
    door = MatrixRemote(synapse)
    yield door
    door.close()


@pytest.fixture
def matrix(matrix_remote: MatrixRemote) -> Iterator[Matrix]:
    """The adapter, on a real Synapse."""
    adapter = Matrix(matrix_remote.access())
    yield adapter
    adapter.close()
