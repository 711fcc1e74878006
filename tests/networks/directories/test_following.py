"""From a directory to a group here that follows one of its groups, and back when the directory fails."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from database import db, transaction
from networks.census import rolls
from networks.census.models import Network
from networks.directories import directories, following
from networks.directories import jobs as directory_jobs
from networks.directories.models import DirectoryGroup, DirectoryGroupPerson
from networks.discovery import found_networks, hand_overs
from networks.discovery import jobs as discovery_jobs
from networks.discovery.errors import HandOverMissing
from networks.discovery.models import FoundNetwork, HandOver
from networks.mirroring import mirrors, running, sides
from networks.mirroring.errors import MirrorMissing, SourceFailed
from networks.mirroring.mirrors import Terms
from networks.mirroring.models import Brake, Rule, SourceKind
from people import erasing
from people.models import Person, Role
from tests.infra.mirroring import press
from tests.infra.networks import details
from tests.networks.discovery.conftest import again, nowhere


@pytest.fixture
def looked(directory, chen, now, clock):
    """Chen has looked for networks in it: what she handed over."""

    def look() -> HandOver:
        with transaction():
            handed = hand_overs.take_directory(chen, directory, now=now)
        discovery_jobs.read_all(nowhere)
        return again(handed)

    return look


@pytest.fixture
def guild(looked, crowd, chen, now):
    """The group Guild is a network, as Chen registered it."""
    ((found_id, _proposal),) = found_networks.of_hand_over(looked())
    with transaction():
        return found_networks.confirm(chen, found_id, details("Guild"), [one.id for one in crowd], keeps=False, now=now)


@pytest.fixture
def here(guild, group, chen, now):
    """A group here that follows it, with Chen to look after it; the worker has not read it yet."""
    corner = group(name="Guild corner", stewards=[chen])
    terms = Terms(SourceKind.DIRECTORY, group_of(guild).id, Rule.AUTHORITATIVE, is_automatic=True, basis="Rule 7")
    with transaction():
        mirrors.set_up(corner.id, terms, by=chen, now=now)
    return corner


def group_of(network) -> DirectoryGroup:
    return db.session.scalars(select(DirectoryGroup).where(DirectoryGroup.network_id == network.id)).one()


def listed() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(DirectoryGroupPerson))


def look_again(here, clock, *, hours: int = 30) -> None:
    """Time passes, the worker reads the directory, and the mirror looks."""
    clock.shift(timedelta(hours=hours))
    directory_jobs.read_all()
    mirror = mirrors.of_group(here.id)
    with transaction():
        running.run_by_itself(mirror.id, now=mirror.next_look_at)


def test_groups_of_five_whom_foyer_knows_are_proposed_and_nothing_else_is_kept(looked, crowd, directory):
    # when
    done = looked()

    # then
    ((_id, proposal),) = found_networks.of_hand_over(done)
    assert (proposal.name, [one.address for one in proposal.people]) == ("Guild", sorted(one.email for one in crowd))
    assert (done.dropped, done.found, db.session.scalars(select(DirectoryGroup)).all()) == ({"few": 1, "topic": 1}, 1, [])
    assert "elsewhere" not in str([row.details for row in db.session.scalars(select(FoundNetwork))])


def test_a_directory_that_cannot_be_read_says_so(looked, source):
    # given
    source.token = "another"

    # then
    done = looked()
    assert (done.state.value, done.fault) == ("failed", "directory")


def test_confirmed_it_is_a_network_like_any_other_with_its_list(guild, looked, stands, on_list, network_mails):
    # then
    assert (stands(guild), list(on_list(guild).values())) == (("spotted", ""), ["listed"] * 6)
    assert {kind for kind, _who in network_mails()} == {"named"}
    assert looked().dropped == {"few": 1, "known": 1, "topic": 1}


def test_who_does_not_manage_any_more_decides_nothing(looked, chen, now):
    # given
    ((found_id, _proposal),) = found_networks.of_hand_over(looked())
    with transaction():
        chen.role = Role.EMPLOYEE

    # then
    with pytest.raises(HandOverMissing), transaction():
        found_networks.confirm(chen, found_id, details("Guild"), [], keeps=False, now=now)


def test_a_group_here_follows_it_once_the_worker_has_read_it(here, crowd, standing, source, guild, chen, now, clock):
    # given
    mirror = mirrors.of_group(here.id)
    with pytest.raises(SourceFailed):
        sides.look(mirror)
    with transaction():
        rolls.take_off(guild.id, crowd[5], now=now)

    # when
    directory_jobs.read_all()
    press(mirror, chen, now=now)
    first = [standing(here, person)[0] for person in crowd]
    source.lists("Guild", *(str(person.id) for person in crowd[1:]))
    look_again(here, clock)

    # then
    assert (first, listed()) == (["member"] * 5 + [""], 5)
    assert [standing(here, person) for person in crowd[:2]] == [("over", "withdrawn"), ("member", "mirrored")]
    assert (db.session.get_one(Network, guild.id).state.value, db.session.get_one(Network, guild.id).group_id) == (
        "mirrored",
        here.id,
    )


@pytest.mark.parametrize(
    ("change", "brake"),
    [
        pytest.param(lambda source: setattr(source, "token", "other"), Brake.FAILING, id="token-expired"),
        pytest.param(lambda source: setattr(source, "total", 99), Brake.FAILING, id="list-ends-too-early"),
        pytest.param(lambda source: setattr(source, "groups", []), Brake.FAILING, id="group-gone"),
        pytest.param(lambda source: source.lists("Guild"), Brake.EMPTY, id="empty"),
        pytest.param(lambda source: setattr(source, "users", []), Brake.EMPTY, id="nobody-readable"),
        pytest.param(lambda source: source.lists("Guild", source.users[0]["id"]), Brake.REMOVALS, id="most-are-gone"),
    ],
)
def test_a_directory_that_fails_or_is_empty_removes_nobody(here, crowd, standing, source, chen, now, clock, change, brake):
    # given
    directory_jobs.read_all()
    press(mirrors.of_group(here.id), chen, now=now)

    # when
    change(source)
    look_again(here, clock)

    # then
    db.session.expire_all()
    assert (mirrors.of_group(here.id).brake, [standing(here, person)[0] for person in crowd]) == (brake, ["member"] * 6)


def test_a_directory_that_breaks_its_reader_holds_up_nothing(here, crowd, directory, standing, chen, now, clock):
    # given
    directory_jobs.read_all()
    press(mirrors.of_group(here.id), chen, now=now)
    with transaction():
        directories.one(directory.id).address = "ftp://nobody.meant.this"

    # when
    look_again(here, clock)

    # then
    db.session.expire_all()
    group = db.session.scalars(select(DirectoryGroup)).one()
    assert (group.fault, mirrors.of_group(here.id).brake, standing(here, crowd[0])[0]) == ("garbled", Brake.FAILING, "member")


def test_a_directory_let_go_stops_what_followed_it(here, crowd, standing, directory, chen, now, clock):
    # given
    directory_jobs.read_all()
    press(mirrors.of_group(here.id), chen, now=now)

    # when
    with transaction():
        directories.remove(directory.id)
    db.session.expire_all()
    look_again(here, clock)

    # then
    assert (mirrors.of_group(here.id).brake, standing(here, crowd[0])[0], listed()) == (Brake.FAILING, "member", 0)


def test_what_nothing_follows_any_more_is_forgotten_and_not_read(here, source, now, clock):
    # given
    directory_jobs.read_all()
    before = listed()

    # when
    with transaction():
        mirrors.take_away(mirrors.of_group(here.id).id, now=now)
    asked = len(source.asked)
    clock.shift(timedelta(days=2))
    directory_jobs.read_all()

    # then
    assert (before, listed(), len(source.asked)) == (6, 0, asked)


def test_it_is_read_every_few_hours_and_sooner_after_a_fault(here, source, clock):
    # given
    def reads(hours: float) -> bool:
        clock.shift(timedelta(hours=hours))
        before = len(source.asked)
        directory_jobs.read_all()
        return len(source.asked) > before

    # then
    assert [reads(0), reads(0), reads(5), reads(1.1)] == [True, False, False, True]
    source.token = "another"
    assert [reads(6.1), reads(0.5), reads(0.6)] == [True, False, True]


def test_only_who_manages_or_keeps_the_network_has_a_group_follow_it(guild, group, ada, now):
    # given
    corner = group(name="Ada’s corner", stewards=[ada])

    # then
    with pytest.raises(MirrorMissing), transaction():
        mirrors.set_up(corner.id, Terms(SourceKind.DIRECTORY, group_of(guild).id), by=ada, now=now)


@pytest.mark.parametrize("erased", [False, True], ids=["deactivated", "erased"])
def test_a_person_who_is_not_here_any_more_is_in_no_list(here, crowd, chen, now, erased):
    # given
    directory_jobs.read_all()

    # when
    with transaction():
        gone = db.session.get_one(Person, crowd[0].id)
        if erased:
            erasing.erase(gone, now=now)
        else:
            gone.active = False

    # then
    assert len(following.members(db.session.scalars(select(DirectoryGroup)).one())) == 5
