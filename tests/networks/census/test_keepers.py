"""Who keeps a network together: by their own yes only."""

import pytest

from database import transaction
from networks.census import keepers, networks
from networks.census.errors import KeeperKnown, NotPossible
from networks.census.models import KeeperAnswer
from people import people
from tests.infra.networks import asked_of, fresh


def test_a_yes_makes_the_keeper_and_confirms(offline, stands, ada, now):
    # given
    network = offline(keeper=ada)

    # when
    with transaction():
        keepers.answer(network.id, ada, yes=True, now=now)

    # then
    assert (stands(network), asked_of(network, ada).answer) == (("confirmed", "Ada"), KeeperAnswer.YES)


def test_a_no_is_kept_and_nobody_asks_again_but_they_can_change_their_mind(offline, stands, ada, bo, now):
    # given
    network = offline(keeper=ada)
    with transaction():
        keepers.answer(network.id, ada, yes=False, now=now)
    said_no = stands(network)

    # when
    with pytest.raises(NotPossible), transaction():
        keepers.ask(network.id, ada, by=bo, now=now)
    with transaction():
        keepers.answer(network.id, ada, yes=True, now=now)

    # then
    assert (said_no, stands(network)) == (("spotted", ""), ("confirmed", "Ada"))


def test_only_the_last_one_named_is_asked(offline, ada, dana, bo, now, network_mails):
    # given
    network = offline(keeper=ada)

    # when
    with transaction():
        keepers.ask(network.id, dana, by=bo, now=now)
        keepers.ask(network.id, dana, by=bo, now=now)

    # then
    with pytest.raises(NotPossible), transaction():
        keepers.answer(network.id, ada, yes=True, now=now)
    assert network_mails() == [("keeper", "ada"), ("keeper", "dana")]


def test_a_keeper_hands_it_on_and_keeps_it_until_the_yes(offline, stands, bo, ada, dana, chen, now):
    # given
    network = offline(keeper=bo)

    # when
    with pytest.raises(KeeperKnown), transaction():
        keepers.ask(network.id, dana, by=chen, now=now)
    with transaction():
        keepers.ask(network.id, ada, by=bo, now=now)
    meanwhile = stands(network)
    with transaction():
        keepers.answer(network.id, ada, yes=True, now=now)

    # then
    assert (meanwhile, stands(network)) == (("confirmed", "Bo"), ("confirmed", "Ada"))


def test_giving_up_leaves_it_spotted_and_one_press_takes_it_up_again(offline, stands, bo, dana, now):
    # given
    network = offline(keeper=bo)

    # when
    with transaction():
        keepers.give_up(network.id, by=bo, now=now)
    given_up = stands(network)
    with pytest.raises(NotPossible), transaction():
        keepers.give_up(network.id, by=dana, now=now)
    with transaction():
        networks.confirm(network.id, by=bo, now=now)

    # then
    assert (given_up, stands(network)) == (("spotted", ""), ("confirmed", "Bo"))


def test_who_registered_a_network_that_was_once_kept_is_not_let_into_its_list(offline, ada, bo, now):
    """The keeper who left had named people: whoever registered it does not come to read them by keeping it themselves."""
    # given
    network = offline(keeper=ada)
    with transaction():
        keepers.answer(network.id, ada, yes=True, now=now)
    with transaction():
        keepers.give_up(network.id, by=ada, now=now)

    # then
    assert (keepers.may_keep(fresh(network), bo), keepers.may_ask(fresh(network), bo)) == (False, False)
    with pytest.raises(NotPossible), transaction():
        networks.confirm(network.id, by=bo, now=now)


def test_nobody_who_has_left_is_asked_or_keeps_it(offline, bo, ada, dana, chen, now):
    # given
    network = offline(keeper=bo)
    with transaction():
        people.deactivate(dana)

    # when
    with pytest.raises(NotPossible), transaction():
        keepers.ask(network.id, dana, by=bo, now=now)
    with transaction():
        people.deactivate(bo)

    # then: whoever looks after people names somebody
    assert (fresh(network).keeper_here, keepers.may_ask(fresh(network), chen)) == (None, True)
    with transaction():
        keepers.ask(network.id, ada, by=chen, now=now)
