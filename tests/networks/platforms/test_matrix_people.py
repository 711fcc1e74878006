"""Members and accounts: who is brought in, taken out, told as out, and found."""

from urllib.parse import quote

import pytest

from networks.platforms.matrix import BARRED, NO_POWER, SAME_POWER, Matrix
from networks.platforms.protocol import AccessDenied, Done, RoomMissing, Sought, There
from tests.infra.platform_doubles.double import Reply
from tests.infra.platform_doubles.matrix import MatrixRemote
from tests.infra.synapse import SERVER_NAME
from tests.networks.platforms.remote import a_room, done, fault, raised


@pytest.fixture
def remote(matrix_remote: MatrixRemote) -> MatrixRemote:
    return matrix_remote


@pytest.fixture
def platform(matrix: Matrix) -> Matrix:
    return matrix


# Members


def test_who_decided_to_be_out_is_told_apart_from_whom_we_showed_out(platform, remote):
    # given
    room_id = a_room(platform)
    left, declined, ours, barred, removed, shown = people = [remote.make_account(f"p{n}@example.com") for n in range(6)]
    list(platform.bring_in(room_id, people))
    for account in (left, ours, removed, shown):
        remote.put_in(room_id, account)
    remote.put_in(room_id, remote.keeper.id)
    remote.set_state(remote.foyer, room_id, "m.room.power_levels", {"users": {remote.keeper.id: 90}})

    # when
    remote.leave(room_id, left)
    remote.leave(room_id, declined)
    list(platform.take_out(room_id, [ours, shown]))
    list(platform.bring_in(room_id, [shown]))
    remote.act(remote.keeper, room_id, "kick", removed)
    remote.act(remote.keeper, room_id, "ban", barred)

    # then
    assert {one.account: one.there for one in platform.members(room_id)} == {
        **dict.fromkeys([left, declined, removed, barred], There.OUT),
        shown: There.INVITED,
        remote.keeper.id: There.MEMBER,
    }


def test_who_is_barred_is_refused_and_told_why(platform, remote):
    # given
    room_id, ada = a_room(platform), remote.make_account("ada@example.com")
    remote.act(remote.foyer, room_id, "ban", ada)

    # then
    assert [(one.done, one.reason) for one in platform.bring_in(room_id, [ada, "ada"])] == [
        (Done.REFUSED, BARRED),
        (Done.REFUSED, "The server refused this account. It says: Expected UserID string to start with '@'"),
    ]
    assert done(platform.take_out(room_id, [ada])) == {ada: Done.ALREADY}


def test_who_has_our_power_or_more_stays_and_without_power_nobody_goes(platform, remote):
    # given: in rooms up to version 11 a number is all that is above another
    ada, bo = (remote.make_account(f"{name}@example.com") for name in ("ada", "bo"))
    room_id = remote.make_room("By hand", {"room_version": "11", "invite": [remote.foyer.id, ada, bo]})
    levels = {"users": {remote.keeper.id: 100, remote.foyer.id: 50, ada: 50}, "invite": 60}
    remote.set_state(remote.keeper, room_id, "m.room.power_levels", levels)

    # when
    outcomes = {one.account: one for one in platform.take_out(room_id, [ada, bo, remote.keeper.id, remote.foyer.id])}
    powerless = raised(lambda: list(platform.bring_in(room_id, [bo])))

    # then
    assert {account: one.done for account, one in outcomes.items()} == {
        ada: Done.REFUSED,
        bo: Done.DONE,
        remote.keeper.id: Done.REFUSED,
        remote.foyer.id: Done.REFUSED,
    }
    assert outcomes[ada].reason == SAME_POWER
    assert isinstance(powerless, AccessDenied)
    assert str(powerless) == f"{NO_POWER} It is about: invite 60, {remote.foyer.id} 50"


def test_who_comes_or_goes_by_themselves_meanwhile_is_there_or_gone_already(platform, remote):
    # given
    room_id, ada, bo = a_room(platform), remote.make_account("ada@example.com"), remote.make_account("bo@example.com")
    remote.put_in(room_id, ada)

    # when: how they stand is told as it was before
    remote.once(f"m.room.member/{quote(ada, safe='')}", Reply(404, {"errcode": "M_NOT_FOUND"}))
    remote.once(f"m.room.member/{quote(bo, safe='')}", Reply(200, {"membership": "join"}))

    # then
    assert done(platform.bring_in(room_id, [ada])) == {ada: Done.ALREADY}
    assert done(platform.take_out(room_id, [bo])) == {bo: Done.ALREADY}


def test_when_our_own_account_is_shown_out_in_the_middle_nobody_else_is_to_blame(platform, remote):
    # given
    ada, bo = (remote.make_account(f"{name}@example.com") for name in ("ada", "bo"))
    room_id = remote.make_room("By hand", {"invite": [remote.foyer.id]})
    coming = platform.bring_in(room_id, [ada, bo])

    # when
    first = next(coming)
    remote.act(remote.keeper, room_id, "kick", remote.foyer.id)

    # then
    assert first.done is Done.ASKED
    assert fault(lambda: list(coming)) is RoomMissing


def test_work_is_in_proportion_to_the_change_and_not_to_the_room(platform, remote):
    # given
    room_id, people = a_room(platform), [remote.make_account(f"p{n}@example.com") for n in range(8)]
    list(platform.bring_in(room_id, people[:7]))
    remote.asked.clear()

    # when
    list(platform.bring_in(room_id, people[7:]))

    # then
    assert len(remote.asked) == 4  # are we in, was it upgraded, how does this one stand, the invitation


# Accounts


def test_without_the_administration_accounts_follow_from_addresses_and_are_asked_for(remote):
    # given
    ada, bo = remote.make_account("ada@example.com"), remote.make_account("bo@example.com")
    rule = f"@{{localpart}}.{remote.ours}:{SERVER_NAME}"
    matrix = Matrix(remote.access(token=remote.keeper.token, account_rule=rule, domain="@Example.com"))

    # when
    people = ["P1@example.com", "p2@example.com", "p2@other.example", "p9@example.com", "p 1@example.com", "keeper@example.com"]
    found = matrix.accounts([Sought(n, email) for n, email in enumerate(people)])

    # then
    assert found == {0: ada, 1: bo}
    assert [one.missing for one in matrix.check()] == ["", "", ""]


def test_two_people_who_lead_to_one_account_lead_to_none(remote):
    # given
    remote.make_account("ada@example.com")
    matrix = Matrix(remote.access(account_rule=f"@{{localpart}}.{remote.ours}:{SERVER_NAME}"))

    # then
    assert matrix.accounts([Sought(1, "p1@one.example"), Sought(2, "p1@two.example")]) == {}


def test_an_account_that_was_closed_is_none_where_the_server_tells(remote):
    # given
    ada = remote.make_account("ada@example.com")
    remote.synapse.administer("POST", f"/v1/deactivate/{ada}", {"erase": False})
    matrix = Matrix(remote.access(account_rule=f"@{{localpart}}.{remote.ours}:{SERVER_NAME}"))

    # then
    assert matrix.accounts([Sought(1, "ada@example.com"), Sought(2, "p1@example.com")]) == {}


def test_a_server_that_does_not_say_who_has_an_account_is_not_taken_for_one_without_people(remote):
    # given
    matrix = Matrix(remote.access(token=remote.keeper.token, account_rule="@{localpart}:brink-waal.example"))
    remote.once("GET /_matrix/client/v3/profile/", Reply(403, {"errcode": "M_FORBIDDEN", "error": "Not for you"}))

    # then
    assert fault(lambda: matrix.accounts([Sought(1, "ada@example.com")])) is AccessDenied
