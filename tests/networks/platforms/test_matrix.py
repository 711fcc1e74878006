import pytest

from networks.platforms.matrix import NO_ADDRESS, NO_PLACE, NO_SPEECH, NOT_OURS, Matrix
from networks.platforms.matrix_checks import IS_A_ROOM, NO_ROOMS, NO_RULE, NO_SPACE, NO_WAY, NOT_INVITED
from networks.platforms.matrix_checks import NO_POWER as NO_POWER_IN_SPACE
from networks.platforms.matrix_server import NOT_IN, SIGNED_OUT
from networks.platforms.protocol import AccessDenied, Done, Garbled, Refused, RoomMissing, There, Unavailable
from tests.infra.platform_doubles.double import Reply
from tests.infra.platform_doubles.matrix import MatrixRemote
from tests.infra.synapse import SERVER_NAME
from tests.networks.platforms.contract import ExternalIds, PlatformContract, Words
from tests.networks.platforms.remote import a_room, done, fault, raised, until_fault


@pytest.fixture
def remote(matrix_remote: MatrixRemote) -> MatrixRemote:
    return matrix_remote


@pytest.fixture
def platform(matrix: Matrix) -> Matrix:
    return matrix


def missing(matrix: Matrix) -> list[str]:
    """What the test of the access says."""
    return [one.missing for one in matrix.check() if not one.works]


class TestMatrix(PlatformContract, ExternalIds, Words):
    asks = True
    keeps_trace = True


# Rooms


def test_a_room_is_private_and_stands_in_a_space_that_is_made_once(remote):
    # given
    matrix = Matrix(remote.access(space=f"#{remote.ours}-networks:{SERVER_NAME}"))

    # when
    lunch, guild = (matrix.open_room(key, key, "Who has lunch together") for key in ("lunch", "guild"))
    matrix.open_room("lunch", "lunch", "")

    # then
    space_id = remote.room_at(f"#{remote.ours}-networks:{SERVER_NAME}")
    assert remote.state(space_id, "m.room.create")["type"] == "m.space"
    assert {room.id: remote.state(space_id, "m.space.child", room.id) for room in (lunch, guild)} == {
        lunch.id: {"via": [SERVER_NAME]},
        guild.id: {"via": [SERVER_NAME]},
    }
    assert remote.state(lunch.id, "m.space.parent", space_id) == {"via": [SERVER_NAME], "canonical": True}
    assert remote.state(lunch.id, "m.room.join_rules") == {"join_rule": "invite"}
    assert remote.state(lunch.id, "m.room.topic")["topic"] == "Who has lunch together"
    assert remote.rooms() == 3


def test_a_space_of_the_company_is_entered_when_we_are_invited_and_needs_the_power(remote):
    # given
    space_id = remote.make_room("Company", {"creation_content": {"type": "m.space"}})
    matrix = Matrix(remote.access(space=space_id))

    # when
    uninvited = missing(matrix)
    remote.invite(remote.keeper, space_id, remote.foyer.id)
    powerless, refused = missing(matrix), raised(lambda: matrix.open_room("lunch", "Lunch", ""))
    remote.set_state(
        remote.keeper, space_id, "m.room.power_levels", {"users": {remote.foyer.id: 60}, "events": {"m.space.child": 60}}
    )
    room = matrix.open_room("lunch", "Lunch", "")

    # then
    assert uninvited == [f"{NOT_INVITED} It is about: {remote.foyer.id}, {space_id}"]
    assert powerless == [f"{NO_POWER_IN_SPACE} It is about: {space_id}, m.space.child 50, {remote.foyer.id} 0"]
    assert isinstance(refused, AccessDenied)
    assert str(refused).startswith(NO_PLACE)
    assert missing(matrix) == []
    assert remote.state(space_id, "m.space.child", room.id) == {"via": [SERVER_NAME]}


@pytest.mark.parametrize(
    ("space", "said"),
    [
        ("#nowhere:elsewhere.example", NO_SPACE),
        ("{room}", IS_A_ROOM),
    ],
    ids=["another_server", "a_room"],
)
def test_what_is_no_space_is_found(platform, remote, space, said):
    # given
    space = space.format(room=a_room(platform))
    remote.once("GET /_matrix/client/v3/directory/room/", Reply(404, {"errcode": "M_NOT_FOUND"}))

    # then
    assert missing(Matrix(remote.access(space=space))) == [f"{said} It is about: {space}"]


def test_an_address_that_leads_to_somebody_elses_room_lures_nobody_there(platform, remote):
    # given
    theirs = remote.make_room("Mine", {"room_alias_name": f"{remote.ours}-foyer-12"})

    # when
    refused = raised(lambda: a_room(platform))
    remote.invite(remote.keeper, theirs, remote.foyer.id)
    lured = raised(lambda: a_room(platform))
    remote.foyer.join(theirs)

    # then
    assert isinstance(refused, Refused)
    assert str(lured) == str(refused) == f"{NOT_OURS} It is about: #{remote.ours}-foyer-12:{SERVER_NAME}, {remote.foyer.id}"
    assert a_room(platform) == theirs


def test_a_room_that_somebody_made_meanwhile_is_that_room(platform, remote):
    # given
    room_id = a_room(platform)
    remote.once("GET /_matrix/client/v3/directory/room/", Reply(404, {"errcode": "M_NOT_FOUND"}))

    # then
    assert a_room(platform) == room_id
    assert remote.rooms() == 1


@pytest.mark.parametrize(
    ("web", "begins"),
    [("", "https://matrix.to/#/!"), ("https://element.example.org/", "https://element.example.org/#/room/!")],
    ids=["none", "element"],
)
def test_a_room_is_opened_in_the_web_client_of_the_company(remote, web, begins):
    assert Matrix(remote.access(web=web)).open_room("lunch", "Lunch", "").url.replace("%21", "!").startswith(begins)


# A room that was upgraded


def test_an_upgraded_room_is_followed_once_our_account_is_invited(platform, remote):
    # given
    old, ada = a_room(platform), remote.make_account("ada@example.com")
    remote.invite(remote.foyer, old, remote.keeper.id)
    remote.keeper.join(old)
    remote.set_state(remote.foyer, old, "m.room.power_levels", {"users": {remote.keeper.id: 150}})
    new = remote.upgrade(remote.keeper, old)

    # when
    missed = raised(lambda: Matrix(remote.access()).room(old))
    remote.invite(remote.keeper, new, remote.foyer.id)
    room, again = platform.room(old), a_room(platform)
    outcomes = done(platform.bring_in(old, [ada]))
    platform.announce(old, "We moved", "moved")

    # then
    assert isinstance(missed, RoomMissing)
    assert str(missed) == f"{NOT_IN} It is about: {remote.foyer.id}, {new}"
    assert room.id == again == new
    assert outcomes == {ada: Done.ASKED}
    assert remote.standing(new) == {ada: There.INVITED}
    assert remote.said(new) == ["We moved"]


def test_a_room_is_not_followed_to_one_that_knows_nothing_of_it(platform, remote):
    # given
    old, other = a_room(platform), platform.open_room("other", "Other", "").id
    remote.set_state(remote.foyer, old, "m.room.tombstone", {"body": "moved", "replacement_room": other})

    # then
    assert fault(lambda: platform.room(old)) is Refused


# Words


def test_a_word_is_not_said_twice_by_another_sign_in(platform, remote):
    # given
    room_id = a_room(platform)
    platform.announce(room_id, "Lunch on Tuesday", "date-1")

    # when: another token is another scope of transactions
    other = remote.synapse.administer("POST", f"/v1/users/{remote.foyer.id}/login")["access_token"]
    Matrix(remote.access(token=other)).announce(room_id, "Lunch on Tuesday", "date-1")

    # then
    assert remote.said(room_id) == ["Lunch on Tuesday"]


def test_a_room_in_which_we_may_not_speak_says_so(platform, remote):
    # given
    ada = remote.make_account("ada@example.com")
    room_id = remote.make_room("By hand", {"invite": [remote.foyer.id, ada]})
    remote.set_state(remote.keeper, room_id, "m.room.power_levels", {"events_default": 50})

    # then
    assert str(raised(lambda: platform.announce(room_id, "Hello", "hello"))).startswith(NO_SPEECH)


# Faults


def test_the_limits_of_the_real_server_are_told_with_the_wait_it_asks_for(platform, remote):
    # given
    room_id = a_room(platform)
    remote.synapse.slow_down(remote.foyer.id, per_second=1, burst=1)
    people = [remote.make_account(f"p{n}@example.com") for n in range(8)]

    # when
    told, fault = until_fault(lambda: platform.bring_in(room_id, people))

    # then
    assert isinstance(fault, Unavailable)
    assert fault.retry_after is not None
    assert 0 < fault.retry_after <= 10
    assert set(remote.standing(room_id)) == set(told)


def test_a_token_that_was_signed_out_says_what_to_do(platform, remote):
    # given
    remote.foyer.ask("POST", "/logout")

    # then
    assert str(raised(lambda: a_room(platform))) == SIGNED_OUT
    assert [(one.works, one.missing) for one in platform.check()] == [(False, SIGNED_OUT)]


@pytest.mark.parametrize(
    ("rule", "said"),
    [("", NO_WAY), ("ada:example.org", NO_RULE)],
    ids=["none", "malformed"],
)
def test_without_a_way_to_find_people_the_test_says_what_is_missing(remote, rule, said):
    assert [words.startswith(said) for words in missing(Matrix(remote.access(token=remote.keeper.token, account_rule=rule)))] == [
        True
    ]


def test_a_server_that_lets_nobody_make_rooms_is_found(platform, remote):
    # given
    no = Reply(403, {"errcode": "M_FORBIDDEN", "error": "Ask the helpdesk"})
    remote.once("POST /_matrix/client/v3/createRoom", no)
    found = missing(platform)
    remote.once("POST /_matrix/client/v3/createRoom", no)

    # then
    assert found == [f"{NO_ROOMS} It says: Ask the helpdesk"]
    assert str(raised(lambda: a_room(platform))) == f"{NO_ADDRESS} It says: Ask the helpdesk"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"chunk": [7]},
        {"chunk": [{"state_key": "ada", "content": {"membership": "join"}}]},
        {"chunk": [{"state_key": "@ada:example.org", "content": 7}]},
    ],
    ids=["nothing", "number", "no_account", "no_content"],
)
def test_members_that_make_no_sense_are_no_empty_room(platform, remote, body):
    # given
    room_id = a_room(platform)
    remote.once("/members", Reply(200, body))

    # then
    assert fault(lambda: list(platform.members(room_id))) is Garbled
