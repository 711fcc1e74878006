"""Two entries for one network: "this is ours too" puts them together, and they can be taken apart again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from database import db
from networks.census import keepers, notices, standings
from networks.census.errors import NetworkMissing, NotPossible
from networks.census.models import Belonging, Network, NetworkPerson, NetworkState
from networks.memberships import new_token
from people.models import Person


@dataclass(frozen=True, slots=True)
class Pair:
    """Which of two entries stays, and which leads to it afterwards."""

    kept: Network
    given_up: Network


def pair_of(one: Network, other: Network) -> Pair:
    """Stays: the one that is mirrored, or else has a keeper, or else is older."""
    kept, given_up = sorted((one, other), key=lambda each: (each.group_id is None, each.keeper_here is None, each.id))
    return Pair(kept, given_up)


def may_merge(pair: Pair, person: Person) -> bool:
    """Who keeps or may change the one that is given up; who keeps the other, as long as nobody keeps this one."""
    if not (pair.kept.goes_on and pair.given_up.goes_on) or pair.given_up.group_id is not None:
        return False
    ours_too = standings.keeps(pair.kept, person) and pair.given_up.keeper_here is None
    return ours_too or (
        standings.may_change(pair.given_up, person) and (pair.given_up.keeper_here is None or _decides(pair, person))
    )


def _decides(pair: Pair, person: Person) -> bool:
    return standings.keeps(pair.given_up, person) or person.may_manage


def merge(one_id: int, other_id: int, *, by: Person, now: datetime) -> Pair:
    """One entry is left: who is on the list of the other is on its list too and hears it; who took themselves off either stays off.

    Raises NetworkMissing, NetworkClosed, NotPossible.
    """
    if one_id == other_id:
        raise NotPossible("That is the same entry.")
    locked = {id_: standings.lock_going_on(id_) for id_ in sorted((one_id, other_id))}
    pair = pair_of(locked[one_id], locked[other_id])
    if not may_merge(pair, by):
        raise NetworkMissing("There is no such network, or it is not for you to put these two together.")
    _bring_along(pair, now=now)
    keepers.forget_waiting(pair.given_up)
    pair.given_up.merged_into_id = pair.kept.id
    standings.move(pair.given_up, NetworkState.CLOSED, now=now)
    return pair


def _bring_along(pair: Pair, *, now: datetime) -> None:
    rows = _rows(pair.given_up)
    known = {row.person_id: row for row in _rows(pair.kept)}
    new: list[NetworkPerson] = []
    for row in rows:
        if row.person_id not in known:
            new.append(_copied(row, pair))
        elif not row.is_listed and known[row.person_id].is_listed and not known[row.person_id].own_word:
            known[row.person_id].state, known[row.person_id].off_at = Belonging.OFF, row.off_at
    db.session.add_all(new)
    db.session.flush()
    told = [row.person_id for row in new if row.is_listed and not row.own_word]
    query = select(NetworkPerson).where(NetworkPerson.network_id == pair.kept.id, NetworkPerson.person_id.in_(told))
    notices.named(list(db.session.scalars(query.order_by(NetworkPerson.id))), now=now)


def _copied(row: NetworkPerson, pair: Pair) -> NetworkPerson:
    return NetworkPerson(
        network_id=pair.kept.id,
        person_id=row.person_id,
        state=row.state,
        own_word=row.own_word,
        named_by_id=row.named_by_id,
        named_at=row.named_at,
        off_at=row.off_at,
        came_with_id=pair.given_up.id,
        token=new_token(),
    )


def _rows(network: Network) -> list[NetworkPerson]:
    query = select(NetworkPerson).where(NetworkPerson.network_id == network.id).order_by(NetworkPerson.id)
    return list(db.session.scalars(query))


def may_split(given_up: Network, kept: Network, person: Person) -> bool:
    """Whoever may change either of the two."""
    return standings.may_change(given_up, person) or standings.may_change(kept, person)


def split(given_up_id: int, *, by: Person, now: datetime) -> Network:
    """The two are entries of their own again; who came with the other one is on its list only, unless they took themselves off since.

    Raises NetworkMissing, NotPossible.
    """
    given_up = standings.lock(given_up_id)
    kept = db.session.get(Network, given_up.merged_into_id) if given_up.merged_into_id is not None else None
    if kept is None or not may_split(given_up, kept, by):
        raise NetworkMissing("There is no such network, or it is not for you to take these two apart.")
    came = (NetworkPerson.network_id == kept.id, NetworkPerson.came_with_id == given_up.id)
    off = select(NetworkPerson.person_id).where(*came, NetworkPerson.state == Belonging.OFF)
    db.session.execute(
        update(NetworkPerson)
        .where(NetworkPerson.network_id == given_up.id, NetworkPerson.state == Belonging.LISTED)
        .where(NetworkPerson.person_id.in_(off))
        .values(state=Belonging.OFF, off_at=now)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(delete(NetworkPerson).where(*came, NetworkPerson.state == Belonging.LISTED))
    db.session.expire_all()
    given_up = standings.lock(given_up_id)
    given_up.merged_into_id = None
    standings.settle(given_up, now=now)
    return given_up
