"""Networks are registered, described, and move between spotted, confirmed, mirrored, sleeping and closed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from database import db
from networks.census import keepers, rolls, standings
from networks.census.errors import NetworkInvalid, NotPossible
from networks.census.models import Network, NetworkPerson, NetworkState, Openness, Purpose, Rhythm
from networks.models import Group
from people.models import Person
from people.plain_text import can_be_seen, one_line

LONGEST_NAME, LONGEST_PLACE, LONGEST_HOW, LONGEST_TEXT = 200, 200, 300, 5_000
EARLIEST_YEAR = 1900
MOST_PEOPLE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is said of a network. `about_how_many` is a guess; None is not known."""

    name: str
    purpose: Purpose
    rhythm: Rhythm
    what_for: str = ""
    how: str = ""
    place: str = ""
    since_year: int | None = None
    about_how_many: int | None = None
    openness: Openness = Openness.OPEN


def register(details: Details, *, by: Person, now: datetime, keeper: Person | None = None, belongs: bool = True) -> Network:
    """The network is known: spotted, or confirmed at once when `by` keeps it together. Another keeper is asked by mail.

    `belongs`: whoever registers it is on its list, by their own word. Raises NetworkInvalid naming the field.
    """
    network = Network(state=NetworkState.SPOTTED, state_at=now, spotted_by_id=by.id, spotted_at=now)
    _apply(network, details, now=now)
    db.session.add(network)
    db.session.flush()
    if belongs:
        rolls.belong(network.id, by, now=now)
    if keeper is not None and keeper.id == by.id:
        confirm(network.id, by=by, now=now)
    elif keeper is not None:
        keepers.ask(network.id, keeper, by=by, now=now)
    return network


def change(network_id: int, details: Details, *, now: datetime) -> Network:
    """It is described like this; where it stands is as it was. Raises NetworkMissing, NetworkClosed, NetworkInvalid."""
    network = standings.lock_going_on(network_id)
    _apply(network, details, now=now)
    db.session.flush()
    return network


def confirm(network_id: int, *, by: Person, now: datetime) -> Network:
    """`by` keeps it together and says that it is so. Saying it again says it is still so; what slept is awake.

    For whoever registered it, community managers, and who was asked. Raises NetworkMissing, NetworkClosed, KeeperKnown, NotPossible.
    """
    network = standings.lock_going_on(network_id)
    if not standings.keeps(network, by):
        keepers.guard_nobody_else(network, by)
        if not (keepers.may_keep(network, by)):
            raise NotPossible("Who registered it, who is asked, and community managers can say that.")
    keepers.take(network, by, now=now)
    return network


def put_to_sleep(network_id: int, *, now: datetime) -> Network:
    """It does not meet at the moment. Raises NetworkMissing, NetworkClosed."""
    network = standings.lock_going_on(network_id)
    standings.move(network, NetworkState.SLEEPING, now=now)
    return network


def wake(network_id: int, *, now: datetime) -> Network:
    """It meets again, and is what it was before it slept. Raises NetworkMissing, NetworkClosed."""
    network = standings.lock_going_on(network_id)
    if network.state is NetworkState.SLEEPING:
        standings.settle(network, now=now)
    return network


def close(network_id: int, *, now: datetime) -> Network:
    """It has come to an end; nobody is asked about it any more. Raises NetworkMissing."""
    network = standings.lock(network_id)
    standings.move(network, NetworkState.CLOSED, now=now)
    keepers.forget_waiting(network)
    return network


def reopen(network_id: int, *, now: datetime) -> Network:
    """It goes on as it was. Raises NetworkMissing, NotPossible for what was put together with another one."""
    network = standings.lock(network_id)
    if network.merged_into_id is not None:
        raise NotPossible("It was put together with another one. Take them apart first.")
    if not network.goes_on:
        standings.settle(network, now=now)
    return network


def may_withdraw(network: Network, person: Person) -> bool:
    """Whether this person can take it back as if it had never been registered: nobody confirmed it, and nobody else is on its list."""
    if network.was_confirmed or network.group_id is not None or not standings.may_change(network, person):
        return False
    other = exists().where(NetworkPerson.network_id == network.id, NetworkPerson.person_id != network.spotted_by_id)
    return not db.session.scalar(select(other))


def withdraw(network_id: int, *, by: Person) -> None:
    """It is gone, as if it had never been registered. Raises NetworkMissing, NotPossible."""
    network = standings.lock(network_id)
    if not may_withdraw(network, by):
        raise NotPossible("Somebody confirmed it or is on its list. Close it instead.")
    db.session.delete(network)
    db.session.flush()


def is_mirrored(network: Network, group: Group, *, now: datetime) -> Network:
    """This group mirrors it. Raises NetworkMissing, NetworkClosed, NotPossible when another group does."""
    found = standings.lock_going_on(network.id)
    if found.group_id not in {None, group.id}:
        raise NotPossible("Another group mirrors this network already.")
    found.group_id = group.id
    standings.settle(found, now=now)
    return found


def mirror_ended(network: Network, *, now: datetime) -> Network:
    """No group mirrors it any more; where it stands otherwise is as it was. Raises NetworkMissing."""
    found = standings.lock(network.id)
    found.group_id = None
    if found.state is NetworkState.MIRRORED:
        standings.settle(found, now=now)
    return found


def _apply(network: Network, details: Details, *, now: datetime) -> None:
    network.name, network.place, network.how = one_line(details.name), one_line(details.place), one_line(details.how)
    network.what_for = details.what_for.strip()
    network.purpose, network.rhythm, network.openness = details.purpose, details.rhythm, details.openness
    network.since_year, network.about_how_many = details.since_year, details.about_how_many
    if not can_be_seen(network.name):
        raise NetworkInvalid("A network needs a name.", field="name")
    lengths = {"name": LONGEST_NAME, "place": LONGEST_PLACE, "how": LONGEST_HOW, "what_for": LONGEST_TEXT}
    for field, longest in lengths.items():
        if len(getattr(network, field)) > longest:
            raise NetworkInvalid("Too long: at most %(longest)s characters.", field=field, longest=longest)
    if details.since_year is not None and not EARLIEST_YEAR <= details.since_year <= now.year:
        raise NetworkInvalid("Write a year that is not ahead, such as 2019.", field="since_year")
    if details.about_how_many is not None and not 2 <= details.about_how_many <= MOST_PEOPLE:
        raise NetworkInvalid("Two people or more make a network.", field="about_how_many")
