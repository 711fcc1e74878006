"""Who belongs to a network: by their own word, or as its keeper says. Whoever took themselves off is listed by nobody else again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from database import db
from networks.census import notices, standings
from networks.census.errors import NotPossible
from networks.census.models import Belonging, Network, NetworkPerson
from networks.memberships import new_token
from people.models import Person

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Named:
    """What became of those who were named: how many are new, were listed already, and stay off because they took themselves off."""

    new: int = 0
    already: int = 0
    off: int = 0


def name_people(network: Network, person_ids: Sequence[int], by: Person, *, now: datetime) -> Named:
    """Those named belong to it, as `by` says, and each hears it by mail, with a link to take themselves off.

    Inactive and unknown people are left out. Raises NetworkMissing, NetworkClosed.
    """
    found = standings.lock_going_on(network.id)
    done = Named()
    wanted = list(dict.fromkeys(person_ids))
    for start in range(0, len(wanted), CHUNK):
        done = _name(found, wanted[start : start + CHUNK], by, done, now=now)
    return done


def _name(network: Network, ids: Sequence[int], by: Person, done: Named, *, now: datetime) -> Named:
    known = {row.person_id: row for row in of_people(network, ids)}
    here = list(db.session.scalars(select(Person.id).where(Person.id.in_(ids), Person.active).order_by(Person.id)))
    new = [id_ for id_ in here if id_ not in known]
    if new:
        db.session.execute(insert(NetworkPerson), [_row(network, id_, by, now) for id_ in new])
        notices.named([row for row in of_people(network, new) if row.person_id != by.id], now=now)
    off = sum(1 for id_ in here if id_ in known and not known[id_].is_listed)
    return Named(done.new + len(new), done.already + len(here) - len(new) - off, done.off + off)


def belong(network_id: int, person: Person, *, now: datetime) -> NetworkPerson:
    """The person is on its list by their own word, also after they took themselves off. Raises NetworkMissing, NetworkClosed."""
    network = standings.lock_going_on(network_id)
    row = of_person(network, person)
    if row is None:
        row = NetworkPerson(network_id=network.id, person_id=person.id, named_at=now, token=new_token())
        db.session.add(row)
    row.state, row.off_at, row.own_word = Belonging.LISTED, None, True
    db.session.flush()
    return row


def take_off(network_id: int, person: Person, *, now: datetime) -> NetworkPerson:
    """The person is not on its list, and nobody else puts them there again. Raises NetworkMissing, NotPossible."""
    network = standings.lock(network_id)
    row = of_person(network, person)
    if row is None:
        raise NotPossible("You are not on the list of this network any more.")
    if row.is_listed:
        row.state, row.off_at, row.own_word = Belonging.OFF, now, True
    db.session.flush()
    return row


def remove(network_id: int, person_id: int) -> None:
    """The keeper does not name this person any more. Who took themselves off stays off. Raises NetworkMissing."""
    network = standings.lock(network_id)
    db.session.execute(
        delete(NetworkPerson).where(
            NetworkPerson.network_id == network.id,
            NetworkPerson.person_id == person_id,
            NetworkPerson.state == Belonging.LISTED,
        )
    )


def of_people(network: Network, person_ids: Sequence[int]) -> list[NetworkPerson]:
    """The rows of these people, whatever they say."""
    query = select(NetworkPerson).where(NetworkPerson.network_id == network.id, NetworkPerson.person_id.in_(person_ids))
    return list(db.session.scalars(query.order_by(NetworkPerson.id)))


def of_person(network: Network, person: Person) -> NetworkPerson | None:
    """Where this person stands with it, if anywhere."""
    return next(iter(of_people(network, [person.id])), None)


def _row(network: Network, person_id: int, by: Person, now: datetime) -> dict[str, object]:
    return {
        "network_id": network.id,
        "person_id": person_id,
        "state": Belonging.LISTED,
        "own_word": False,
        "named_by_id": by.id,
        "named_at": now,
        "token": new_token(),
    }
