"""Once a month at most, whoever keeps a network together that is a group here is asked whether it is still so: one press, no reminder.

Counted with all other nudges, and quiet for whoever pauses those. What they say goes by the rules of confirming and sleeping; nobody else is
told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from database import db
from networks.census import networks, notices, standings
from networks.census.errors import NetworkMissing, NotPossible
from networks.census.models import Network, NetworkState
from people import nudges
from people.models import Person
from people.quiet_hours import after_quiet_hours

MONTH = timedelta(days=30)
BATCH = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A question put to one person at one moment, and the networks it is about that they keep still, in order of name."""

    person: Person
    asked_at: datetime
    networks: Sequence[Network]

    def is_answered(self, network: Network) -> bool:
        """Whether they have said something since."""
        confirmed = network.confirmed_at is not None and network.confirmed_at > self.asked_at
        return confirmed or network.state is NetworkState.SLEEPING

    @property
    def open(self) -> list[Network]:
        """Those of which they have said nothing yet."""
        return [network for network in self.networks if not self.is_answered(network)]


def post_due(*, now: datetime) -> int:
    """Every question that is due is on its way; returns how many mails. Idempotent: each network is marked in the same transaction."""
    other = aliased(Network)
    lately = exists().where(other.keeper_id == Network.keeper_id, other.still_asked_at > now - MONTH)
    query = (
        select(Network)
        .join(Person, Person.id == Network.keeper_id)
        .where(Network.state == NetworkState.MIRRORED, Network.confirmed_at <= now - MONTH, ~lately, nudges.allowed(now))
        .order_by(Network.keeper_id, Network.id)
        .limit(BATCH)
        .with_for_update(of=Network, skip_locked=True)
    )
    of_keeper: dict[int, list[Network]] = {}
    for network in db.session.scalars(query):
        of_keeper.setdefault(network.keeper_id or 0, []).append(network)
    return sum(_ask(db.session.get_one(Person, id_), found, now=now) for id_, found in of_keeper.items())


def _ask(person: Person, found: Sequence[Network], *, now: datetime) -> int:
    due_at = after_quiet_hours(now, person)
    if not nudges.is_welcome(person, now=due_at):
        return 0
    for network in found:
        network.still_asked_at = now
    notices.still_asked(person, now=now, due_at=due_at)
    nudges.record(person.id, notices.STILL, now=now)
    return 1


def of_person(person: Person, asked_at: datetime) -> Asked:
    """What this person was asked at this moment, as far as they keep it still. A later question takes the place of an earlier one."""
    query = select(Network).where(Network.keeper_id == person.id, Network.still_asked_at == asked_at)
    found = db.session.scalars(query.where(Network.state != NetworkState.CLOSED).order_by(Network.name, Network.id)).all()
    return Asked(person, asked_at, found)


def answer(asked: Asked, network_id: int, *, still: bool, now: datetime) -> Network:
    """It is still so, and awake; or it does not meet at the moment, and sleeps. The later word counts.

    Raises NetworkMissing for what they were not asked about, NetworkClosed, NotPossible.
    """
    if network_id not in {network.id for network in asked.networks}:
        raise NetworkMissing("You are not asked about this network any more.")
    network = standings.lock_going_on(network_id)
    if network.keeper_id != asked.person.id:
        raise NotPossible("You do not keep this network together.")
    return networks.confirm(network_id, by=asked.person, now=now) if still else networks.put_to_sleep(network_id, now=now)
