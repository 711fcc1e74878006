"""The real platforms that a network is mirrored to, with people on them, and what they themselves can tell of it."""

import re
import sqlite3
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from networks.platforms import registry
from networks.platforms.protocol import Access, Platform, PlatformKind, Sought, There
from tests.infra import scim_server, synapse

BULK = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
AT_ONCE = 500  # accounts in one request to make them


@dataclass
class Server:
    """A platform. `people` makes so many accounts, and gives their addresses. `asked`: a line of `log` that is one request of Foyer's.

    `twice` counts the people who were asked, or stand in the room, more than once. `yes`: this address says yes to an invitation.
    """

    kind: PlatformKind
    access: Access
    people: Callable[[int], Sequence[str]]
    log: Path
    asked: re.Pattern[bytes]
    twice: Callable[[str], int]
    yes: Callable[[str, str], None] = lambda _room_id, _address: None

    @contextmanager
    def opened(self) -> Iterator[Platform]:
        with closing(registry.adapter(self.kind, self.access)) as platform:
            yield platform

    def accounts(self, addresses: Sequence[str]) -> dict[str, str]:
        with self.opened() as platform:
            found = platform.accounts([Sought(number, address) for number, address in enumerate(addresses)])
        return {addresses[number]: account for number, account in found.items()}

    def present(self, room_id: str) -> list[str]:
        with self.opened() as platform:
            return sorted(member.account for member in platform.members(room_id) if member.there is not There.OUT)

    @contextmanager
    def counted(self) -> Iterator[list[int]]:
        """Holds the number of requests of the block, when it is over: the server has written down each."""
        found: list[int] = []
        begun = self.log.stat().st_size
        try:
            yield found
        finally:
            with self.log.open("rb") as lines:
                lines.seek(begun)
                found.append(sum(1 for line in lines if self.asked.search(line)))


def matrix() -> Server:
    """With an administrator of its own, by whose name its requests are known in the log: others may use the server too."""
    running = synapse.running()
    keeper = running.account(f"keeper.{uuid.uuid4().hex[:12]}", is_admin=True)
    return Server(
        PlatformKind.MATRIX,
        Access(running.url, {"token": keeper.token}),
        lambda count: _residents(running, count),
        running.folder / "log",
        re.compile(b"{" + re.escape(keeper.id.encode()) + b"} Processed request"),
        lambda room_id: _asked_twice(running, room_id),
        lambda room_id, address: _says_yes(running, room_id, address),
    )


def _account(address: str) -> str:
    return f"@{address.partition('@')[0]}:{synapse.SERVER_NAME}"


def _residents(running: synapse.Synapse, count: int) -> list[str]:
    """Written into the server's tables: 20,000 take a second, and by its interface they would take a quarter of an hour."""
    company, now = uuid.uuid4().hex[:12], int(time.time())
    addresses = [f"b{number}.{company}@example.com" for number in range(count)]
    users = [(_account(address), address) for address in addresses]
    tables = {
        "users (name, creation_ts, admin, is_guest, approved)": [(user, now, 0, 0, 1) for user, _address in users],
        "profiles (user_id, displayname, full_user_id)": [
            (address.partition("@")[0], address.partition("@")[0], user) for user, address in users
        ],
        "user_threepids (user_id, medium, address, validated_at, added_at)": [
            (user, "email", address, now * 1000, now * 1000) for user, address in users
        ],
    }
    with _tables(running) as connection:
        for table, rows in tables.items():
            connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    return addresses


@contextmanager
def _tables(running: synapse.Synapse) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(running.folder / "synapse.db", timeout=60)) as connection, connection:
        yield connection


def _asked_twice(running: synapse.Synapse, room_id: str) -> int:
    query = "SELECT user_id FROM room_memberships WHERE room_id = ? AND membership = 'invite' GROUP BY 1 HAVING count(*) > 1"
    with _tables(running) as connection:
        return len(connection.execute(query, (room_id,)).fetchall())


def _says_yes(running: synapse.Synapse, room_id: str, address: str) -> None:
    user = _account(address)
    token = running.administer("POST", f"/v1/users/{user}/login")["access_token"]
    synapse.Account(running.url, user, token).join(room_id)


@contextmanager
def scim(folder: Path) -> Iterator[Server]:
    """Each network in a tenant of its own would be kinder: a company has one directory for all of them."""
    with scim_server.running(folder) as port:
        url = f"http://127.0.0.1:{port}/bench/v2"
        access = Access(url, {"token": scim_server.TOKEN})
        log = folder / "scim2-server.log"
        yield Server(
            PlatformKind.SCIM,
            access,
            lambda count: _directory(url, count),
            log,
            re.compile(rb'"[A-Z]+ /bench/v2/'),
            lambda room_id: _inside_twice(url, room_id),
        )


def _client() -> httpx2.Client:
    return httpx2.Client(headers={"Authorization": f"Bearer {scim_server.TOKEN}"}, timeout=300)


def _directory(url: str, count: int) -> list[str]:
    company = uuid.uuid4().hex[:12]
    names = [f"b{number}.{company}" for number in range(count)]
    with _client() as client:
        for start in range(0, count, AT_ONCE):
            wishes = [
                {"method": "POST", "path": "/Users", "bulkId": one, "data": _user(one)} for one in names[start : start + AT_ONCE]
            ]
            client.post(f"{url}/Bulk", json={"schemas": [BULK], "Operations": wishes}).raise_for_status()
    return [f"{name}@example.com" for name in names]


def _user(name: str) -> dict[str, object]:
    return {"schemas": [scim_server.USER], "userName": name, "emails": [{"value": f"{name}@example.com"}]}


def _inside_twice(url: str, room_id: str) -> int:
    with _client() as client:
        members = [one["value"] for one in client.get(f"{url}/Groups/{room_id}").json().get("members", [])]
    return len(members) - len(set(members))
