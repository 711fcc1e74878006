"""The real scim2-server, from a venv of its own, on a loopback port. Each test has a tenant for itself, and a door in front (`failing_proxy`)."""

import json
import os
import signal
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from networks.platforms.protocol import Access, There
from tests.infra.failing_proxy import Exchange, FailingProxy, in_front_of
from tests.infra.own_venv import programs
from tests.infra.processes import answers, end_with_parent, free_port, wait_until
from tests.networks.platforms.remote import Trouble

TOKEN = "scim-token-of-the-tests"
USER, GROUP = "urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
_numbers = count(1)


@dataclass
class ScimRemote:
    """The hand on the other side. `without`: what this server lacks of patch, filter, etag, and says so."""

    port: int
    proxy: FailingProxy
    tenant: str
    secrets: tuple[str, ...] = (TOKEN,)
    page: int = 2
    batch: int = 3
    without: frozenset[str] = frozenset()
    _refused: set[str] = field(default_factory=set)

    @property
    def access(self) -> Access:
        return Access(f"http://127.0.0.1:{self.proxy.port}/{self.tenant}/v2", {"token": TOKEN})

    def make_account(self, email: str, external_id: str = "", **more: object) -> str:
        user = {"schemas": [USER], "userName": f"user-{next(_numbers)}", "emails": [{"value": email}], **more}
        return self.ask("POST", "Users", {**user, **({"externalId": external_id} if external_id else {})})["id"]

    def make_room(self, name: str, external_id: str = "") -> str:
        key = {"externalId": external_id} if external_id else {}
        return self.ask("POST", "Groups", {"schemas": [GROUP], "displayName": name, **key})["id"]

    def delete_room(self, room_id: str) -> None:
        self.ask("DELETE", f"Groups/{room_id}")

    def put_in(self, room_id: str, account: str, kind: str = "User") -> None:
        self._patch(room_id, {"op": "add", "path": "members", "value": [{"value": account, "type": kind}]})

    def leave(self, room_id: str, account: str) -> None:
        self._patch(room_id, {"op": "remove", "path": f'members[value eq "{account}"]'})

    def standing(self, room_id: str) -> dict[str, There]:
        return {one["value"]: There.MEMBER for one in self.ask("GET", f"Groups/{room_id}").get("members", [])}

    def rooms(self) -> int:
        return self.ask("GET", "Groups?count=0")["totalResults"]

    def said(self, room_id: str) -> list[str]:
        return []

    def refuse(self, account: str) -> None:
        self._refused.add(account)

    def fail(self, trouble: Trouble, *, after_changes: int = 0) -> None:
        self.proxy.fail(trouble, after_changes=after_changes)

    def mend(self) -> None:
        self.proxy.mend()

    def ask(self, method: str, path: str, body: object | None = None) -> dict:
        """Past the door, straight at the server."""
        url = f"http://127.0.0.1:{self.port}/{self.tenant}/v2/{path}"
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/scim+json"}
        request = urllib.request.Request(url, json.dumps(body).encode() if body else None, headers, method=method)
        with urllib.request.urlopen(request, timeout=20) as response:
            said = response.read()
        return json.loads(said) if said else {}

    def _patch(self, room_id: str, operation: dict[str, object]) -> None:
        self.ask("PATCH", f"Groups/{room_id}", {"schemas": [PATCH_OP], "Operations": [operation]})

    def stand_at_the_door(self, exchange: Exchange) -> None:
        """What this server is made to refuse, and to lack."""
        touched = _touched(self, exchange)
        if touched & self._refused:
            exchange.say(400, {"scimType": "invalidValue", "detail": "This member is not allowed."})
        elif exchange.method == "PATCH" and "patch" in self.without:
            exchange.say(501, {"detail": "PATCH is not implemented."})
        elif "filter=" in exchange.path and "filter" in self.without:
            exchange.say(400, {"scimType": "invalidFilter", "detail": "Filters are not supported."})

    def take_away(self, exchange: Exchange) -> None:
        """What this server lacks is not in its answers."""
        if "ServiceProviderConfig" in exchange.path and exchange.status == 200:
            said = json.loads(exchange.answer)
            exchange.answer = json.dumps({**said, **{name: {"supported": False} for name in self.without}}).encode()
        if "etag" in self.without:
            exchange.answer_headers.pop("ETag", None)
            exchange.answer = exchange.answer.replace(b'"version"', b'"aVersion"')


def _touched(remote: ScimRemote, exchange: Exchange) -> set[str]:
    """Who would come or go."""
    if exchange.method == "PATCH":
        return {account for account in remote._refused if account.encode() in exchange.body}
    if remote._refused and exchange.method == "PUT":
        room_id = urllib.parse.urlsplit(exchange.path).path.rpartition("/")[2]
        wanted = {one["value"] for one in json.loads(exchange.body).get("members", [])}
        return wanted ^ set(remote.standing(room_id))
    return set()


@contextmanager
def running(folder: Path) -> Iterator[int]:
    """The port of a server that makes a tenant of every first part of an address."""
    port, log = free_port(), folder / "scim2-server.log"
    command = [programs("scim") / "scim2-server", "--port", str(port), "--bearer-token", TOKEN, "--dynamic-tenants"]
    with log.open("wb") as lines:
        ended = end_with_parent(signal.SIGTERM)
        server = subprocess.Popen(command, stdout=lines, stderr=lines, env={**os.environ, "PYTHONPATH": ""}, preexec_fn=ended)
    try:
        wait_until(lambda: answers(port), "scim2-server", log)
        yield port
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="session")
def scim_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with running(tmp_path_factory.mktemp("scim")) as port:
        yield port


@pytest.fixture
def scim_remote(scim_port: int) -> Iterator[ScimRemote]:
    """A tenant without people and groups."""
    with in_front_of(scim_port) as proxy:
        remote = ScimRemote(scim_port, proxy, f"t{next(_numbers)}")
        proxy.before, proxy.after = remote.stand_at_the_door, remote.take_away
        yield remote
