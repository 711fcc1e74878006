"""A network that stands on a real platform, as Foyer's own worker keeps it: looked at, pressed, killed on the way, begun again, changed."""

import random
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, insert, select, update

from benchmarks.company import person_row
from benchmarks.house import House
from benchmarks.platform_servers import Server
from database import db, transaction
from networks import groups, memberships
from networks.channels import channels, claims, looks, running
from networks.channels.channels import Terms
from networks.channels.models import Became, Channel, ChannelChange, ChannelPerson, ChannelRun, LookState, RunState, Stands
from networks.mirroring.models import Rule
from networks.models import GroupKind, JoinRule, Origin, Visibility
from networks.platforms import connections
from people.models import Person

SAYS_YES = 50  # of so many who are asked one says yes while the others are being asked
OPEN = (RunState.CHECKING, RunState.APPLYING)
TELLS_EVERY = 60  # seconds between two words on how far it is
GIVES_UP = 3 * 3600


@dataclass
class Network:
    """A group here and a room there. Addresses: `inside` belong to the group, `later` come to it later. The first of all looks after it.

    They, who stood in the room before Foyer came, and the `stranger`, who is nobody's of the group, are never to be taken out of it.
    """

    server: Server
    channel_id: int
    room_id: str
    numbers: dict[str, int]
    first: str
    inside: list[str]
    later: list[str]
    stranger: str
    quick: dict[int, str]  # who says yes at once


@dataclass(frozen=True)
class Work:
    seconds: float
    requests: int


def connected(server: Server) -> int:
    """The platform, as an administrator connects it: its number."""
    values = {one.name: server.access.secrets.get(one.name, "") for one in connections.fields_of(server.kind)}
    with transaction():
        platform = connections.connect(server.kind, f"The {server.kind} server", server.access.base_url, values, now=_now())
        return platform.id


def begun(server: Server, platform_id: int, count: int, coming: int) -> Network:
    """A group of `count` is to stand there; `coming` more are in the company. In the room are two people of whom Foyer knows nothing yet."""
    stranger, *addresses = server.people(count + coming + 1)
    numbers = _colleagues(addresses)
    first, now = addresses[0], _now()
    with transaction() as session:
        by = session.get_one(Person, numbers[first])
        name = f"Network of {count}"
        group = groups.create(name, "", GroupKind.NETWORK, [by.id], Visibility.LISTED, JoinRule.OPEN, by=by, now=now)
        memberships.add(group, [numbers[one] for one in addresses[:count]], Origin.JOINED, by=by, now=now)
        channel = channels.set_up(group.id, platform_id, Terms(Rule.AUTHORITATIVE), by=by, now=now)
        channel_id, key = channel.id, channel.key
    with server.opened() as platform:
        room_id = platform.open_room(key, name, "").id
        list(platform.bring_in(room_id, list(server.accounts([stranger, first]).values())))
    quick = {numbers[one]: one for one in addresses[SAYS_YES:count:SAYS_YES]}
    return Network(server, channel_id, room_id, numbers, first, addresses[:count], addresses[count:], stranger, quick)


def _colleagues(addresses: Sequence[str]) -> dict[str, int]:
    """Their numbers, one after the other."""
    dice, now = random.Random(len(addresses)), _now()
    with transaction() as session:
        before = session.scalar(select(func.coalesce(func.max(Person.id), 0)))
        rows = [person_row(before + place, dice, now) | {"email": one} for place, one in enumerate(addresses)]
        session.execute(insert(Person.__table__), rows)
    return {one: before + place + 1 for place, one in enumerate(addresses)}


def first_mirror(network: Network, home: House, *, killed: bool) -> Work:
    """Everybody is in the room, or asked. `killed`: the worker is, somewhere on the way, and the next one goes on."""

    def work() -> None:
        run_id = _pressed(network)
        if killed:
            enough = max(1, random.uniform(0.1, 0.9) * len(network.inside))
            _wait(network, lambda: _is_over(run_id) or _done(run_id) >= enough, run_id)
            _kill(home)
            _tell(f"{network.server.kind}: killed with {_done(run_id):,} of {len(network.inside):,} done")
            _claim_runs_out(network)
            home.worker()
        _wait(network, lambda: _is_over(run_id), run_id)

    return _measured(network, work)


def change(network: Network, swapped: int) -> Work:
    """So many come, and as many go; among them the one who came into the room without Foyer, and stays there."""
    going, coming = network.inside[:swapped], network.later[:swapped]
    with transaction() as session:
        by = session.get_one(Person, network.numbers[network.first])
        group = session.get_one(Channel, network.channel_id).group
        memberships.add(group, [network.numbers[one] for one in coming], Origin.JOINED, by=by, now=_now())
        for one in going:
            memberships.leave(group.id, session.get_one(Person, network.numbers[one]), now=_now())
    network.inside = network.inside[swapped:] + coming

    def work() -> None:
        run_id = _pressed(network)
        _wait(network, lambda: _is_over(run_id), run_id)

    return _measured(network, work)


def guard_right(network: Network) -> None:
    """Raises RuntimeError unless exactly those are in the room who should be, each once, and another look finds nothing to do."""
    server, kind = network.server, network.server.kind
    right = sorted(server.accounts([*{network.first, network.stranger, *network.inside}]).values())
    present = server.present(network.room_id)
    if present != right:
        raise RuntimeError(f"{kind}: {len(present)} stand in the room, where {len(right)} should")
    if twice := server.twice(network.room_id):
        raise RuntimeError(f"{kind}: {twice} people were asked, or brought in, twice")
    counts = _looked(network)[1]
    if left := {act: counts[act] for act in ("add", "remove") if counts.get(act)}:
        raise RuntimeError(f"{kind}: another look finds something to do: {left}")


def _measured(network: Network, work: Callable[[], None]) -> Work:
    with network.server.counted() as requests:
        start = time.perf_counter()
        work()
        seconds = time.perf_counter() - start
    _tell(f"{network.server.kind}: {seconds:,.0f} s, {requests[0]:,} requests")
    return Work(seconds, requests[0])


def _pressed(network: Network) -> int:
    """The number of the run: the plan was looked at, and let go ahead as it was signed."""
    plan, _counts = _looked(network)
    with transaction() as session:
        by = session.get_one(Person, network.numbers[network.first])
        return running.press(network.channel_id, plan, despite=None, by=by, now=_now()).id


def _looked(network: Network) -> tuple[str, dict[str, int]]:
    """The plan, signed, and how many come, stay and go."""
    with transaction():
        looks.ask(network.channel_id, now=_now())
    _wait(network, lambda: _look(network).state is not LookState.WAITING)
    look = _look(network)
    if look.state is not LookState.READY or look.brake is not None:
        raise RuntimeError(f"{network.server.kind}: the look is {look.state}, brake {look.brake}: {_channel(network).told}")
    return looks.signed(_channel(network), look), dict(look.counts)


def _channel(network: Network) -> Channel:
    return db.session.get_one(Channel, network.channel_id)


def _look(network: Network) -> claims.ChannelLook:
    return claims.look_of(_channel(network))


def _is_over(run_id: int) -> bool:
    state = db.session.scalar(select(ChannelRun.state).where(ChannelRun.id == run_id))
    if state not in {*OPEN, RunState.DONE}:
        raise RuntimeError(f"the run is {state}")
    return state is RunState.DONE


def _done(run_id: int) -> int:
    query = select(func.count()).select_from(ChannelChange).where(ChannelChange.run_id == run_id)
    return db.session.scalar(query.where(ChannelChange.state.not_in((Became.WAITS, Became.CALLED))))


def _wait(network: Network, until: Callable[[], bool], run_id: int | None = None) -> None:
    start, told = time.monotonic(), time.monotonic()
    while not until():
        _say_yes(network)
        db.session.remove()
        time.sleep(0.2)
        if run_id is not None and time.monotonic() > told + TELLS_EVERY:
            told = time.monotonic()
            _tell(f"{network.server.kind}: {_done(run_id):,} of {len(network.inside):,} after {told - start:,.0f} s")
        if time.monotonic() > start + GIVES_UP:
            raise RuntimeError(f"{network.server.kind}: not done after {GIVES_UP} s: {_channel(network).told}")
    db.session.remove()


def _say_yes(network: Network) -> None:
    """Some of those who are asked say yes while the others are being asked, as people do. Synapse goes through the people of a room until
    it meets one who is in: where thousands are asked and nobody says yes, each question takes it longer than the one before.
    """
    asked = select(ChannelPerson.person_id).where(
        ChannelPerson.channel_id == network.channel_id,
        ChannelPerson.stands == Stands.ASKED,
        ChannelPerson.person_id.in_(network.quick),
    )
    found = list(db.session.scalars(asked))
    db.session.rollback()
    for person_id in found:
        network.server.yes(network.room_id, network.quick.pop(person_id))


def _kill(home: House) -> None:
    """Outright, in the middle of whatever it does."""
    worker = home.processes.pop()
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def _claim_runs_out(network: Network) -> None:
    """As if ten minutes had passed: a worker that says nothing for so long has died."""
    with transaction() as session:
        session.execute(update(Channel).where(Channel.id == network.channel_id).values(claimed_until=_now()))


def _tell(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def _now() -> datetime:
    return datetime.now(UTC)
