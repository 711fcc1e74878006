from collections.abc import Iterator

import pytest

from networks.platforms.mattermost import BATCH, ONE_BY_ONE, PAGE, Mattermost
from networks.platforms.protocol import AccessDenied, Done, Refused, RoomMember, Sought, There, Unavailable
from tests.infra.platform_doubles.mattermost import MOST_A_PAGE, MOST_AT_ONCE, MattermostDouble, error
from tests.networks.platforms.contract import PlatformContract, Words
from tests.networks.platforms.remote import a_room, done, fault, raised


@pytest.fixture
def remote() -> Iterator[MattermostDouble]:
    double = MattermostDouble()
    yield double
    double.close()


@pytest.fixture
def platform(remote: MattermostDouble) -> Iterator[Mattermost]:
    adapter = Mattermost(remote.access(), page=remote.page, batch=remote.batch)
    yield adapter
    adapter.close()


class TestMattermost(PlatformContract, Words):
    pass


def test_what_is_asked_at_once_keeps_to_their_limits():
    assert PAGE <= MOST_A_PAGE
    assert BATCH <= MOST_AT_ONCE


@pytest.mark.parametrize(("visibility", "kind"), [("", "P"), ("Public ", "O")], ids=["private", "public"])
def test_a_channel_is_as_visible_as_was_said(remote, visibility, kind):
    # when
    room = Mattermost(remote.access(visibility=visibility)).open_room("foyer-12", "Lunch", "")

    # then
    assert remote.channels[room.id]["type"] == kind
    assert room.url == f"{remote.url}/harbour/channels/foyer-12"


def test_a_channel_archived_over_there_is_not_woken(platform, remote):
    # given
    remote.delete_room(a_room(platform))

    # then
    assert "archive" in str(raised(lambda: a_room(platform)))
    assert remote.rooms() == 1


def test_a_name_somebody_took_meanwhile_is_their_channel(platform, remote):
    # given
    room_id = a_room(platform)
    remote.once("GET /api/v4/teams/" + remote.team + "/channels", _missing())

    # then
    assert a_room(platform) == room_id


def test_who_is_not_in_the_team_is_refused_in_their_words(platform, remote):
    # given
    room_id, ada, bo = a_room(platform), remote.make_account("ada@example.com"), remote.make_account("bo@example.com")
    remote.in_team.remove(bo)

    # when
    outcomes = {one.account: one for one in platform.bring_in(room_id, [ada, bo])}

    # then
    assert outcomes[ada].done is Done.DONE
    assert outcomes[bo].reason == "No team member found for that user."


def test_many_people_are_looked_for_in_the_team(platform, remote):
    # given
    people = [Sought(n, f"Person{n}@example.com") for n in range(ONE_BY_ONE + 1)]
    accounts = {one.person_id: remote.make_account(one.email) for one in people}
    gone = remote.make_account("gone@example.com")
    remote.users[gone]["delete_at"] = 1

    # then
    assert platform.accounts([*people, Sought(99, "gone@example.com")]) == accounts
    assert len(remote.requests("GET /api/v4/users")) == 1


def test_addresses_that_are_hidden_are_a_right_that_is_missing(platform, remote):
    # given
    remote.sees_addresses = False
    remote.make_account("ada@example.com")

    # then
    assert fault(lambda: platform.accounts([Sought(n, f"n{n}@example.com") for n in range(ONE_BY_ONE + 1)])) is AccessDenied


@pytest.mark.parametrize(
    "right", ["create_private_channel", "manage_private_channel_members", "create_post"], ids=["channels", "members", "posts"]
)
def test_a_right_that_is_missing_is_named(platform, remote, right):
    # given
    remote.make_account("ada@example.com")
    for rights in remote.roles.values():
        rights[:] = [one for one in rights if one != right]

    # when
    lacking = [one for one in platform.check() if not one.works]

    # then
    assert [right in one.missing for one in lacking] == [True]


def test_a_team_that_is_not_there_is_named(remote):
    # when
    findings = Mattermost(remote.access(team="harbor")).check()

    # then
    assert [one.works for one in findings] == [True, False]
    assert "no team of this name" in findings[1].missing


def test_a_right_that_is_missing_stops_the_work_and_blames_nobody(platform, remote):
    # given
    room_id, ada = a_room(platform), remote.make_account("ada@example.com")
    remote.roles["channel_user"].remove("manage_private_channel_members")

    # then
    assert fault(lambda: list(platform.bring_in(room_id, [ada]))) is AccessDenied


def test_who_leaves_while_pages_are_read_hides_nobody(platform, remote):
    # given
    room_id = a_room(platform)
    people = [remote.make_account(f"person{n}@example.com") for n in range(2 * remote.page)]
    for account in people:
        remote.put_in(room_id, account)

    # when
    reading = platform.members(room_id)
    first = next(reading)
    remote.leave(room_id, first.account)
    told = {first, *reading}

    # then
    assert {RoomMember(account, There.MEMBER) for account in people[1:]} <= told


def test_a_server_that_says_nothing_is_not_waited_for(remote):
    # given
    hasty = Mattermost(remote.access(), seconds=0.1)
    remote.once("GET /api/v4/teams", None)

    # then
    assert "in time" in str(raised(lambda: a_room(hasty)))


def test_too_long_names_are_shortened_and_too_long_words_refused(platform, remote):
    # when
    room = platform.open_room("foyer-12", "Lunch " * 30, "Why " * 100)

    # then
    assert len(room.name) <= 64
    assert fault(lambda: platform.announce(room.id, "x" * 20_000, "date-1")) is Refused


def test_nobody_is_called_by_a_word(platform, remote):
    # given
    room_id = a_room(platform)

    # when
    platform.announce(room_id, "@all come, write to ada@example.com", "date-1")

    # then
    assert remote.said(room_id) == ["@\u200ball come, write to ada@example.com"]


def test_half_a_bulk_addition_and_then_too_many_requests_is_told_as_it_is(platform, remote):
    # given
    room_id = a_room(platform)
    people = [remote.make_account(f"person{n}@example.com") for n in range(4)]
    remote.in_team.remove(people[1])
    bringing = platform.bring_in(room_id, people)

    # when
    told = [next(bringing), next(bringing)]
    remote.once(f"POST /api/v4/channels/{room_id}/members", remote.TOO_MANY)
    problem = raised(lambda: list(bringing))

    # then
    assert isinstance(problem, Unavailable)
    assert [one.account for one in told] == [people[0], people[2]]
    assert done(platform.bring_in(room_id, people)) == {
        people[0]: Done.ALREADY,
        people[1]: Done.REFUSED,
        people[2]: Done.ALREADY,
        people[3]: Done.DONE,
    }


def _missing():
    return error(404, "app.channel.get_by_name.missing.app_error", "Channel does not exist.").reply
