"""Reads for the map of networks: a constant number of queries, whatever there is."""

from sqlalchemy import and_, func, select
from sqlalchemy.orm import InstrumentedAttribute

from database import db
from networks.census.models import Belonging, Network, NetworkPerson, NetworkState
from networks.census.spread import Listed, Mapped, Side
from people.models import Person

FIELDS: dict[Side, InstrumentedAttribute[str]] = {Side.DEPARTMENT: Person.department, Side.PLACE: Person.location}


def mapped() -> list[Mapped]:
    """Every network that goes on."""
    query = select(Network.id, Network.place, Network.purpose, Network.state).where(Network.state != NetworkState.CLOSED)
    return [Mapped(*row) for row in db.session.execute(query.order_by(Network.id))]


def listed(side: Side) -> list[Listed]:
    """How many people who work here are on the list of each network that is awake, by department or place."""
    field = FIELDS[side]
    query = (
        select(NetworkPerson.network_id, field, func.count())
        .join(Person, and_(Person.id == NetworkPerson.person_id, Person.active))
        .join(Network, Network.id == NetworkPerson.network_id)
        .where(NetworkPerson.state == Belonging.LISTED)
        .where(Network.state.not_in((NetworkState.CLOSED, NetworkState.SLEEPING)))
        .group_by(NetworkPerson.network_id, field)
    )
    return [Listed(*row) for row in db.session.execute(query)]


def headcounts(side: Side) -> dict[str, int]:
    """How many people work in each."""
    field = FIELDS[side]
    return dict(db.session.execute(select(field, func.count()).where(Person.active).group_by(field)).all())
