from collections.abc import Iterator

import pytest

from networks.platforms.graph import BATCH, MOST_IN_FILTER, PAGE, Graph
from networks.platforms.protocol import AccessDenied, Done, Garbled, PlatformFault, RoomMember, Sought, There, Unavailable
from tests.infra.platform_doubles import graph as double_of_graph
from tests.infra.platform_doubles.double import Reply
from tests.infra.platform_doubles.graph import GraphDouble
from tests.networks.platforms.contract import ExternalIds, NoWords, PlatformContract, SharedAddresses
from tests.networks.platforms.remote import a_room, done, fault, raised


@pytest.fixture
def remote() -> Iterator[GraphDouble]:
    double = GraphDouble()
    yield double
    double.close()


@pytest.fixture
def platform(remote: GraphDouble) -> Iterator[Graph]:
    adapter = Graph(remote.access(), page=remote.page, batch=remote.batch)
    yield adapter
    adapter.close()


class TestGraph(PlatformContract, ExternalIds, SharedAddresses, NoWords):
    pass


def test_what_is_asked_at_once_keeps_to_their_limits():
    assert PAGE <= double_of_graph.MOST_A_PAGE
    assert min(double_of_graph.MOST_MEMBERS_AT_ONCE, double_of_graph.MOST_IN_BATCH) >= BATCH
    assert MOST_IN_FILTER <= double_of_graph.MOST_IN_FILTER


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, (["Unified"], True, False, "Private")),
        ({"visibility": "public"}, (["Unified"], True, False, "Public")),
        ({"kind": "security"}, ([], False, True, None)),
    ],
    ids=["private", "public", "security"],
)
def test_a_group_is_of_the_kind_that_was_said(remote, options, expected):
    # when
    room = Graph(remote.access(**options)).open_room("foyer-12", "Lunch", "")

    # then
    group = remote.groups[room.id]
    assert (group["groupTypes"], group["mailEnabled"], group["securityEnabled"], group.get("visibility")) == expected
    assert group["mailNickname"] == group["uniqueName"] == "foyer-12"


def test_the_name_that_people_gave_a_group_stays(platform, remote):
    # given
    room_id = a_room(platform)
    remote.groups[room_id]["displayName"] = "Lunch & walk"

    # when
    again = platform.open_room("foyer-12", "Lunch table", "")

    # then
    assert (again.id, again.name) == (room_id, "Lunch & walk")


def test_a_group_that_cannot_be_seen_yet_is_asked_for_later(platform, remote):
    # given
    a_room(platform)
    for _time in range(2):
        remote.once("GET /v1.0/groups(", double_of_graph.gone("foyer-12").reply)

    # then
    assert fault(lambda: a_room(platform)) is Unavailable
    assert remote.rooms() == 1


def test_one_token_serves_until_it_runs_out_and_is_renewed_before(platform, remote):
    # when
    a_room(platform)
    a_room(platform)

    # then
    assert remote.tokens == 1

    # given
    remote.lasts = 60  # less than what is left for one request
    other = Graph(remote.access())

    # when
    a_room(other)
    a_room(other)

    # then
    assert remote.tokens == 3


def test_a_token_that_is_taken_back_is_renewed_once(platform, remote):
    # given
    room_id = a_room(platform)
    remote.good_tokens.clear()

    # then
    assert platform.room(room_id).id == room_id
    assert remote.tokens == 2


def test_a_token_that_is_never_taken_is_access_denied(platform, remote):
    # given
    a_room(platform)
    for _time in range(2):
        remote.once("GET /v1.0/groups", remote.EXPIRED)

    # then
    assert fault(lambda: a_room(platform)) is AccessDenied


def test_who_cannot_come_in_is_named_by_the_batch_and_the_others_come(remote):
    # given
    adapter = Graph(remote.access())
    room_id = a_room(adapter)
    people = [remote.make_account(f"person{n}@example.com") for n in range(21)]
    remote.put_in(room_id, people[3])
    remote.refuse(people[4])

    # when
    outcomes = {one.account: one for one in adapter.bring_in(room_id, [*people, "00000000-0000-4000-8000-00000000dead"])}

    # then
    assert {account: one.done for account, one in outcomes.items() if one.done is not Done.DONE} == {
        people[3]: Done.ALREADY,
        people[4]: Done.REFUSED,
        "00000000-0000-4000-8000-00000000dead": Done.REFUSED,
    }
    assert "does not exist" in outcomes["00000000-0000-4000-8000-00000000dead"].reason
    assert len(remote.requests("POST /v1.0/$batch")) == 2
    assert len(remote.parts) == 22


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (GraphDouble.TOO_MANY, (Unavailable, 7.0)),
        (GraphDouble.FAULT, (Unavailable, None)),
        (double_of_graph.denied().reply, (AccessDenied, None)),
    ],
    ids=["too-many", "unavailable", "denied"],
)
def test_a_part_of_a_batch_that_fails_stops_the_work_after_the_others_are_told(platform, remote, reply, expected):
    # given
    room_id = a_room(platform)
    people = [remote.make_account(f"person{n}@example.com") for n in range(3)]
    list(platform.bring_in(room_id, people))
    remote.parts_that_fail[people[0]] = reply
    told: list[str] = []

    # when
    with pytest.raises(PlatformFault) as caught:
        told.extend(one.account for one in platform.take_out(room_id, people))

    # then
    assert (type(caught.value), getattr(caught.value, "retry_after", None)) == expected
    assert told == people[1:]
    assert remote.standing(room_id) == {people[0]: There.MEMBER}
    remote.parts_that_fail.clear()
    assert done(platform.take_out(room_id, people)) == {people[0]: Done.DONE, people[1]: Done.ALREADY, people[2]: Done.ALREADY}


@pytest.mark.parametrize(
    "body",
    [
        {"responses": []},
        {"responses": [{"id": "0"}]},
        {"responses": [{"id": "0", "status": "204"}]},
        {"responses": [{"id": "1", "status": 204}]},
        {},
    ],
    ids=["nobody", "no-status", "words", "another", "nothing"],
)
def test_a_batch_that_is_not_answered_as_promised_is_garbled(platform, remote, body):
    # given
    room_id, ada = a_room(platform), remote.make_account("ada@example.com")
    remote.once("POST /v1.0/$batch", Reply(200, body))

    # then
    assert fault(lambda: list(platform.take_out(room_id, [ada]))) is Garbled


def test_nobody_is_deleted(platform, remote):
    """DELETE without $ref takes the account out of the company."""
    # given
    room_id, ada = a_room(platform), remote.make_account("ada@example.com")
    list(platform.bring_in(room_id, [ada]))

    # when
    list(platform.take_out(room_id, [ada]))

    # then
    assert [(method, url.endswith("/$ref")) for method, url in remote.parts] == [("DELETE", True)]
    assert remote.requests("DELETE") == []


def test_a_next_page_that_is_somewhere_else_gets_no_token(platform, remote):
    # given
    room_id = a_room(platform)
    remote.once("/members", Reply(200, {"value": [], "@odata.nextLink": "https://elsewhere.example/v1.0/groups"}))

    # then
    assert fault(lambda: list(platform.members(room_id))) is Garbled


def test_a_list_that_never_ends_is_no_list(platform, remote):
    # given
    room_id = a_room(platform)
    again = {"value": [{"id": remote.make_account("ada@example.com")}], "@odata.nextLink": f"{remote.url}/v1.0/groups/again"}
    for path in ("/members", "/again", "/again"):
        remote.once(path, Reply(200, again))

    # then
    assert fault(lambda: list(platform.members(room_id))) is Garbled


def test_devices_and_groups_in_a_group_are_no_people(platform, remote):
    # given
    room_id, ada, printer = a_room(platform), remote.make_account("ada@example.com"), remote.make_account("printer@example.com")
    remote.devices.add(printer)
    for account in (ada, printer):
        remote.put_in(room_id, account)

    # then
    assert list(platform.members(room_id)) == [RoomMember(ada, There.MEMBER)]


def test_people_are_looked_for_fifteen_at_a_time_and_by_the_name_they_sign_in_with(platform, remote):
    # given
    people = [Sought(n, f"person{n}@example.com") for n in range(31)]
    accounts = {one.person_id: remote.make_account(one.email) for one in people}
    signs_in = remote.make_account("x@example.com")

    # when
    found = platform.accounts([*people, Sought(99, remote.users[signs_in]["userPrincipalName"].upper())])

    # then
    assert found == {**accounts, 99: signs_in}
    assert len(remote.requests("GET /v1.0/users")) == 4


def test_of_two_accounts_with_one_number_neither_is_taken(platform, remote):
    # given
    remote.make_account("ada@example.com", "E-1")
    remote.make_account("bo@example.com", "E-1")

    # then
    assert platform.accounts([Sought(1, "", "E-1")]) == {}


@pytest.mark.parametrize(
    ("right", "works"),
    [("User.Read.All", [True, False, True, True]), ("Group.ReadWrite.All", [True, True, False, False])],
    ids=["users", "groups"],
)
def test_a_permission_that_is_missing_is_named(platform, remote, right, works):
    # given
    remote.rights.remove(right)

    # when
    findings = platform.check()

    # then
    assert [one.works for one in findings] == works
    assert all(right in one.missing for one in findings if not one.works)


@pytest.mark.parametrize("wrong", ["tenant", "client_id"])
def test_a_wrong_sign_in_is_one_finding(remote, wrong):
    # when
    findings = Graph(remote.access(**{wrong: "wrong"})).check()

    # then
    assert [one.works for one in findings] == [False]
    assert "AADSTS" in findings[0].missing


def test_a_service_that_says_nothing_is_not_waited_for(remote):
    # given
    remote.once("POST /contoso.example", None)

    # then
    assert "in time" in str(raised(lambda: a_room(Graph(remote.access(), seconds=0.1))))
