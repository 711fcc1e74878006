"""Registering a network, and the way between its states."""

import pytest
from sqlalchemy import func, select

from database import db, transaction
from networks.census import keepers, networks, rolls
from networks.census.errors import KeeperKnown, NetworkClosed, NetworkInvalid, NotPossible
from networks.census.models import KeeperAsk, Network, NetworkPerson
from tests.infra.networks import details, fresh


def test_registering_spots_it_and_lists_who_registers(offline, stands, on_list, network_mails):
    # when
    network = offline()

    # then
    assert (stands(network), on_list(network), network_mails()) == (("spotted", ""), {"Bo": "listed*"}, [])


def test_who_keeps_it_confirms_it_at_once(offline, stands, bo, network_mails):
    assert (stands(offline(keeper=bo)), network_mails()) == (("confirmed", "Bo"), [])


def test_another_keeper_is_asked_and_nothing_is_confirmed_by_that(offline, stands, ada, network_mails):
    assert (stands(offline(keeper=ada)), network_mails()) == (("spotted", ""), [("keeper", "ada")])


def test_who_only_saw_it_is_not_on_its_list(offline, on_list):
    assert on_list(offline(belongs=False)) == {}


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": " \u200b "}),
        ("name", {"name": "x" * 201}),
        ("place", {"place": "x" * 201}),
        ("how", {"how": "x" * 301}),
        ("what_for", {"what_for": "x" * 5001}),
        ("since_year", {"since_year": 2027}),
        ("since_year", {"since_year": 19}),
        ("about_how_many", {"about_how_many": 1}),
        ("about_how_many", {"about_how_many": 10**9}),
    ],
)
def test_a_field_at_fault_is_named(app, bo, now, field, changes):
    # when
    with pytest.raises(NetworkInvalid) as error, transaction():
        networks.register(details(**changes), by=bo, now=now)

    # then
    assert (error.value.field, db.session.scalar(select(func.count()).select_from(Network))) == (field, 0)


def test_sleeping_and_waking_lead_back_to_where_it_stood(offline, stands, group, bo, now):
    # given
    spotted, kept, mirrored, mirror = offline(), offline("Choir", keeper=bo), offline("Guild", keeper=bo), group()
    with transaction():
        networks.is_mirrored(mirrored, mirror, now=now)
    before = [stands(network) for network in (spotted, kept, mirrored)]

    # when
    for network in (spotted, kept, mirrored):
        with transaction():
            networks.put_to_sleep(network.id, now=now)
    asleep = [stands(network)[0] for network in (spotted, kept, mirrored)]
    for network in (spotted, kept, mirrored):
        with transaction():
            networks.wake(network.id, now=now)

    # then
    assert (asleep, [stands(network) for network in (spotted, kept, mirrored)]) == (["sleeping"] * 3, before)
    assert [state for state, _keeper in before] == ["spotted", "confirmed", "mirrored"]


def test_closing_ends_all_questions_and_opening_again_undoes_it(offline, stands, ada, dana, now):
    # given
    network = offline(keeper=ada)

    # when
    with transaction():
        networks.close(network.id, now=now)
    closed = stands(network)
    refused = []
    for rule in (networks.put_to_sleep, networks.wake):
        with pytest.raises(NetworkClosed), transaction():
            rule(network.id, now=now)
        refused.append(rule)
    with pytest.raises(NetworkClosed), transaction():
        rolls.belong(network.id, dana, now=now)
    asks = db.session.scalar(select(func.count()).select_from(KeeperAsk))
    with transaction():
        networks.reopen(network.id, now=now)

    # then
    assert (closed, len(refused), asks, stands(network)) == (("closed", ""), 2, 0, ("spotted", ""))


def test_saying_again_that_it_is_so_wakes_it(offline, stands, bo, now):
    # given
    network = offline(keeper=bo)
    with transaction():
        networks.put_to_sleep(network.id, now=now)

    # when
    with transaction():
        networks.confirm(network.id, by=bo, now=now)

    # then
    assert stands(network) == ("confirmed", "Bo")


def test_only_who_may_say_so_confirms(offline, stands, bo, dana, chen, now):
    # given
    network = offline()

    # when
    with pytest.raises(NotPossible), transaction():
        networks.confirm(network.id, by=dana, now=now)
    with transaction():
        networks.confirm(network.id, by=chen, now=now)
    with pytest.raises(KeeperKnown), transaction():
        networks.confirm(network.id, by=bo, now=now)

    # then
    assert stands(network) == ("confirmed", "Chen")


def test_a_mirror_is_one_group_and_its_end_leads_back(offline, stands, group, bo, now):
    # given
    network, mirror, other = offline(keeper=bo), group(), group(name="Another")

    # when
    with transaction():
        networks.is_mirrored(network, mirror, now=now)
    mirrored = stands(network), fresh(network).group_id == mirror.id
    with pytest.raises(NotPossible), transaction():
        networks.is_mirrored(network, other, now=now)
    with transaction():
        networks.mirror_ended(network, now=now)

    # then
    assert (mirrored, stands(network), fresh(network).group_id) == ((("mirrored", "Bo"), True), ("confirmed", "Bo"), None)


def test_what_nobody_confirmed_can_be_taken_back_for_good(offline, bo, chen, ada, dana, now):
    # given
    seen, kept, shared = offline(), offline("Choir", keeper=bo), offline("Guild")
    with transaction():
        rolls.belong(shared.id, dana, now=now)

    # then
    may = [networks.may_withdraw(fresh(network), person) for network in (seen, kept, shared) for person in (bo, chen, ada, dana)]
    assert may == [True, True, False, False] + [False] * 8
    with pytest.raises(NotPossible), transaction():
        networks.withdraw(kept.id, by=bo)
    with transaction():
        networks.withdraw(seen.id, by=bo)
    assert db.session.get(Network, seen.id) is None
    assert db.session.scalars(select(NetworkPerson.network_id).distinct().order_by(NetworkPerson.network_id)).all() == [
        kept.id,
        shared.id,
    ]


def test_who_registered_it_may_change_it_until_somebody_confirms(offline, client_of, bo, ada, now):
    # given
    network = offline(keeper=ada)
    before = client_of(bo).get(f"/networks/{network.id}/edit").status_code

    # when
    with transaction():
        keepers.answer(network.id, ada, yes=True, now=now)

    # then
    assert (before, client_of(bo).get(f"/networks/{network.id}/edit").status_code) == (200, 404)
    assert client_of(ada).get(f"/networks/{network.id}/edit").status_code == 200
