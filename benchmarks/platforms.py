"""Figure 10: a network is mirrored to a platform, and a hundredth of it changes. The platforms are the real servers that the tests start;
Foyer's part is done by its own worker, a process of its own.

Work is counted in requests, for the time is mostly the server's. A network and one of a tenth of it see as many people come and go: what
that costs must depend on how many those are, not on how large the network is. The worker of the first mirror is killed on the way.
"""

import tempfile
from pathlib import Path

from benchmarks import house, mirroring, platform_servers
from benchmarks.house import House
from benchmarks.measuring import Line
from benchmarks.mirroring import Work
from benchmarks.platform_servers import Server
from benchmarks.sizes import Size

FIGURE = "Platforms"
DATABASE = "sqlite"
LEAST_REQUESTS = 0.9


def measure(size: Size) -> list[Line]:
    here = "http://127.0.0.1"  # a platform without https:// is for who has all on one machine
    with house.opened(DATABASE, base_url=here) as home, home.app.app_context(), tempfile.TemporaryDirectory() as folder:
        home.worker()
        lines = _figures(platform_servers.matrix(), home, size)
        with platform_servers.scim(Path(folder)) as server:
            return lines + _figures(server, home, size)


def _figures(server: Server, home: House, size: Size) -> list[Line]:
    people, few, changed = size.mirrored
    platform_id = mirroring.connected(server)
    _few_first, few_change = _mirrored(server, home, platform_id, few, changed, killed=False)
    first, change = _mirrored(server, home, platform_id, people, changed, killed=True)
    come_and_go = f"{changed:,} of {people:,} come and go"
    return [
        Line(
            FIGURE,
            f"{server.kind}: {people:,} people, first mirror",
            DATABASE,
            people / first.seconds,
            0.0,
            0.0,
            "people/s",
            note=f"{first.seconds:,.0f} s, {first.requests:,} requests; worker killed on the way",
        ),
        Line(
            FIGURE,
            f"{server.kind}: {come_and_go}, against {changed:,} of {few:,}",
            DATABASE,
            change.requests,
            few_change.requests,
            few_change.requests / change.requests,
            "requests",
            LEAST_REQUESTS,
        ),
        Line(
            FIGURE,
            f"{server.kind}: {come_and_go}, against the first mirror",
            DATABASE,
            change.seconds,
            first.seconds,
            first.seconds / change.seconds,
            "s",
            note=f"{change.requests:,} requests against {first.requests:,}",
        ),
    ]


def _mirrored(server: Server, home: House, platform_id: int, count: int, changed: int, *, killed: bool) -> tuple[Work, Work]:
    """What the first mirror of a network took, and what it took that half of `changed` came and as many went."""
    swapped = changed // 2
    network = mirroring.begun(server, platform_id, count, swapped)
    first = mirroring.first_mirror(network, home, killed=killed)
    mirroring.guard_right(network)
    change = mirroring.change(network, swapped)
    mirroring.guard_right(network)
    return first, change
