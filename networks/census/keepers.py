"""Who keeps a network together: only their own yes makes them so; who is named is asked by mail, and may say no."""

from datetime import datetime

from sqlalchemy import delete, select

from database import db
from networks.census import notices, standings
from networks.census.errors import KeeperKnown, NotPossible
from networks.census.models import KeeperAnswer, KeeperAsk, Network
from networks.memberships import new_token
from people.models import Person


def ask(network_id: int, person: Person, *, by: Person, now: datetime) -> KeeperAsk:
    """The person is asked by mail whether they keep it together; whoever was asked before and has not answered is asked no more.

    Raises NetworkMissing, NetworkClosed, KeeperKnown when somebody other than `by` keeps it, NotPossible for who said no or is not here.
    """
    network = standings.lock_going_on(network_id)
    guard_nobody_else(network, by)
    if not person.active:
        raise NotPossible("%(name)s does not work here any more.", name=person.name)
    found = of_person(network, person)
    if found is not None and found.answer is KeeperAnswer.NO:
        raise NotPossible("%(name)s was asked and said no. They can still say yes by themselves.", name=person.name)
    if found is not None and found.waits:
        return found
    forget_waiting(network)
    asked = found or KeeperAsk(network_id=network.id, person_id=person.id, token=new_token())
    asked.asked_by_id, asked.asked_at, asked.reminded_at = by.id, now, None
    asked.answer, asked.answered_at = None, None
    db.session.add(asked)
    db.session.flush()
    notices.keeper_asked(asked, person, now=now)
    return asked


def may_ask(network: Network, person: Person) -> bool:
    """Who keeps it hands it on; where nobody does, community managers ask, and whoever registered it as long as nobody ever confirmed it."""
    if not network.goes_on:
        return False
    if network.keeper_here is not None:
        return standings.keeps(network, person)
    return standings.may_change(network, person)


def answer(network_id: int, person: Person, *, yes: bool, now: datetime) -> KeeperAsk:
    """What the person says who was asked; the later word counts as long as nobody else keeps it. A no needs no reason.

    Raises NetworkMissing, NetworkClosed, NotPossible when they are not asked any more, KeeperKnown.
    """
    network = standings.lock_going_on(network_id)
    asked = of_person(network, person)
    if asked is None:
        raise NotPossible("You are not asked about this network any more.")
    if yes:
        handing_on = network.keeper_id is not None and network.keeper_id == asked.asked_by_id and asked.waits
        if not handing_on:
            guard_nobody_else(network, person)
        take(network, person, now=now)
    elif standings.keeps(network, person):
        give_up(network.id, by=person, now=now)
    else:
        _note(asked, KeeperAnswer.NO, now)
    return asked


def may_keep(network: Network, person: Person) -> bool:
    """Whether this person may say of themselves that they keep it: who was asked, who may change it."""
    return of_person(network, person) is not None or standings.may_change(network, person)


def take(network: Network, person: Person, *, now: datetime) -> None:
    """The person keeps the locked network together, and it is awake."""
    network.keeper_id, network.confirmed_at = person.id, now
    asked = of_person(network, person)
    if asked is not None:
        _note(asked, KeeperAnswer.YES, now)
    forget_waiting(network)
    db.session.expire(network, ["keeper"])
    standings.settle(network, now=now)


def give_up(network_id: int, *, by: Person, now: datetime) -> Network:
    """`by` does not keep it together any more and is not asked again; they can take it up again as long as nobody else does.

    Raises NetworkMissing, NotPossible.
    """
    network = standings.lock(network_id)
    if network.keeper_id != by.id:
        raise NotPossible("You do not keep this network together.")
    network.keeper_id = None
    db.session.expire(network, ["keeper"])
    asked = of_person(network, by)
    if asked is None:
        asked = KeeperAsk(network_id=network.id, person_id=by.id, asked_at=now, token=new_token())
        db.session.add(asked)
    _note(asked, KeeperAnswer.NO, now)
    if network.state not in standings.AT_REST:
        standings.settle(network, now=now)
    return network


def guard_nobody_else(network: Network, person: Person) -> None:
    """Raises KeeperKnown when somebody other than this person keeps it."""
    keeper = network.keeper_here
    if keeper is not None and keeper.id != person.id:
        raise KeeperKnown("%(name)s keeps it together.", name=keeper.name)


def forget_waiting(network: Network) -> None:
    """Whoever has not answered is not asked any more; their link says so."""
    db.session.execute(delete(KeeperAsk).where(KeeperAsk.network_id == network.id, KeeperAsk.answer.is_(None)))


def of_person(network: Network, person: Person) -> KeeperAsk | None:
    """What this person was asked about this network, if anything."""
    query = select(KeeperAsk).where(KeeperAsk.network_id == network.id, KeeperAsk.person_id == person.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def _note(asked: KeeperAsk, said: KeeperAnswer, now: datetime) -> None:
    if asked.answer is not said:
        asked.answer, asked.answered_at = said, now
    db.session.flush()
