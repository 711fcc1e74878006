import pytest
from sqlalchemy import select

from database import db, transaction
from networks.census.models import Network, Rhythm
from networks.discovery import found_networks
from networks.discovery.errors import HandOverMissing
from networks.discovery.models import FoundNetwork
from networks.discovery.proposing import Proposal
from people.models import FurtherAddress, Person
from tests.infra.networks import details
from tests.networks.discovery.conftest import CAST, lunch


def confirm(person, number, people, now, *, keeps=True) -> Network:
    with transaction() as session:
        return found_networks.confirm(session.get_one(Person, person.id), number, details("Soup"), people, keeps=keeps, now=now)


def test_colleagues_are_known_by_every_address_that_counts(found, ada, bo, chen, dana, now):
    # given
    with transaction() as session:
        session.add(FurtherAddress(person_id=chen.id, email="stranger@brink-waal.example", asked_at=now, confirmed_at=now))
        session.add(FurtherAddress(person_id=dana.id, email="other@brink-waal.example", asked_at=now))
        session.get_one(Person, bo.id).active = False

    # when
    one = found_networks.own(ada, found())

    # then
    assert (one.is_part, [person.id for person in one.people], one.unknown) == (
        True, [chen.id, dana.id], ("bo@brink-waal.example", "other@brink-waal.example"),
    )  # fmt: skip


def test_a_network_is_registered_with_those_who_are_ticked_and_nobody_else(
    found, on_list, stands, ada, bo, chen, dana, admin, now
):
    # given
    number = found()

    # when
    network = confirm(ada, number, [bo.id, chen.id, admin.id, 10_000], now)

    # then
    assert (network.name, stands(network), on_list(network)) == (
        "Soup",
        ("confirmed", "Ada"),
        {"Ada": "listed*", "Bo": "listed", "Chen": "listed"},
    )
    assert db.session.scalars(select(FoundNetwork)).all() == []


def test_who_does_not_keep_it_together_names_nobody(found, on_list, stands, ada, bo, now):
    # when
    network = confirm(ada, found(), [bo.id], now, keeps=False)

    # then
    assert (stands(network), on_list(network)) == (("spotted", ""), {"Ada": "listed*"})


def test_who_is_no_part_of_it_is_not_listed(found, on_list, ada, bo, now):
    # given
    number = found(content=lunch(people=CAST[1:]).replace("mailto:ada@", "mailto:somebody@"))

    # then
    assert on_list(confirm(ada, number, [bo.id], now)) == {"Bo": "listed"}


def test_it_is_decided_once(found, ada, now):
    # given
    number = found()
    confirm(ada, number, [], now)

    # then
    with pytest.raises(HandOverMissing):
        confirm(ada, number, [], now)
    assert len(db.session.scalars(select(Network)).all()) == 1


def test_nobody_else_decides(found, bo, chen, now):
    # given
    number = found()

    # then
    for other in (bo, chen):
        with pytest.raises(HandOverMissing):
            confirm(other, number, [], now)
    assert db.session.scalars(select(Network)).all() == []


def test_nothing_is_kept_of_what_is_put_aside(found, ada):
    # given
    number = found()

    # when
    with transaction():
        found_networks.put_aside(ada, number)

    # then
    assert (db.session.scalars(select(FoundNetwork)).all(), db.session.scalars(select(Network)).all()) == ([], [])


@pytest.mark.parametrize(
    ("gap", "rhythm"),
    [(0, Rhythm.NOW_AND_THEN), (1.4, Rhythm.WEEKLY), (7.3, Rhythm.WEEKLY), (14, Rhythm.FORTNIGHTLY), (30.4, Rhythm.MONTHLY), (91, Rhythm.NOW_AND_THEN)],
)  # fmt: skip
def test_rhythms_are_those_of_the_census(gap, rhythm):
    assert found_networks.rhythm_of(Proposal(name="a", people=(), gap=gap)) is rhythm
