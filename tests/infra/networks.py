"""A network that meets offline, in front of each test: `offline(keeper=ada)`, and where everybody stands with it in one line."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select

from database import db, transaction
from mail.models import OutgoingMail
from networks.census import networks
from networks.census.models import KeeperAsk, Network, NetworkPerson, Openness, Purpose, Rhythm
from networks.census.networks import Details
from people.models import Person


def details(name: str = "Thursday lunch", **changes: object) -> Details:
    """A lunch in the canteen."""
    fields = {"purpose": Purpose.SOCIAL, "rhythm": Rhythm.WEEKLY, "place": "Canteen, Deventer", "openness": Openness.OPEN}
    return Details(name=name, **{**fields, **changes})


@pytest.fixture
def offline(bo: Person, now: datetime) -> Callable[..., Network]:
    """The Thursday lunch, registered by Bo and kept by nobody; `offline(keeper=ada)` asks her, `offline(keeper=bo)` confirms it."""

    def build(
        name: str = "Thursday lunch", *, by: Person = bo, keeper: Person | None = None, belongs: bool = True, **changes: object
    ) -> Network:
        with transaction():
            return networks.register(details(name, **changes), by=by, keeper=keeper, belongs=belongs, now=now)

    return build


@pytest.fixture
def stands(app) -> Callable[[Network], tuple[str, str]]:
    """State of a network, and who keeps it ("" for nobody)."""

    def read(network: Network) -> tuple[str, str]:
        found = fresh(network)
        return found.state.value, found.keeper.name.split()[0] if found.keeper else ""

    return read


@pytest.fixture
def on_list(app) -> Callable[[Network], dict[str, str]]:
    """Who is on the list of a network, or took themselves off: first name to state; with a star by their own word."""

    def read(network: Network) -> dict[str, str]:
        db.session.rollback()
        rows = db.session.scalars(select(NetworkPerson).where(NetworkPerson.network_id == network.id).order_by(NetworkPerson.id))
        return {row.person.name.split()[0]: row.state.value + ("*" if row.own_word else "") for row in rows}

    return read


@pytest.fixture
def network_mails(app) -> Callable[[], list[tuple[str, str]]]:
    """Every message about a network: kind, who to (local part); in the order posted."""

    def read() -> list[tuple[str, str]]:
        db.session.rollback()
        kinds = ("networks.keeper", "networks.keeper_reminder", "networks.named")
        rows = db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind.in_(kinds)).order_by(OutgoingMail.id))
        return [(row.kind.removeprefix("networks."), row.recipient.partition("@")[0]) for row in rows]

    return read


def fresh(network: Network) -> Network:
    """As it is now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Network, network.id, populate_existing=True)


def asked_of(network: Network, person: Person) -> KeeperAsk:
    """What this person was asked."""
    db.session.rollback()
    query = select(KeeperAsk).where(KeeperAsk.network_id == network.id, KeeperAsk.person_id == person.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def row_of(network: Network, person: Person) -> NetworkPerson:
    """This person on the list."""
    db.session.rollback()
    query = select(NetworkPerson).where(NetworkPerson.network_id == network.id, NetworkPerson.person_id == person.id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()
