"""What Foyer keeps about a person because of networks that meet offline."""

from typing import Any

from sqlalchemy import or_, select

from database import db
from networks.census.models import KeeperAsk, Network, NetworkPerson
from people.models import Person
from people.profile_parts import register_data


def register() -> None:
    """'What Foyer knows about me' holds it."""
    register_data("networks", _networks)
    register_data("network_lists", _lists)
    register_data("network_asks", _asks)


def _networks(person: Person) -> list[dict[str, Any]]:
    query = select(Network).where(or_(Network.keeper_id == person.id, Network.spotted_by_id == person.id))
    return [
        {
            "network": network.name,
            "kept_by_me": network.keeper_id == person.id,
            "registered_by_me": network.spotted_by_id == person.id,
            "registered_at": network.spotted_at.isoformat(),
            "state": network.state.value,
        }
        for network in db.session.scalars(query.order_by(Network.name, Network.id))
    ]


def _lists(person: Person) -> list[dict[str, Any]]:
    query = select(NetworkPerson, Network.name).join(Network, Network.id == NetworkPerson.network_id)
    rows = db.session.execute(query.where(NetworkPerson.person_id == person.id).order_by(NetworkPerson.id))
    return [
        {
            "network": name,
            "state": row.state.value,
            "by_my_own_word": row.own_word,
            "since": row.named_at.isoformat(),
            "taken_off_at": row.off_at.isoformat() if row.off_at else None,
        }
        for row, name in rows
    ]


def _asks(person: Person) -> list[dict[str, Any]]:
    query = select(KeeperAsk, Network.name).join(Network, Network.id == KeeperAsk.network_id)
    rows = db.session.execute(query.where(KeeperAsk.person_id == person.id).order_by(KeeperAsk.id))
    return [
        {
            "network": name,
            "asked_at": asked.asked_at.isoformat(),
            "my_answer": asked.answer.value if asked.answer else None,
            "answered_at": asked.answered_at.isoformat() if asked.answered_at else None,
            "reminded_at": asked.reminded_at.isoformat() if asked.reminded_at else None,
        }
        for asked, name in rows
    ]
