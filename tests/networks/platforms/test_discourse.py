import re
from collections.abc import Iterator

import pytest

from networks.platforms.discourse import BATCH, ONE_BY_ONE, PAGE, Discourse, name_for
from networks.platforms.protocol import Done, Garbled, Refused, RoomMember, Sought, There
from tests.infra.platform_doubles.discourse import MOST_A_PAGE, MOST_AT_ONCE, DiscourseDouble, invalid, not_found
from tests.infra.platform_doubles.double import Reply
from tests.networks.platforms.contract import ExternalIds, PlatformContract, SharedAddresses, Words
from tests.networks.platforms.remote import a_room, done, fault, raised


@pytest.fixture
def remote() -> Iterator[DiscourseDouble]:
    double = DiscourseDouble()
    yield double
    double.close()


@pytest.fixture
def platform(remote: DiscourseDouble) -> Iterator[Discourse]:
    adapter = Discourse(remote.access(), page=remote.page, batch=remote.batch)
    yield adapter
    adapter.close()


class TestDiscourse(PlatformContract, ExternalIds, SharedAddresses, Words):
    pass


def test_what_is_asked_at_once_keeps_to_their_limits():
    assert PAGE <= MOST_A_PAGE
    assert BATCH <= MOST_AT_ONCE


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("foyer-12", "foyer-12"),
        ("foyer-a-very-long-network-name-1234567", "foyer-a-ver-2e1f35b7"),
        ("foyer--12", "foyer-12-4f858524"),
        ("_", "d2e2adf7"),
    ],
    ids=["short", "long", "doubled", "no-letters"],
)
def test_a_key_makes_a_name_that_the_forum_takes(key, name):
    assert name_for(key) == name
    assert len(name) <= 20


@pytest.mark.parametrize(("visibility", "level"), [("", 2), ("public", 0)], ids=["private", "public"])
def test_a_group_is_as_visible_as_was_said_and_can_be_left(remote, visibility, level):
    # when
    room = Discourse(remote.access(visibility=visibility)).open_room("foyer-12", "Lunch", "Who has *lunch*")

    # then
    group = remote.groups[room.id]
    assert (group["visibility_level"], group["public_exit"], group["bio_raw"]) == (level, True, r"Who has \*lunch\*")
    assert room.url == f"{remote.url}/g/foyer-12"


def test_a_name_that_somebody_bears_makes_no_group(platform, remote):
    # given
    remote.users["foyer-12"] = remote.users[remote.ADMIN]

    # when
    problem = raised(lambda: a_room(platform))

    # then
    assert isinstance(problem, Refused)
    assert "already been taken" in str(problem)


def test_a_group_somebody_made_meanwhile_is_found(platform, remote):
    # given
    room_id = a_room(platform)
    remote.once("GET /groups/foyer-12.json", not_found().reply)

    # then
    assert a_room(platform) == room_id


def test_who_was_renamed_over_there_is_refused_and_the_others_come(platform, remote):
    # given
    room_id, ada = a_room(platform), remote.make_account("ada@example.com")

    # when
    outcomes = {one.account: one for one in platform.bring_in(room_id, [ada, "gone"])}

    # then
    assert (outcomes[ada].done, outcomes["gone"].done) == (Done.DONE, Done.REFUSED)
    assert outcomes["gone"].reason == "Discourse does not know this account."


def test_a_batch_that_is_refused_is_asked_one_by_one(platform, remote):
    # given
    room_id, ada, bo = a_room(platform), remote.make_account("ada@example.com"), remote.make_account("bo@example.com")
    remote.refuse(bo)
    remote.once("PUT /groups", invalid("usernames").reply)

    # when
    outcomes = {one.account: one for one in platform.bring_in(room_id, [ada, bo])}

    # then
    assert (outcomes[ada].done, outcomes[bo].done) == (Done.DONE, Done.REFUSED)
    assert "invalid parameters" in outcomes[bo].reason


def test_a_username_is_the_same_in_any_case(platform, remote):
    # given
    room_id, ada = a_room(platform), remote.make_account("ada@example.com")
    remote.put_in(room_id, ada)

    # then
    assert done(platform.bring_in(room_id, [ada.lower()])) == {ada.lower(): Done.ALREADY}
    assert done(platform.take_out(room_id, [ada.upper()])) == {ada.upper(): Done.DONE}


def test_many_people_are_looked_for_page_by_page(remote):
    # given
    people = [Sought(n, f"Person{n}@example.com", f"E-{n}") for n in range(2 * ONE_BY_ONE + 5)]
    accounts = {one.person_id: remote.make_account(one.email) for one in people}

    # then
    assert Discourse(remote.access(connect="")).accounts(people) == accounts
    assert len(remote.requests("GET /admin/users/list")) == 3


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


def test_without_a_category_there_is_no_place_for_words(remote):
    # given
    adapter = Discourse(remote.access(category=""))

    # then
    assert "category" in str(raised(lambda: adapter.announce(a_room(adapter), "Lunch", "date-1")))


def test_the_same_words_for_another_date_get_a_title_of_their_own(platform, remote):
    # given
    room_id = a_room(platform)

    # when
    for key in ("date-1", "date-2", "date-2"):
        platform.announce(room_id, "Lunch is cancelled", key)

    # then
    titles = [topic["title"] for topic in remote.topics.values()]
    assert titles[0] == "Lunch table: Lunch is cancelled"
    assert [bool(re.fullmatch(r"Lunch table: Lunch is cancelled \(\w{6}\)", title)) for title in titles] == [False, True]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [({"username": "nobody"}, "API"), ({"category": "8"}, "does not know this")],
    ids=["user", "category"],
)
def test_what_is_missing_is_named(remote, changes, missing):
    # when
    findings = Discourse(remote.access(**changes)).check()

    # then
    assert [missing in one.missing for one in findings if not one.works] == [True]


def test_a_key_of_somebody_who_is_no_administrator_is_named(platform, remote):
    # given
    remote.is_admin = False

    # when
    findings = platform.check()

    # then
    assert [one.works for one in findings] == [True, False, False, True, True]
    assert findings[1].missing == "Give the name of an administrator, or system."


@pytest.mark.parametrize(
    "body", [{"members": [{}]}, {"members": {"a": 1}}, {"meta": {}}, []], ids=["unnamed", "object", "none", "list"]
)
def test_what_is_not_as_promised_is_no_member(platform, remote, body):
    # given
    room_id = a_room(platform)
    remote.once("/members.json", Reply(200, {"meta": {"total": 0}}))
    remote.once("/members.json", Reply(200, body))

    # then
    assert fault(lambda: list(platform.members(room_id))) is Garbled


def test_a_forum_that_says_nothing_is_not_waited_for(remote):
    # given
    remote.once("GET /groups/foyer-12.json", None)

    # then
    assert "in time" in str(raised(lambda: a_room(Discourse(remote.access(), seconds=0.1))))
