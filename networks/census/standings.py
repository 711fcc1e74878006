"""Where a network stands: its row under a lock, the state that follows from what is known of it, and who may change it."""

from datetime import datetime

from sqlalchemy import select

from database import db
from networks.census.errors import NetworkClosed, NetworkMissing
from networks.census.models import Network, NetworkState
from people.models import Person

AT_REST = {NetworkState.SLEEPING, NetworkState.CLOSED}


def lock(network_id: int) -> Network:
    """The network as it is now; nobody else changes it until the transaction ends. Raises NetworkMissing."""
    query = select(Network).where(Network.id == network_id).with_for_update(of=Network)
    network = db.session.scalar(query.execution_options(populate_existing=True))
    if network is None:
        raise NetworkMissing("There is no such network.")
    db.session.expire(network, ["keeper", "group", "spotted_by"])
    return network


def lock_going_on(network_id: int) -> Network:
    """The same. Raises NetworkClosed too, for what has come to an end."""
    network = lock(network_id)
    if not network.goes_on:
        raise NetworkClosed("This network has come to an end. It can be opened again on its page.")
    return network


def settle(network: Network, *, now: datetime) -> None:
    """It is awake, and its state says what is known: a group mirrors it, somebody keeps it together, or it was seen."""
    if network.group_id is not None:
        state = NetworkState.MIRRORED
    else:
        state = NetworkState.CONFIRMED if network.keeper_id is not None else NetworkState.SPOTTED
    move(network, state, now=now)


def move(network: Network, state: NetworkState, *, now: datetime) -> None:
    """It is in this state; the instant is kept of a change only."""
    if network.state is not state:
        network.state, network.state_at = state, now
    db.session.flush()


def keeps(network: Network, person: Person) -> bool:
    """Whether this person keeps it together, by their own word."""
    return network.keeper_id == person.id and person.active


def may_change(network: Network, person: Person) -> bool:
    """Who keeps it together, community managers, and whoever registered it as long as nobody has ever confirmed it."""
    spotted = network.spotted_by_id == person.id and not network.was_confirmed
    return keeps(network, person) or person.may_manage or spotted
