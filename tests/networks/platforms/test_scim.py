"""The SCIM adapter against the real scim2-server; what that never does, the door in front of it does."""

import json
from collections.abc import Iterator

import pytest

from networks.platforms.protocol import Access, AccessDenied, Done, Garbled, Refused, Sought, Unavailable
from networks.platforms.scim import Scim
from tests.infra.failing_proxy import Exchange
from tests.infra.scim_server import TOKEN, ScimRemote
from tests.networks.platforms.contract import ExternalIds, NoWords, PlatformContract, SharedAddresses


class SmallScim(Scim):
    """Pages and batches of a few, so that a test needs a few people."""

    PAGE, BATCH, REMOVALS = 2, 3, 3


@pytest.fixture
def remote(scim_remote: ScimRemote) -> ScimRemote:
    return scim_remote


@pytest.fixture
def platform(remote: ScimRemote) -> Iterator[Scim]:
    adapter = SmallScim(remote.access)
    yield adapter
    adapter.close()


class TestScim(PlatformContract, ExternalIds, SharedAddresses, NoWords):
    """A server with all that SCIM has."""


class TestScimThatPuts(PlatformContract, ExternalIds, SharedAddresses):
    """A server that knows neither PATCH nor filters: groups are written as a whole, guarded by their version, and lists read as a whole."""

    @pytest.fixture
    def remote(self, scim_remote: ScimRemote) -> ScimRemote:
        scim_remote.without = frozenset({"patch", "filter"})
        return scim_remote


def asked(remote: ScimRemote, *methods: str) -> list[str]:
    """The requests of these methods."""
    return [exchange.path for exchange in remote.proxy.asked if exchange.method in methods]


def answering(remote: ScimRemote, part: str, said: object) -> None:
    """To each request whose address has this in it, the server says this."""

    def say(exchange: Exchange) -> None:
        if part in exchange.path:
            exchange.say(200, said)

    remote.proxy.before = say


def findings_that_miss(platform: Scim) -> dict[str, str]:
    return {one.what: one.missing for one in platform.check() if not one.works}


def test_what_somebody_else_changed_meanwhile_is_read_again_and_kept(platform: Scim, remote: ScimRemote):
    # given
    room_id = platform.open_room("foyer-12", "Lunch table", "").id
    ada, dana = remote.make_account("ada@example.com"), remote.make_account("dana@example.com")
    stand_at_the_door = remote.proxy.before

    def somebody_comes_first(exchange: Exchange) -> None:
        if exchange.method == "PATCH" and dana not in remote.standing(room_id):
            remote.put_in(room_id, dana)
        stand_at_the_door(exchange)

    remote.proxy.before = somebody_comes_first

    # when
    outcomes = [one.done for one in platform.bring_in(room_id, [ada])]

    # then
    assert outcomes == [Done.DONE]
    assert set(remote.standing(room_id)) == {ada, dana}
    assert [one.status for one in remote.proxy.asked if one.method == "PATCH"] == [412, 200]


def test_a_server_that_knows_no_or_is_asked_one_by_one(platform: Scim, remote: ScimRemote):
    # given
    room_id = platform.open_room("foyer-12", "Lunch table", "").id
    people = [remote.make_account(f"person{n}@example.com") for n in range(4)]
    list(platform.bring_in(room_id, people))

    def know_no_or(exchange: Exchange) -> None:
        if b" or " in exchange.body:
            exchange.say(400, {"scimType": "invalidPath", "detail": "Unsupported filter."})

    remote.proxy.before = know_no_or

    # when
    outcomes = {one.account: one.done for one in platform.take_out(room_id, people)}

    # then
    assert outcomes == dict.fromkeys(people, Done.DONE)
    assert remote.standing(room_id) == {}


def test_a_group_that_changes_each_time_is_left_for_later(platform: Scim, remote: ScimRemote):
    # given
    room_id = platform.open_room("foyer-12", "Lunch table", "").id
    ada = remote.make_account("ada@example.com")
    remote.proxy.before = lambda exchange: exchange.say(412, {"detail": "Changed."}) if exchange.method == "PATCH" else None

    # then
    with pytest.raises(Unavailable, match="keeps changing"):
        list(platform.bring_in(room_id, [ada]))


def test_a_server_without_patch_and_versions_is_not_written_to(platform: Scim, remote: ScimRemote):
    # given
    room_id = platform.open_room("foyer-12", "Lunch table", "").id
    ada = remote.make_account("ada@example.com")
    remote.without = frozenset({"patch", "etag"})
    fresh = SmallScim(remote.access)

    # then
    missing = "The platform can change groups neither in part (PATCH) nor guarded by versions (ETag)."
    assert findings_that_miss(fresh) == {"Foyer may change groups.": missing}
    with pytest.raises(Refused, match="neither in part"):
        list(fresh.bring_in(room_id, [ada]))
    assert remote.standing(room_id) == {}
    fresh.close()


def test_a_server_without_versions_is_patched(platform: Scim, remote: ScimRemote):
    # given
    remote.without = frozenset({"etag"})
    room_id, ada = platform.open_room("foyer-12", "Lunch table", "").id, remote.make_account("ada@example.com")

    # when
    outcomes = [one.done for one in platform.bring_in(room_id, [ada])]

    # then
    assert outcomes == [Done.DONE]
    assert [one.headers.get("If-Match") for one in remote.proxy.asked if one.method == "PATCH"] == [None]


def test_what_else_stands_in_a_group_that_is_written_whole_stays(platform: Scim, remote: ScimRemote):
    # given
    remote.without = frozenset({"patch"})
    room_id, ada = platform.open_room("foyer-12", "Lunch table", "").id, remote.make_account("ada@example.com")
    before = remote.ask("GET", f"Groups/{room_id}")

    # when
    list(platform.bring_in(room_id, [ada]))
    list(platform.take_out(room_id, [ada]))

    # then
    now = remote.ask("GET", f"Groups/{room_id}")
    assert {name: now[name] for name in ("externalId", "displayName")} == {
        name: before[name] for name in ("externalId", "displayName")
    }
    assert asked(remote, "PATCH") == []


def test_a_filter_that_a_server_does_not_know_is_not_asked_twice(platform: Scim, remote: ScimRemote):
    # given
    ada, bo = remote.make_account("ada@example.com"), remote.make_account("bo@example.com")
    remote.without = frozenset({"filter"})
    platform._server.served()
    remote.proxy.after = lambda _exchange: None  # it says that it had filters

    # when
    found = [platform.accounts([Sought(1, "ada@example.com")]), platform.accounts([Sought(2, "bo@example.com")])]

    # then
    assert found == [{1: ada}, {2: bo}]


def test_many_people_are_found_in_few_requests(platform: Scim, remote: ScimRemote):
    # given
    accounts = [remote.make_account(f"person{n}@example.com") for n in range(3)]

    # when
    found = platform.accounts([Sought(n, f"person{n}@example.com") for n in range(300)])

    # then
    assert found == dict(enumerate(accounts))
    assert len(asked(remote, "GET")) == 2  # pages of two


def test_nobody_who_is_inactive_is_found(platform: Scim, remote: ScimRemote):
    # given
    remote.make_account("ada@example.com", active=False)
    again = remote.make_account("ada@example.com")

    # then
    assert platform.accounts([Sought(1, "ada@example.com")]) == {1: again}


def test_a_name_to_sign_in_with_counts_as_an_address(platform: Scim, remote: ScimRemote):
    # given
    ada = remote.make_account("private@example.com", userName="Ada@example.com")

    # then
    assert platform.accounts([Sought(1, "ada@example.com")]) == {1: ada}


def test_of_two_groups_with_one_key_the_older_is_ours(platform: Scim, remote: ScimRemote):
    # given
    older = remote.make_room("Lunch table", "foyer-12")
    remote.make_room("Lunch table", "foyer-12")

    # then
    assert platform.open_room("foyer-12", "Lunch table", "").id == older


def test_a_group_in_the_group_is_no_account(platform: Scim, remote: ScimRemote):
    # given
    room_id, inner = platform.open_room("foyer-12", "Lunch table", "").id, remote.make_room("Inner")
    remote.put_in(room_id, inner, kind="Group")

    # then
    assert list(platform.members(room_id)) == []


def test_where_names_are_taken_the_group_carries_its_key_in_its_name(platform: Scim, remote: ScimRemote):
    # given
    def name_is_taken(exchange: Exchange) -> None:
        if exchange.method == "POST" and json.loads(exchange.body)["displayName"] == "Lunch table":
            exchange.say(409, {"scimType": "uniqueness", "detail": "displayName exists."})

    remote.proxy.before = name_is_taken

    # then
    assert platform.open_room("foyer-12", "Lunch table", "").name == "Lunch table (foyer-12)"


def test_a_server_that_loses_the_key_gets_no_group(platform: Scim, remote: ScimRemote):
    # given
    def lose(exchange: Exchange) -> None:
        exchange.answer = exchange.answer.replace(b'"externalId"', b'"other"')

    remote.proxy.after = lose

    # then
    with pytest.raises(Refused, match="does not keep the externalId"):
        platform.open_room("foyer-12", "Lunch table", "")
    assert remote.rooms() == 0


@pytest.mark.parametrize(
    "said",
    [
        pytest.param([], id="a list"),
        pytest.param({}, id="nothing"),
        pytest.param({"totalResults": "many", "Resources": []}, id="a number in words"),
        pytest.param({"totalResults": 1, "Resources": {"id": "1"}}, id="no list"),
        pytest.param({"totalResults": 1, "Resources": [None]}, id="nobody"),
        pytest.param({"totalResults": 1, "Resources": [{"id": 7}]}, id="an id that is a number"),
        pytest.param({"totalResults": 1, "Resources": [{"id": "1" * 256}]}, id="an id that nobody could keep"),
        pytest.param({"totalResults": 9, "Resources": [{"id": "1"}]}, id="the same page again and again"),
    ],
)
def test_a_list_that_is_none_is_no_list(platform: Scim, remote: ScimRemote, said: object):
    # given
    answering(remote, "Users", said)

    # then
    with pytest.raises(Garbled):
        platform.accounts([Sought(1, "ada@example.com")])


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"id": "1", "members": "all"}, id="words"),
        pytest.param({"id": "1", "members": [{"value": 3}]}, id="a number"),
        pytest.param({"id": "1", "members": ["ada"]}, id="names"),
        pytest.param({"id": "1", "members": [{"value": "1" * 256}]}, id="what nobody could keep"),
        pytest.param(["1"], id="a list"),
    ],
)
def test_members_that_are_none_are_no_members(platform: Scim, remote: ScimRemote, said: object):
    # given
    answering(remote, "Groups/1", said)

    # then
    with pytest.raises(Garbled):
        list(platform.members("1"))


def test_odd_parts_of_a_person_are_passed_over(platform: Scim, remote: ScimRemote):
    # given
    ada = {"id": "1", "userName": 7, "emails": ["x", {"value": None}, {"value": "ada@example.com"}], "externalId": ["E"]}
    answering(remote, "Users", {"totalResults": 2, "Resources": [ada, {"id": "2", "emails": "ada@example.com"}]})

    # then
    assert platform.accounts([Sought(1, "ada@example.com")]) == {1: "1"}


@pytest.mark.parametrize(
    ("method", "part", "status", "missing"),
    [
        ("GET", "Users", 403, {"Foyer may read people.": "The token lacks the right to read people (/Users). It says: No."}),
        ("GET", "Groups", 403, {"Foyer may read groups.": "The token lacks the right to read groups (/Groups). It says: No."}),
        (
            "PATCH",
            "Groups",
            403,
            {"Foyer may change groups.": "The token lacks the right to change groups (/Groups). It says: No."},
        ),
        ("PATCH", "Groups", 501, {"Foyer may change groups.": "The platform does not let groups be changed over SCIM."}),
    ],
    ids=["people", "groups", "changes", "no changes at all"],
)
def test_the_test_says_which_right_is_missing(platform: Scim, remote: ScimRemote, method, part, status, missing):
    # given
    def say_no(exchange: Exchange) -> None:
        if exchange.method == method and f"/{part}" in exchange.path:
            exchange.say(status, {"detail": "No."})

    remote.proxy.before = say_no

    # then
    assert findings_that_miss(platform) == missing


def test_an_address_without_people_and_groups_is_said_to_be_wrong(remote: ScimRemote):
    # given
    platform = SmallScim(Access(remote.access.base_url + "/somewhere", {"token": TOKEN}))

    # then
    wrong = "There are no people and groups at this address: it has to end where /Users and /Groups would follow."
    assert findings_that_miss(platform) == {"Foyer may read people.": wrong, "Foyer may read groups.": wrong}
    with pytest.raises(Refused, match="it has to end where"):
        platform.accounts([Sought(1, "ada@example.com")])
    platform.close()


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "é"], ids=["none", "space", "line break", "accent"])
def test_what_no_token_can_be_is_not_sent(token: str):
    with pytest.raises(AccessDenied, match="no token") as denied:
        Scim(Access("https://scim.example/v2", {"token": token}))
    assert token.strip() == "" or token not in str(denied.value)
