"""Some people of a run: marked before the platform is called, settled as its answers come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from database import db
from networks.channels import sides
from networks.channels.comparing import OWNED, Row
from networks.channels.models import Became, Channel, ChannelChange, ChannelPerson, ChannelRun, Stands, Why
from networks.mirroring.models import Act
from networks.platforms.models import PlatformKind
from networks.platforms.protocol import Done, Outcome

BATCH = 100  # people in one call
LARGER = {PlatformKind.SCIM: 500}  # one request changes many there, and the server goes through its whole group for each


@dataclass(frozen=True, slots=True)
class Batch:
    """Accounts that come, or go, with one call. None: nothing of the run waits any more."""

    act: Act
    accounts: tuple[str, ...]


def next_batch(channel: Channel, run: ChannelRun, *, now: datetime) -> Batch | None:
    """Whose turn it is, marked as being called for; who should not come or go any more by now is passed over. Those who go, go first."""
    while changes := _waiting(run, LARGER.get(channel.platform.kind, BATCH)):
        stood = _stood(channel, changes)
        wanted = sides.wanted(channel.group_id, [change.person_id for change in changes])
        comes = not channel.group.is_closed
        due = [one for one in changes if (comes or one.act is Act.REMOVE) and _is_so_yet(one, stood.get(one.person_id), wanted)]
        for change in changes:
            change.state, change.at = Became.PASSED_OVER, now
        for change in due:
            change.state, change.calls = Became.CALLED, change.calls + 1
        rows = {change.person_id: Row(change.account, _marked(change, stood.get(change.person_id))) for change in due}
        sides.keep(channel, rows, now=now, run_id=run.id)
        db.session.flush()
        if due:
            return Batch(changes[0].act, tuple(change.account for change in due))
    return None


def _waiting(run: ChannelRun, most: int) -> list[ChannelChange]:
    """Some of one act."""
    query = select(ChannelChange).where(ChannelChange.run_id == run.id, ChannelChange.state == Became.WAITS)
    query = query.order_by(ChannelChange.act.desc(), ChannelChange.id).limit(most).execution_options(populate_existing=True)
    found = list(db.session.scalars(query))
    return [change for change in found if change.act is found[0].act]


def _stood(channel: Channel, changes: Sequence[ChannelChange]) -> dict[int, Stands]:
    query = select(ChannelPerson.person_id, ChannelPerson.stands).where(
        ChannelPerson.channel_id == channel.id, ChannelPerson.person_id.in_([change.person_id for change in changes])
    )
    return dict(db.session.execute(query).all())


def _is_so_yet(change: ChannelChange, stands: Stands | None, wanted: frozenset[int]) -> bool:
    """Whether it would be decided the same way now: it may be a day since."""
    if change.act is Act.ADD:
        return change.person_id in wanted and stands in {None, Stands.OUT}
    return stands in OWNED and (change.why is Why.UNDOING or change.person_id not in wanted)


def _marked(change: ChannelChange, stood: Stands | None) -> Stands:
    if change.act is Act.REMOVE:
        return Stands.GOING
    return Stands.AGAIN if stood is Stands.OUT else Stands.COMING


def settle(channel: Channel, run: ChannelRun, outcomes: Mapping[str, Outcome], *, now: datetime) -> None:
    """What the platform answered is so: each account, where its person stands, and what became of the change."""
    query = select(ChannelChange).where(
        ChannelChange.run_id == run.id, ChannelChange.state == Became.CALLED, ChannelChange.account.in_(outcomes)
    )
    changes = list(db.session.scalars(query.execution_options(populate_existing=True)))
    stood = _stood(channel, changes)
    rows: dict[int, Row | None] = {}
    for change in changes:
        outcome = outcomes[change.account]
        change.state, change.at, change.said = _became(change, outcome.done), now, outcome.reason[:1000]
        stands = _stands(change, outcome.done, stood.get(change.person_id))
        rows[change.person_id] = Row(change.account, stands) if stands is not None else None
    sides.keep(channel, rows, now=now, run_id=run.id)
    db.session.flush()


def _became(change: ChannelChange, done: Done) -> Became:
    if done is Done.ALREADY and change.act is Act.ADD and change.calls > 1:
        return Became.UNSURE
    return Became(done.value)


def _stands(change: ChannelChange, done: Done, stood: Stands | None) -> Stands | None:
    """`ALREADY` at the first call: they came, or left, by themselves between the reading of the room and the call."""
    if change.act is Act.REMOVE:
        gone = Stands.LEFT if done is Done.ALREADY and change.calls == 1 else Stands.OUT
        return Stands.IN if done is Done.REFUSED else gone
    if done is Done.REFUSED:
        return Stands.OUT if stood is Stands.AGAIN else None
    if done is Done.ALREADY:
        return Stands.UNSURE if change.calls > 1 else Stands.THERE
    return Stands.ASKED if done is Done.ASKED else Stands.IN


def call_again(run: ChannelRun, accounts: Sequence[str]) -> None:
    """The platform is asked once more about these: if it says that it was so already, that may be of the first time."""
    query = select(ChannelChange).where(
        ChannelChange.run_id == run.id, ChannelChange.state == Became.CALLED, ChannelChange.account.in_(accounts)
    )
    for change in db.session.scalars(query.execution_options(populate_existing=True)):
        change.calls += 1
    db.session.flush()


def unanswered(run: ChannelRun, *, now: datetime) -> None:
    """The platform has answered a whole call and left some out: they are where they were, as far as anybody knows, until the room is read."""
    query = select(ChannelChange).where(ChannelChange.run_id == run.id, ChannelChange.state == Became.CALLED)
    for change in db.session.scalars(query):
        change.state, change.at = Became.REFUSED, now
    db.session.flush()
