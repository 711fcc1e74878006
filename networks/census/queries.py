"""Reads for the pages of networks. Each page takes a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from database import db
from networks.census.merging import may_merge, pair_of
from networks.census.models import Belonging, Census, KeeperAnswer, KeeperAsk, Network, NetworkPerson, NetworkState, Purpose
from networks.census.similarity import Known, likely
from networks.models import Group
from people.models import Person

MOST_COMPARED = 5_000
MINE_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Mine:
    """The networks of one person: where an answer of theirs waits, and those they keep, are listed in or registered, in order of name."""

    asked: Sequence[KeeperAsk]
    networks: Sequence[Network]

    @property
    def is_empty(self) -> bool:
        return not (self.asked or self.networks)


def mine(person: Person) -> Mine:
    """What this person has to do with; three queries."""
    asked = (
        select(KeeperAsk)
        .join(Network, Network.id == KeeperAsk.network_id)
        .options(joinedload(KeeperAsk.network), joinedload(KeeperAsk.asked_by))
        .where(KeeperAsk.person_id == person.id, KeeperAsk.answer.is_(None), Network.state != NetworkState.CLOSED)
        .order_by(KeeperAsk.asked_at, KeeperAsk.id)
        .limit(MINE_SHOWN)
    )
    listed = select(NetworkPerson.network_id).where(NetworkPerson.person_id == person.id, NetworkPerson.state == Belonging.LISTED)
    query = (
        select(Network)
        .options(joinedload(Network.keeper))
        .where(Network.state != NetworkState.CLOSED)
        .where(or_(Network.keeper_id == person.id, Network.spotted_by_id == person.id, Network.id.in_(listed)))
        .order_by(Network.name, Network.id)
        .limit(MINE_SHOWN)
    )
    return Mine(db.session.scalars(asked).all(), db.session.scalars(query).all())


def found(*, text: str = "", place: str = "", purpose: Purpose | None = None, closed: bool = False) -> Select[Network]:
    """The networks that go on, or those that have come to an end, in order of name; with these words in name or purpose."""
    states = Network.state == NetworkState.CLOSED if closed else Network.state != NetworkState.CLOSED
    query = select(Network).options(joinedload(Network.keeper)).where(states).order_by(Network.name, Network.id)
    for word in text.split()[:5]:
        query = query.where(or_(Network.name.icontains(word, autoescape=True), Network.what_for.icontains(word, autoescape=True)))
    if place:
        query = query.where(Network.place == place)
    return query.where(Network.purpose == purpose) if purpose is not None else query


def places() -> Sequence[str]:
    """Where networks that go on meet, in order."""
    query = select(Network.place).where(Network.state != NetworkState.CLOSED, Network.place != "").distinct()
    return db.session.scalars(query.order_by(Network.place)).all()


def people_of(network: Network) -> Sequence[Person]:
    """Who is on its list and works here, in order of name: for its keeper, for community managers, and for what mirrors it."""
    query = (
        select(Person)
        .join(NetworkPerson, and_(NetworkPerson.person_id == Person.id, NetworkPerson.state == Belonging.LISTED))
        .where(NetworkPerson.network_id == network.id, Person.active)
        .order_by(Person.name, Person.id)
    )
    return db.session.scalars(query).all()


def listed(network: Network) -> Select[NetworkPerson]:
    """The rows of the same people, in the same order."""
    return (
        select(NetworkPerson)
        .join(Person, Person.id == NetworkPerson.person_id)
        .where(NetworkPerson.network_id == network.id, NetworkPerson.state == Belonging.LISTED, Person.active)
        .order_by(Person.name, Person.id)
    )


def ids_of_known(network: Network) -> set[int]:
    """Whom naming would not list: who is on its list, and who took themselves off."""
    return set(db.session.scalars(select(NetworkPerson.person_id).where(NetworkPerson.network_id == network.id)))


def asks_of(network: Network) -> Sequence[KeeperAsk]:
    """Who was asked to keep it together and has not said yes, the newest first."""
    query = select(KeeperAsk).where(KeeperAsk.network_id == network.id)
    query = query.where(or_(KeeperAsk.answer.is_(None), KeeperAsk.answer == KeeperAnswer.NO))
    return db.session.scalars(query.order_by(KeeperAsk.asked_at.desc(), KeeperAsk.id.desc())).all()


def of_group(group: Group) -> Network | None:
    """The network that this group mirrors, if it goes on. One query."""
    query = select(Network).options(joinedload(Network.keeper)).where(Network.group_id == group.id)
    return db.session.scalar(query.where(Network.state != NetworkState.CLOSED).order_by(Network.id).limit(1))


def merged_into(network: Network) -> Sequence[Network]:
    """What was put together with it, in order of name."""
    query = select(Network).where(Network.merged_into_id == network.id)
    return db.session.scalars(query.order_by(Network.name, Network.id)).all()


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A network that nobody keeps together by their own word, and the newest question about that, if there is one."""

    network: Network
    asked: KeeperAsk | None


def unconfirmed() -> Select[Network]:
    """What is awake and nobody keeps together: not confirmed, or whoever did has left. The longest ago first."""
    kept = exists().where(Person.id == Network.keeper_id, Person.active)
    query = select(Network).options(joinedload(Network.spotted_by), joinedload(Network.keeper))
    awake = Network.state.not_in((NetworkState.SLEEPING, NetworkState.CLOSED))
    return query.where(awake, ~kept).order_by(Network.spotted_at, Network.id)


def with_asks(networks: Sequence[Network]) -> list[Unconfirmed]:
    """Each with the newest question. One query."""
    query = select(KeeperAsk).where(KeeperAsk.network_id.in_([network.id for network in networks]))
    newest = {asked.network_id: asked for asked in db.session.scalars(query.order_by(KeeperAsk.asked_at, KeeperAsk.id))}
    return [Unconfirmed(network, newest.get(network.id)) for network in networks]


def registered_between(begins_at: datetime, ends_at: datetime) -> tuple[int, int]:
    """How many networks were registered between these instants, and how many of them are confirmed by now. Networks, not people."""
    query = select(func.count(), func.count(Network.confirmed_at)).where(
        Network.spotted_at >= begins_at, Network.spotted_at < ends_at
    )
    registered, confirmed = db.session.execute(query).one()
    return registered, confirmed


def censuses() -> Sequence[Census]:
    """The newest first."""
    return db.session.scalars(select(Census).order_by(Census.starts_on.desc(), Census.id.desc()).limit(MINE_SHOWN)).all()


def likely_same(name: str, place: str, *, but: int | None = None) -> Sequence[Network]:
    """The networks that go on and may be the same as this one, the likeliest first. Two queries."""
    query = select(Network.id, Network.name, Network.place).where(Network.state != NetworkState.CLOSED, Network.id != (but or 0))
    known = [Known(*row) for row in db.session.execute(query.order_by(Network.id.desc()).limit(MOST_COMPARED))]
    ids = [one.id for one in likely(name, place, known)]
    if not ids:
        return []
    rows = db.session.scalars(select(Network).options(joinedload(Network.keeper)).where(Network.id.in_(ids)))
    by_id = {network.id: network for network in rows}
    return [by_id[id_] for id_ in ids]


def to_merge(network: Network, person: Person) -> list[Network]:
    """Those that may be the same, and that this person may put together with it."""
    if not network.goes_on:
        return []
    alike = likely_same(network.name, network.place, but=network.id)
    return [other for other in alike if may_merge(pair_of(network, other), person)]
