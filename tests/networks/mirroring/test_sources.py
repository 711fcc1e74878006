"""What a group can follow: the roll of a network that meets offline, and another group."""

from datetime import timedelta

import pytest

from database import db, transaction
from networks import memberships
from networks.census import networks, rolls
from networks.census.models import NetworkState, Openness, Purpose, Rhythm
from networks.census.networks import Details
from networks.mirroring import mirrors, running, sources
from networks.mirroring.errors import MirrorInvalid, MirrorMissing, SourceFailed
from networks.mirroring.mirrors import Terms
from networks.mirroring.models import Brake, Rule, SourceKind
from tests.infra.mirroring import press


@pytest.fixture
def table(ada, bo, dana, now):
    """The soup table that meets offline, kept together by Bo, who named Ada and Dana."""
    details = Details(
        name="Soup table",
        purpose=Purpose.SOCIAL,
        rhythm=Rhythm.WEEKLY,
        place="Deventer",
        what_for="One pot of soup.",
        how="lunch",
        since_year=2021,
        about_how_many=9,
        openness=Openness.OPEN,
    )
    with transaction():
        made = networks.register(details, by=bo, keeper=bo, belongs=False, now=now)
        rolls.name_people(made, [ada.id, dana.id], bo, now=now)
    return made


def follow(here, table, by, now, **terms):
    with transaction():
        return mirrors.set_up(here.id, Terms(SourceKind.NETWORK, table.id, **terms), by=by, now=now)


def test_a_network_is_mirrored_by_asking_its_people(table, group, standing, group_mails, ada, bo, dana, now):
    # given
    here = group(name="Square corner")
    with transaction():
        memberships.add(here, [dana.id], memberships.Origin.JOINED, by=bo, now=now)
        memberships.leave(here.id, dana, now=now)

    # when
    made = follow(here, table, bo, now)
    press(made, bo, now=now)

    # then
    db.session.refresh(table)
    assert (standing(here, ada), standing(here, dana)) == (("invited", ""), ("over", "left"))
    assert (table.state, table.group_id, [mail[:2] for mail in group_mails(here)]) == (
        NetworkState.MIRRORED,
        here.id,
        [("invitation", "ada")],
    )


def test_who_took_themselves_off_the_roll_goes_from_the_group_by_an_authoritative_mirror(
    table, group, standing, ada, bo, dana, now
):
    # given
    here = group(name="Square corner")
    made = follow(here, table, bo, now, rule=Rule.AUTHORITATIVE, is_automatic=True, basis="Whoever cooks")
    press(made, bo, now=now)

    # when
    with transaction():
        rolls.take_off(table.id, ada, now=now)
    with transaction():
        running.run_by_itself(made.id, now=now + timedelta(days=2))

    # then
    assert (standing(here, ada), standing(here, dana)) == (("over", "withdrawn"), ("member", "mirrored"))


def test_only_who_reads_the_roll_has_a_group_follow_it(table, group, ada, bo, chen, dana, now):
    # given
    here = group(name="Square corner", stewards=[ada])

    # when
    with pytest.raises(MirrorMissing):
        follow(here, table, ada, now)

    # then
    source = sources.NetworkSource(table.id)
    assert [source.is_read_by(one) for one in (ada, bo, chen, dana)] == [False, True, True, False]
    offers = [[offer.name for offer in sources.offered_to(one, here)] for one in (ada, bo, chen)]
    assert offers == [[], ["Soup table"], ["Soup table"]]


def test_one_network_is_followed_by_one_group_until_that_lets_go(table, group, bo, now):
    # given
    one, other = group(name="Square corner"), group(name="Another corner")
    made = follow(one, table, bo, now)

    # when
    with pytest.raises(MirrorInvalid) as refused:
        follow(other, table, bo, now)
    with transaction():
        mirrors.take_away(made.id, now=now)
    db.session.refresh(table)
    let_go = (table.state, table.group_id)
    follow(other, table, bo, now)

    # then
    db.session.refresh(table)
    assert (refused.value.field, let_go, table.group_id) == ("source", (NetworkState.CONFIRMED, None), other.id)


def test_following_something_else_pauses_and_lets_go(table, group, ada, bo, now):
    # given
    here, readers = group(name="Square corner"), group(name="Readers", members=[ada])
    made = follow(here, table, bo, now)
    press(made, bo, now=now)

    # when
    with transaction():
        mirrors.change(made.id, Terms(SourceKind.GROUP, readers.id), by=bo, now=now)

    # then
    db.session.refresh(table)
    assert (table.group_id, made.state.value, sources.name_of(made)) == (None, "paused", "Readers")


def test_a_network_that_has_ended_fails_and_removes_nobody(table, group, standing, ada, bo, now):
    # given
    here = group(name="Square corner")
    made = follow(here, table, bo, now, rule=Rule.AUTHORITATIVE, is_automatic=True, basis="Whoever cooks")
    press(made, bo, now=now)
    with transaction():
        networks.close(table.id, now=now)

    # when
    with transaction():
        running.run_by_itself(made.id, now=now + timedelta(days=2))

    # then
    assert (made.brake, standing(here, ada)) == (Brake.FAILING, ("member", "mirrored"))
    with pytest.raises(SourceFailed):
        _ = sources.NetworkSource(999_999).name


def test_two_groups_do_not_follow_each_other(group, bo, now):
    # given
    one, other = group(name="Square corner"), group(name="Another corner")
    with transaction():
        mirrors.set_up(one.id, Terms(SourceKind.GROUP, other.id), by=bo, now=now)

    # then
    for follower, followed in ((other, one), (other, other)):
        with pytest.raises(MirrorInvalid), transaction():
            mirrors.set_up(follower.id, Terms(SourceKind.GROUP, followed.id), by=bo, now=now)
