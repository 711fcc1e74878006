"""Figure 10: a network is mirrored to a platform, and a hundredth of it changes. The platforms are the real servers that the tests start.

Work is counted in requests, for the time is mostly the server's. A network and one of a tenth of it see the same people come and go: what
that costs must depend on how many those are, not on how large the network is. The first mirror is stopped halfway and begun again.
"""

import itertools
import logging
import sqlite3
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from benchmarks.measuring import Line
from benchmarks.sizes import Size
from networks.platforms import registry
from networks.platforms.protocol import Access, Done, Platform, PlatformKind, Sought, There
from tests.infra import scim_server, synapse

FIGURE = "Platforms"
LEAST_REQUESTS = 0.9
BULK = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
AT_ONCE = 500  # accounts in one request to make them


@dataclass(frozen=True)
class Server:
    """A platform with people on it. `people` makes so many accounts, and gives their addresses."""

    kind: PlatformKind
    access: Access
    people: Callable[[int], Sequence[str]]

    @contextmanager
    def opened(self) -> Iterator[Platform]:
        with closing(registry.adapter(self.kind, self.access)) as platform:
            yield platform


@dataclass(frozen=True)
class Work:
    seconds: float
    requests: int


def measure(size: Size) -> list[Line]:
    lines = _figures(_matrix(), size)
    with tempfile.TemporaryDirectory() as folder, scim_server.running(Path(folder)) as port:
        return [*lines, *_figures(_scim(port), size)]


def _figures(server: Server, size: Size) -> list[Line]:
    people, few, changed = size.mirrored
    (first, change), (_few_first, few_change) = (_mirrored(server, count, changed) for count in (people, few))
    come_and_go = f"{changed:,} of {people:,} come and go"
    against = few_change.requests / change.requests
    return [
        Line(
            FIGURE,
            f"{server.kind}: {people:,} people, first mirror",
            "none",
            people / first.seconds,
            0.0,
            0.0,
            "people/s",
            note=f"{first.seconds:,.0f} s, {first.requests:,} requests",
        ),
        Line(
            FIGURE,
            f"{server.kind}: {come_and_go}, against {changed:,} of {few:,}",
            "none",
            change.requests,
            few_change.requests,
            against,
            "requests",
            LEAST_REQUESTS,
        ),
        Line(
            FIGURE,
            f"{server.kind}: {come_and_go}, against the first mirror",
            "none",
            change.seconds,
            first.seconds,
            first.seconds / change.seconds,
            "s",
            note=f"{change.requests:,} requests against {first.requests:,}",
        ),
    ]


def _mirrored(server: Server, count: int, changed: int) -> tuple[Work, Work]:
    """What the first mirror of a network took, and what it took that half of `changed` came and as many went."""
    swapped = changed // 2
    addresses = server.people(count + swapped + 1)
    bystander, *wanted = addresses[: count + 1]
    later = [*wanted[swapped:], *addresses[count + 1 :]]
    key = f"bench-{uuid.uuid4().hex[:12]}"
    with server.opened() as platform:
        room_id = platform.open_room(key, f"Network of {count}", "").id
        alone = list(platform.accounts([Sought(1, bystander)]).values())
        list(platform.bring_in(room_id, alone))
    with _counted() as first:
        _run(server, key, wanted, (), stop_after=count // 2)
        _run(server, key, wanted, ())
    with _counted() as change:
        _run(server, key, later, wanted)
    with server.opened() as platform:
        standing = [member.account for member in platform.members(room_id) if member.there is not There.OUT]
        right = sorted([*platform.accounts(_sought(later)).values(), *alone])
    if sorted(standing) != right:
        raise RuntimeError(f"{server.kind}: {len(standing)} stand in the room, where {len(right)} should")
    return first[0], change[0]


def _run(server: Server, key: str, wanted: Sequence[str], before: Sequence[str], stop_after: int | None = None) -> None:
    """One run of a mirror: who is there, who is wanted, and the difference. Only those who are new, or go, are looked up."""
    with server.opened() as platform:
        room_id = platform.open_room(key, "Network", "").id
        there = {member.account for member in platform.members(room_id) if member.there is not There.OUT}
        come = list(platform.accounts(_sought(set(wanted) - set(before))).values())
        go = list(platform.accounts(_sought(set(before) - set(wanted))).values())
        coming = platform.bring_in(room_id, [account for account in come if account not in there])
        outcomes = list(itertools.islice(coming, stop_after))
        outcomes += platform.take_out(room_id, [account for account in go if account in there])
    if refused := [one for one in outcomes if one.done is Done.REFUSED]:
        raise RuntimeError(f"{server.kind} refused: {refused[0]}")


def _sought(addresses: Sequence[str] | set[str]) -> list[Sought]:
    return [Sought(number, address) for number, address in enumerate(sorted(addresses))]


@contextmanager
def _counted() -> Iterator[list[Work]]:
    """Holds the work of the block, when it is over. The client tells each request to its logger."""
    counter, logger, found = _Counter(), logging.getLogger("httpx2"), []
    level = logger.level
    logger.addHandler(counter)
    logger.setLevel(logging.INFO)
    begun = time.perf_counter()
    try:
        yield found
    finally:
        found.append(Work(time.perf_counter() - begun, counter.requests))
        logger.removeHandler(counter)
        logger.setLevel(level)


class _Counter(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.requests = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.requests += record.getMessage().startswith("HTTP Request")


def _matrix() -> Server:
    running = synapse.running()
    return Server(
        PlatformKind.MATRIX, Access(running.url, {"token": running.admin.token}), lambda count: _residents(running, count)
    )


def _residents(running: synapse.Synapse, count: int) -> list[str]:
    """Written into the server's tables: 20,000 take a second, and by its interface they would take a quarter of an hour."""
    company, now, server = uuid.uuid4().hex[:12], int(time.time()), synapse.SERVER_NAME
    names = [f"b{number}.{company}" for number in range(count)]
    tables = {
        "users (name, creation_ts, admin, is_guest, approved)": [(f"@{name}:{server}", now, 0, 0, 1) for name in names],
        "profiles (user_id, displayname, full_user_id)": [(name, name, f"@{name}:{server}") for name in names],
        "user_threepids (user_id, medium, address, validated_at, added_at)": [
            (f"@{name}:{server}", "email", f"{name}@example.com", now * 1000, now * 1000) for name in names
        ],
    }
    with closing(sqlite3.connect(running.folder / "synapse.db", timeout=60)) as connection, connection:
        for table, rows in tables.items():
            connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    return [f"{name}@example.com" for name in names]


def _scim(port: int) -> Server:
    """Each network in a tenant of its own would be kinder: a company has one directory for all of them."""
    url = f"http://127.0.0.1:{port}/bench/v2"
    return Server(PlatformKind.SCIM, Access(url, {"token": scim_server.TOKEN}), lambda count: _directory(url, count))


def _directory(url: str, count: int) -> list[str]:
    company = uuid.uuid4().hex[:12]
    names = [f"b{number}.{company}" for number in range(count)]
    with httpx2.Client(headers={"Authorization": f"Bearer {scim_server.TOKEN}"}, timeout=300) as client:
        for start in range(0, count, AT_ONCE):
            wishes = [
                {"method": "POST", "path": "/Users", "bulkId": one, "data": _user(one)} for one in names[start : start + AT_ONCE]
            ]
            client.post(f"{url}/Bulk", json={"schemas": [BULK], "Operations": wishes}).raise_for_status()
    return [f"{name}@example.com" for name in names]


def _user(name: str) -> dict[str, object]:
    return {"schemas": [scim_server.USER], "userName": name, "emails": [{"value": f"{name}@example.com"}]}
