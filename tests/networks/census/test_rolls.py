"""Who belongs to a network."""

from database import transaction
from networks.census import queries, rolls
from networks.census.rolls import Named
from people import people
from tests.infra.networks import fresh


def test_named_people_are_listed_and_told_once(offline, on_list, network_mails, bo, ada, dana, chen, now):
    # given
    network = offline(keeper=bo)
    with transaction():
        people.deactivate(dana)

    # when
    with transaction():
        first = rolls.name_people(network, [ada.id, ada.id, dana.id, bo.id, 999_999], bo, now=now)
    with transaction():
        second = rolls.name_people(network, [ada.id, chen.id], bo, now=now)

    # then
    assert (first, second) == (Named(new=1, already=1), Named(new=1, already=1))
    assert on_list(network) == {"Bo": "listed*", "Ada": "listed", "Chen": "listed"}
    assert network_mails() == [("named", "ada"), ("named", "chen")]


def test_who_took_themselves_off_is_never_listed_by_others_again(offline, on_list, network_mails, bo, ada, now):
    # given
    network = offline(keeper=bo)
    with transaction():
        rolls.name_people(network, [ada.id], bo, now=now)
    with transaction():
        rolls.take_off(network.id, ada, now=now)

    # when
    with transaction():
        rolls.remove(network.id, ada.id)
        again = rolls.name_people(network, [ada.id], bo, now=now)
    stays_off = on_list(network)
    with transaction():
        rolls.belong(network.id, ada, now=now)

    # then
    assert (again, stays_off["Ada"], on_list(network)["Ada"]) == (Named(off=1), "off*", "listed*")
    assert network_mails() == [("named", "ada")]


def test_people_of_a_network_are_those_listed_who_work_here(offline, bo, ada, dana, chen, now):
    # given
    network = offline(keeper=bo)
    with transaction():
        rolls.name_people(network, [ada.id, dana.id, chen.id], bo, now=now)
    with transaction():
        rolls.take_off(network.id, dana, now=now)
        people.deactivate(chen)

    # then
    assert [person.name for person in queries.people_of(fresh(network))] == ["Ada Okafor", "Bo Lindqvist"]
