"""Who sees a network, who reads names in it, and who looks after it.

Every colleague finds every network. The names of those on its list are read by who keeps it together and by community managers; each
person reads of themselves whether they are on it.
"""

from dataclasses import dataclass

from sqlalchemy.orm import joinedload

from database import db
from networks.census import keepers, networks, rolls, standings
from networks.census.errors import NetworkMissing
from networks.census.models import KeeperAnswer, KeeperAsk, Network, NetworkPerson
from people.models import Person


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands with a network."""

    network: Network
    person: Person
    row: NetworkPerson | None  # of the list
    asked: KeeperAsk | None

    @property
    def keeps(self) -> bool:
        """Keeps it together."""
        return standings.keeps(self.network, self.person)

    @property
    def may_change(self) -> bool:
        """Describes it, lets it sleep, closes it."""
        return standings.may_change(self.network, self.person)

    @property
    def reads_people(self) -> bool:
        """Reads the names of those on its list, and names them."""
        return self.keeps or self.person.may_manage

    @property
    def reads_asks(self) -> bool:
        """Reads who was asked to keep it together and has not said yes."""
        return self.may_change

    @property
    def may_ask(self) -> bool:
        return keepers.may_ask(self.network, self.person)

    @property
    def may_withdraw(self) -> bool:
        return networks.may_withdraw(self.network, self.person)

    @property
    def is_listed(self) -> bool:
        return self.row is not None and self.row.is_listed

    @property
    def is_asked(self) -> bool:
        """Whether a yes or no of theirs waits."""
        return self.asked is not None and self.asked.waits and self.network.goes_on

    @property
    def may_take_up(self) -> bool:
        """Whether they can say that they keep it, without being asked now: nobody does, and it is for them to say."""
        if self.keeps or self.is_asked or not self.network.goes_on or self.network.keeper_here is not None:
            return False
        said_no = self.asked is not None and self.asked.answer is KeeperAnswer.NO
        return said_no or self.may_change


def place_of(person: Person, network_id: int) -> Place:
    """Where this person stands with the network. Raises NetworkMissing."""
    options = (joinedload(Network.keeper), joinedload(Network.spotted_by), joinedload(Network.group))
    network = db.session.get(Network, network_id, options=options)
    if network is None:
        raise NetworkMissing("There is no such network.")
    return Place(network, person, rolls.of_person(network, person), keepers.of_person(network, person))


def place_to_change(person: Person, network_id: int) -> Place:
    """The same, for who may change it. Raises NetworkMissing otherwise."""
    place = place_of(person, network_id)
    if not place.may_change:
        raise NetworkMissing("There is no such network, or you do not keep it together.")
    return place


def place_with_people(person: Person, network_id: int) -> Place:
    """The same, for who reads its list. Raises NetworkMissing otherwise."""
    place = place_of(person, network_id)
    if not place.reads_people:
        raise NetworkMissing("There is no such network, or you do not keep it together.")
    return place
