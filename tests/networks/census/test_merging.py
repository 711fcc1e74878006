"""Two entries for one network."""

import pytest

from database import db, transaction
from networks.census import merging, networks, rolls
from networks.census.errors import NetworkMissing, NotPossible
from networks.census.merging import pair_of
from tests.infra.networks import fresh


@pytest.fixture
def twins(offline, bo, ada, chen, now):
    """Bo keeps one; Ada registered the other, which nobody keeps, and Chen is on that."""
    kept, other = offline(keeper=bo), offline("Lunch on Thursday", by=ada)
    with transaction():
        rolls.name_people(other, [chen.id], ada, now=now)
    return kept, other


def test_together_they_have_one_list_and_apart_two_again(twins, stands, on_list, network_mails, bo, now):
    # given
    kept, other = twins
    before = [(stands(network), on_list(network)) for network in twins]

    # when
    with transaction():
        merging.merge(other.id, kept.id, by=bo, now=now)
    together = stands(kept), stands(other), on_list(kept), fresh(other).merged_into_id == kept.id
    with pytest.raises(NotPossible), transaction():
        networks.reopen(other.id, now=now)
    with transaction():
        merging.split(other.id, by=bo, now=now)

    # then
    everybody = {"Bo": "listed*", "Ada": "listed*", "Chen": "listed"}
    assert together == (("confirmed", "Bo"), ("closed", ""), everybody, True)
    assert [(stands(network), on_list(network)) for network in twins] == before
    assert network_mails() == [("named", "chen"), ("named", "chen")]  # who reads it now is told


def test_off_stays_off_through_both(twins, on_list, bo, ada, chen, dana, now):
    # given: Dana took herself off one, Chen off both together
    kept, other = twins
    with transaction():
        rolls.name_people(kept, [dana.id], bo, now=now)
        rolls.name_people(other, [dana.id], ada, now=now)
        rolls.take_off(other.id, dana, now=now)

    # when
    with transaction():
        merging.merge(kept.id, other.id, by=ada, now=now)
    with transaction():
        rolls.take_off(kept.id, chen, now=now)
    together = on_list(kept)
    with transaction():
        merging.split(other.id, by=ada, now=now)

    # then
    assert (together["Dana"], together["Chen"]) == ("off", "off*")
    assert on_list(other) == {"Ada": "listed*", "Chen": "off", "Dana": "off*"}


def test_who_may_put_them_together(twins, offline, bo, ada, dana, chen, admin):
    # given
    pair = pair_of(*map(fresh, twins))
    both_kept = pair_of(fresh(twins[0]), fresh(offline("Lunch, Thursdays", by=dana, keeper=dana)))

    # then
    people = (bo, ada, dana, chen)
    assert [merging.may_merge(pair, person) for person in people] == [True, True, False, True]
    assert [merging.may_merge(both_kept, person) for person in people] == [False, False, True, True]
    assert pair.kept.id == twins[0].id


def test_nobody_else_does_it(twins, dana, now):
    # then
    kept, other = twins
    with pytest.raises(NetworkMissing), transaction():
        merging.merge(kept.id, other.id, by=dana, now=now)
    with pytest.raises(NotPossible), transaction():
        merging.merge(kept.id, kept.id, by=dana, now=now)
    with pytest.raises(NetworkMissing), transaction():
        merging.split(other.id, by=dana, now=now)
    db.session.rollback()


def test_what_is_mirrored_stays(twins, group, ada, bo, chen, now):
    # given
    (kept, other), mirror, another = twins, group(), group(name="Another")
    with transaction():
        networks.is_mirrored(other, mirror, now=now)

    # then: the mirrored one is kept, and two that are mirrored are two
    assert pair_of(fresh(kept), fresh(other)).kept.id == other.id
    with transaction():
        networks.is_mirrored(kept, another, now=now)
    assert merging.may_merge(pair_of(fresh(kept), fresh(other)), chen) is False
