"""A platform that lives in memory, and a group that stands on it: `channel(members=[ada, ...])`, a press and a worker's turn in one line."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

import pytest
from sqlalchemy import select

from database import db, in_transaction, transaction
from mail.models import OutgoingMail
from networks import memberships
from networks.channels import channels, claims, jobs_saying, jobs_work, looks, running
from networks.channels.channels import Terms
from networks.channels.jobs_work import Tools
from networks.channels.models import Channel, ChannelChange, ChannelPerson, ChannelRun, Stop
from networks.channels.notices import STOPPED
from networks.mirroring.models import Rule
from networks.models import Group, Origin
from networks.platforms import connections
from networks.platforms.models import PlatformConnection, PlatformKind
from networks.platforms.protocol import Done, Finding, Outcome, Room, RoomMember, RoomMissing, Sought, There
from people.models import Person

PRESENT = (There.MEMBER, There.INVITED)


class KilledError(BaseException):
    """The worker is gone in the middle of a call."""


class Remote:
    """The other side, as a test moves it, and the adapter to it at once. Each account is the first part of an address.

    `troubles`: for the next calls that change something, one after the other. None goes well; an exception is raised before anything is
    done; `(exception,)` when the first account has been dealt with, and nobody hears of that. `always`: every call raises it.
    """

    def __init__(self) -> None:
        self.room_of: dict[str, str] = {}
        self.standing: dict[str, There] = {}
        self.without_account: set[str] = set()
        self.refused: set[str] = set()
        self.troubles: deque[object] = deque()
        self.always: BaseException | None = None
        self.keeps_trace = True
        self.asks = False
        self.said: dict[str, str] = {}
        self.calls: list[str] = []
        self.waited: list[float] = []

    def joins(self, account: str) -> None:
        self.standing[account] = There.MEMBER

    def leaves(self, account: str) -> None:
        if self.standing.get(account) in PRESENT:
            self._gone(account)

    def present(self) -> list[str]:
        return sorted(account for account, there in self.standing.items() if there in PRESENT)

    def check(self) -> Sequence[Finding]:
        return ()

    def open_room(self, key: str, name: str, purpose: str) -> Room:
        self._called("open_room")
        return Room(self.room_of.setdefault(key, f"!{key}"), name, f"https://rooms.example/{key}")

    def room(self, room_id: str) -> Room:
        return Room(room_id, "")

    def accounts(self, sought: Iterable[Sought]) -> dict[int, str]:
        asked = [(one.person_id, one.email.partition("@")[0]) for one in sought]
        self._called(f"accounts {len(asked)}")
        return {id_: account for id_, account in asked if account not in self.without_account}

    def members(self, room_id: str) -> Iterator[RoomMember]:
        self._called("members")
        if room_id not in self.room_of.values():
            raise RoomMissing("There is no such room.")
        yield from [RoomMember(account, there) for account, there in self.standing.items()]

    def bring_in(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        yield from self._each("bring_in", accounts, self._in)

    def take_out(self, room_id: str, accounts: Sequence[str]) -> Iterator[Outcome]:
        yield from self._each("take_out", accounts, self._out)

    def announce(self, room_id: str, text: str, key: str) -> None:
        self._called("announce")
        self.said.setdefault(key, text)

    def close(self) -> None:
        assert not in_transaction()

    def _called(self, what: str) -> None:
        assert not in_transaction(), "a transaction is open while the platform is asked"
        self.calls.append(what)
        if self.always is not None:
            raise self.always

    def _each(self, what: str, accounts: Sequence[str], work: Callable[[str], Done]) -> Iterator[Outcome]:
        self._called(f"{what} {len(accounts)}")
        trouble = self.troubles.popleft() if self.troubles else None
        if isinstance(trouble, BaseException):
            raise trouble
        for account in accounts:
            if account in self.refused:
                yield Outcome(account, Done.REFUSED, "Not this one.")
                continue
            done = work(account)
            if isinstance(trouble, tuple):
                raise trouble[0]
            yield Outcome(account, done)

    def _in(self, account: str) -> Done:
        if self.standing.get(account) in PRESENT:
            return Done.ALREADY
        self.standing[account] = There.INVITED if self.asks else There.MEMBER
        return Done.ASKED if self.asks else Done.DONE

    def _out(self, account: str) -> Done:
        if self.standing.get(account) not in PRESENT:
            return Done.ALREADY
        self._gone(account)
        return Done.DONE

    def _gone(self, account: str) -> None:
        if self.keeps_trace:
            self.standing[account] = There.OUT
        else:
            self.standing.pop(account, None)


@pytest.fixture
def remote() -> Remote:
    """Everybody has an account there; nobody is in the room."""
    return Remote()


@pytest.fixture
def connection(app: object, now: datetime) -> PlatformConnection:
    """A platform that an administrator has connected."""
    return connect("The Square", now=now)


def connect(name: str, *, now: datetime) -> PlatformConnection:
    """Another one."""
    values = {one.name: "given" for one in connections.fields_of(PlatformKind.MATRIX)}
    with transaction():
        return connections.connect(PlatformKind.MATRIX, name, "https://square.example", values, now=now)


@pytest.fixture
def channel(group: Callable[..., Group], connection: PlatformConnection, bo: Person, now: datetime) -> Callable[..., Channel]:
    """The lunch walkers, looked after by Bo, are to stand on the Square; nobody has come in there yet."""

    def build(*, members: Sequence[Person] = (), rule: Rule = Rule.AUTHORITATIVE, most_removed: int = 100, **of: str) -> Channel:
        here = group(members=members, **of)
        with transaction():
            return channels.set_up(here.id, connection.id, Terms(rule, most_removed), by=bo, now=now)

    return build


@pytest.fixture
def channel_mails() -> Callable[[], list[str]]:
    """Who is told that a channel has stopped: local parts."""

    def read() -> list[str]:
        db.session.rollback()
        query = select(OutgoingMail.recipient).where(OutgoingMail.kind == STOPPED).order_by(OutgoingMail.id)
        return [recipient.partition("@")[0] for recipient in db.session.scalars(query)]

    return read


def works(channel: Channel, remote: Remote, *, now: datetime) -> None:
    """The worker has its turn with this channel."""
    db.session.rollback()
    try:
        jobs_work.go_on(channel.id, Tools(lambda _kind, _access: remote, lambda: now, remote.waited.append))
    finally:
        db.session.expire_all()


def looked(channel: Channel, remote: Remote, *, now: datetime) -> str:
    """The channel is looked at; the plan, signed."""
    with transaction():
        looks.ask(channel.id, now=now)
    works(channel, remote, now=now)
    look = claims.look_of(channel)
    assert look is not None
    plan = looks.signed(channel, look)
    db.session.rollback()
    return plan


def pressed(channel: Channel, remote: Remote, by: Person, *, now: datetime, despite: Stop | None = None) -> ChannelRun:
    """The plan is looked at and let go ahead, and the worker has its turn."""
    plan = looked(channel, remote, now=now)
    with transaction():
        run = running.press(channel.id, plan, despite=despite, by=by, now=now)
    works(channel, remote, now=now)
    return run


def undone(run: ChannelRun, channel: Channel, remote: Remote, by: Person, *, now: datetime) -> ChannelRun:
    """The run is undone, and the worker has its turn."""
    with transaction():
        undoing = running.undo(run.id, by=by, now=now)
    works(channel, remote, now=now)
    return undoing


def says(remote: Remote, *, now: datetime) -> int:
    """The worker says what is due in rooms."""
    db.session.rollback()
    return jobs_saying.say_all(lambda _kind, _access: remote, now=lambda: now)


def stands(channel: Channel) -> dict[str, str]:
    """Where everybody stands with the room, by account."""
    db.session.expire_all()
    rows = db.session.scalars(select(ChannelPerson).where(ChannelPerson.channel_id == channel.id))
    return {row.account: row.stands.value for row in rows}


def log_of(run: ChannelRun) -> list[tuple[str, str, str, str]]:
    """Account, act, why, what became of it."""
    db.session.expire_all()
    rows = db.session.scalars(select(ChannelChange).where(ChannelChange.run_id == run.id).order_by(ChannelChange.account))
    return [(row.account, row.act.value, row.why.value, row.state.value) for row in rows]


def leaves(channel: Channel, person: Person, *, now: datetime) -> None:
    """This person leaves the group here."""
    with transaction():
        memberships.leave(channel.group_id, person, now=now)


def joins(channel: Channel, person: Person, *, by: Person, now: datetime) -> None:
    """This person comes into the group here."""
    with transaction():
        memberships.add(channel.group, [person.id], Origin.JOINED, by=by, now=now)
