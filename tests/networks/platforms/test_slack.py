from collections.abc import Iterator

import pytest

from networks.platforms.protocol import AccessDenied, Done, Garbled, Refused, RoomMissing, Sought, There, Unavailable
from networks.platforms.slack import BATCH, ONE_BY_ONE, PAGE, Slack
from networks.platforms.slack_words import SCOPES
from tests.infra.platform_doubles.double import Reply
from tests.infra.platform_doubles.slack import MOST_AT_ONCE, SlackDouble
from tests.networks.platforms.contract import PlatformContract, Words
from tests.networks.platforms.remote import a_room, done, fault, raised


@pytest.fixture
def remote() -> Iterator[SlackDouble]:
    double = SlackDouble()
    yield double
    double.close()


@pytest.fixture
def platform(remote: SlackDouble) -> Iterator[Slack]:
    adapter = Slack(remote.access(), page=remote.page, batch=remote.batch)
    yield adapter
    adapter.close()


class TestSlack(PlatformContract, Words):
    pass


def test_what_is_asked_at_once_keeps_to_their_limits():
    assert PAGE < 1000
    assert BATCH <= MOST_AT_ONCE


@pytest.mark.parametrize(("visibility", "is_private"), [("", True), ("public", False)], ids=["private", "public"])
def test_a_channel_is_as_visible_as_was_said(remote, visibility, is_private):
    # when
    room = Slack(remote.access(visibility=visibility)).open_room("foyer-12", "Lunch", "Together & often")

    # then
    assert remote.channels[room.id]["is_private"] is is_private
    assert remote.channels[room.id]["purpose"]["value"] == "Together &amp; often"
    assert room.url == f"https://harbour.slack.com/archives/{room.id}"


def test_a_channel_somebody_else_made_under_the_name_is_joined(remote):
    # given
    taken = remote.make_room("foyer 12")

    # then
    assert a_room(Slack(remote.access(visibility="public"), page=1)) == taken
    assert remote.bot in remote.inside[taken]


def test_a_taken_name_that_the_app_does_not_see_asks_for_an_invitation(platform, remote):
    # given
    remote.channels[remote.make_room("foyer 12")]["is_private"] = True

    # when
    problem = raised(lambda: a_room(platform))

    # then
    assert isinstance(problem, Refused)
    assert "invite the app" in str(problem)


def test_an_archived_channel_is_not_woken(platform, remote):
    # given
    room_id = a_room(platform)
    remote.channels[room_id]["is_archived"] = True

    # then
    assert fault(lambda: a_room(platform)) is Refused
    assert fault(lambda: platform.room(room_id)) is RoomMissing


@pytest.mark.parametrize("forces", [True, False], ids=["others-come", "others-do-not"])
def test_who_cannot_be_invited_is_named_and_the_others_come(platform, remote, forces):
    # given
    remote.forces = forces
    room_id = a_room(platform)
    people = [remote.make_account(f"person{n}@example.com") for n in range(5)]
    remote.put_in(room_id, people[1])
    remote.users[people[2]]["deleted"] = True

    # when
    outcomes = {one.account: one for one in platform.bring_in(room_id, [*people, "UNKNOWN"])}

    # then
    assert {account: one.done for account, one in outcomes.items()} == {
        people[0]: Done.DONE,
        people[1]: Done.ALREADY,
        people[2]: Done.REFUSED,
        people[3]: Done.DONE,
        people[4]: Done.DONE,
        "UNKNOWN": Done.REFUSED,
    }
    assert outcomes[people[2]].reason == "Slack does not know this account, or it is closed."


def test_a_no_that_names_nobody_is_asked_one_by_one(platform, remote):
    # given
    room_id, ada, bo = a_room(platform), remote.make_account("ada@example.com"), remote.make_account("bo@example.com")
    remote.refuse(bo)
    remote.once("POST /api/conversations.invite", Reply(200, {"ok": False, "error": "cant_invite"}))

    # then
    assert done(platform.bring_in(room_id, [ada, bo])) == {ada: Done.DONE, bo: Done.REFUSED}


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("ratelimited", Unavailable),
        ("internal_error", Unavailable),
        ("missing_scope", AccessDenied),
        ("restricted_action", AccessDenied),
        ("is_archived", RoomMissing),
        ("something_new", Refused),
    ],
)
def test_a_no_with_status_200_is_told_for_what_it_is(platform, remote, error, expected):
    # given
    room_id, ada = a_room(platform), remote.make_account("ada@example.com")
    for method in ("invite", "kick"):
        remote.once(f"POST /api/conversations.{method}", Reply(200, {"ok": False, "error": error}))

    # then
    assert fault(lambda: list(platform.bring_in(room_id, [ada]))) is expected
    assert fault(lambda: list(platform.take_out(room_id, [ada]))) is expected


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"ok": True, "members": "U1"},
        {"ok": True, "members": [1]},
        {"ok": True, "members": [], "response_metadata": {"next_cursor": 7}},
    ],
    ids=["list", "empty", "words", "numbers", "cursor"],
)
def test_what_is_not_as_promised_is_no_member(platform, remote, body):
    # given
    room_id = a_room(platform)
    remote.once("GET /api/conversations.members", Reply(200, body))

    # then
    assert fault(lambda: list(platform.members(room_id))) in {Garbled, Refused}


def test_many_people_are_looked_for_in_the_workspace(remote):
    # given
    people = [Sought(n, f"Person{n}@example.com") for n in range(ONE_BY_ONE + 1)]
    accounts = {one.person_id: remote.make_account(one.email) for one in people}
    remote.users[remote.make_account("gone@example.com")]["deleted"] = True

    # then
    assert Slack(remote.access()).accounts([*people, Sought(99, "gone@example.com")]) == accounts
    assert remote.requests("lookupByEmail") == []


@pytest.mark.parametrize(
    ("visibility", "scopes"), [("private", SCOPES["private"]), ("public", SCOPES["public"])], ids=["private", "public"]
)
def test_each_scope_that_is_missing_is_named(remote, visibility, scopes):
    # given
    adapter = Slack(remote.access(visibility=visibility))
    remote.scopes = []

    # when
    findings = adapter.check()

    # then
    assert [one.works for one in findings] == [True] + [False] * len(scopes)
    assert [one.missing.endswith(f" {scope}") for scope, one in zip(scopes, findings[1:], strict=True)] == [True] * len(scopes)


def test_a_scope_that_is_missing_at_work_is_named(platform, remote):
    # given
    room_id = a_room(platform)
    remote.scopes.remove("chat:write")

    # then
    assert "chat:write" in str(raised(lambda: platform.announce(room_id, "Lunch", "date-1")))


def test_a_word_calls_nobody(platform, remote):
    # given
    room_id = a_room(platform)

    # when
    platform.announce(room_id, "<!channel> @here come", "date-1")

    # then
    assert remote.messages[room_id][0]["text"] == "&lt;!channel&gt; @\u200bhere come"


def test_a_workspace_that_says_nothing_is_not_waited_for(remote):
    # given
    remote.once("POST /api/conversations.create", None)

    # then
    assert "in time" in str(raised(lambda: a_room(Slack(remote.access(), seconds=0.1))))


def test_too_many_requests_in_the_middle_of_taking_out_keeps_what_was_told(platform, remote):
    # given
    room_id = a_room(platform)
    people = [remote.make_account(f"person{n}@example.com") for n in range(3)]
    list(platform.bring_in(room_id, people))
    taking = platform.take_out(room_id, people)

    # when
    first = next(taking)
    remote.once("POST /api/conversations.kick", remote.TOO_MANY)
    problem = raised(lambda: list(taking))

    # then
    assert (first.account, first.done) == (people[0], Done.DONE)
    assert problem.retry_after == 7
    assert remote.standing(room_id) == dict.fromkeys(people[1:], There.MEMBER)


def test_a_list_that_never_ends_is_no_list(platform, remote):
    # given
    room_id, ada = a_room(platform), remote.make_account("ada@example.com")
    said = {"ok": True, "members": [ada], "response_metadata": {"next_cursor": "same"}}
    for _page in range(3):
        remote.once("/conversations.members", Reply(200, said))

    # then
    assert fault(lambda: list(platform.members(room_id))) is Garbled
