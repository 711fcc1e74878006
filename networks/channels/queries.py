"""Reads for the pages of channels. Each page takes a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from database import db
from networks.channels.errors import ChannelMissing
from networks.channels.models import (
    Became,
    Channel,
    ChannelChange,
    ChannelLook,
    ChannelLookLine,
    ChannelPerson,
    ChannelRun,
    Why,
)
from networks.mirroring.models import Act
from networks.mirroring.queries import NAMES_SHOWN, RUNS_SHOWN
from networks.models import Group, Membership, MembershipState
from networks.platforms.models import PlatformConnection
from people.models import Person

DID = (Became.DONE, Became.ASKED)
WAITS = (Became.WAITS, Became.CALLED)


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run, with how many came in, were asked and were taken out, how many are still to come, and how many the platform refused."""

    run: ChannelRun
    came: int = 0
    asked: int = 0
    went: int = 0
    waits: int = 0
    refused: int = 0


def runs_of(channel: Channel) -> list[RunLine]:
    """The newest first."""
    query = select(ChannelRun).where(ChannelRun.channel_id == channel.id).options(joinedload(ChannelRun.by))
    runs = db.session.scalars(query.order_by(ChannelRun.id.desc()).limit(RUNS_SHOWN)).all()
    return [line_of(run, counts) for run, counts in zip(runs, _counts([run.id for run in runs]), strict=True)]


Counts = dict[tuple[Act, Became], int]


def _counts(run_ids: Sequence[int]) -> list[Counts]:
    query = select(ChannelChange.run_id, ChannelChange.act, ChannelChange.state, func.count())
    query = query.where(ChannelChange.run_id.in_(run_ids)).group_by(ChannelChange.run_id, ChannelChange.act, ChannelChange.state)
    found: dict[int, Counts] = {run_id: {} for run_id in run_ids}
    for run_id, act, state, count in db.session.execute(query):
        found[run_id][act, state] = count
    return list(found.values())


def line_of(run: ChannelRun, counts: Counts) -> RunLine:
    """One run in numbers."""
    return RunLine(
        run,
        came=counts.get((Act.ADD, Became.DONE), 0),
        asked=counts.get((Act.ADD, Became.ASKED), 0),
        went=counts.get((Act.REMOVE, Became.DONE), 0),
        waits=sum(count for (_act, state), count in counts.items() if state in WAITS),
        refused=sum(count for (_act, state), count in counts.items() if state is Became.REFUSED),
    )


def progress_of(run: ChannelRun) -> tuple[int, int]:
    """How many changes of it are settled, and how many there are."""
    counts = _counts([run.id])[0]
    total = sum(counts.values())
    return total - sum(count for (_act, state), count in counts.items() if state in WAITS), total


def run_of(channel: Channel, run_id: int) -> ChannelRun:
    """One of its runs. Raises ChannelMissing."""
    query = select(ChannelRun).where(ChannelRun.channel_id == channel.id, ChannelRun.id == run_id)
    run = db.session.scalar(query.options(joinedload(ChannelRun.by)))
    if run is None:
        raise ChannelMissing("There is no such run.")
    return run


def changes_of(run: ChannelRun) -> Select[ChannelChange]:
    """Who came and went by it, in order of name. Who had decided for themselves, or was gone already, is not named: that is theirs."""
    query = select(ChannelChange).join(Person, Person.id == ChannelChange.person_id)
    left = (ChannelChange.act == Act.REMOVE) & (ChannelChange.state == Became.ALREADY)
    query = query.where(ChannelChange.run_id == run.id, ChannelChange.why != Why.DECIDED, ~left)
    return query.order_by(Person.name, Person.id)


@dataclass(frozen=True, slots=True)
class Part:
    """The people of one part of a look: how many, and the first of them by name, each with the reason."""

    what: str
    total: int
    people: Sequence[tuple[Person, Why]]


def parts_of(look: ChannelLook, *, names: bool) -> list[Part]:
    """Who would be taken out, would come in, has no account. Four queries at most."""
    return [part for what, act, why in _PARTS if (part := _part(look, what, act, why, names=names)).total]


_PARTS = (("remove", Act.REMOVE, None), ("add", Act.ADD, None), ("no_account", Act.CONFLICT, Why.NO_ACCOUNT))


def _part(look: ChannelLook, what: str, act: Act, why: Why | None, *, names: bool) -> Part:
    query = select(Person, ChannelLookLine.why).join(ChannelLookLine, ChannelLookLine.person_id == Person.id)
    query = query.where(ChannelLookLine.look_id == look.id, ChannelLookLine.act == act)
    if why is not None:
        query = query.where(ChannelLookLine.why == why)
    total = db.session.scalar(select(func.count()).select_from(query.with_only_columns(ChannelLookLine.id).subquery())) or 0
    shown = db.session.execute(query.order_by(Person.name, Person.id).limit(NAMES_SHOWN)) if names and total else ()
    return Part(what, total, [(person, reason) for person, reason in shown])


def own_rows(channels: Sequence[Channel], person: Person) -> dict[int, ChannelPerson]:
    """This person's own row at each of these channels, by channel."""
    query = select(ChannelPerson).where(
        ChannelPerson.person_id == person.id, ChannelPerson.channel_id.in_([one.id for one in channels])
    )
    return {row.channel_id: row for row in db.session.scalars(query)}


def count_members(channel: Channel) -> int:
    """How many belong to the group here, for the length of a bar."""
    query = select(func.count()).select_from(Membership)
    query = query.where(Membership.group_id == channel.group_id, Membership.state == MembershipState.MEMBER)
    return db.session.scalar(query) or 0


def groups_on(platform: PlatformConnection) -> Sequence[Group]:
    """The groups that stand there, by name."""
    query = select(Group).join(Channel, Channel.group_id == Group.id).where(Channel.platform_id == platform.id)
    return db.session.scalars(query.order_by(Group.name, Group.id)).all()
