"""What every adapter promises about rooms, accounts and members; part of `contract.py`."""

import pytest

from networks.platforms.protocol import (
    Platform,
    Room,
    RoomMember,
    RoomMissing,
    Sought,
    There,
    Unavailable,
)
from tests.networks.platforms.remote import (
    NOBODY_THERE,
    Remote,
    Trouble,
    a_room,
    calls_in,
    fault,
)

MISSED = dict.fromkeys(("room", "members", "bring_in", "take_out"), RoomMissing)


class Rooms:
    """Rooms are made once, and told as they are."""

    keeps_trace = False

    # A room

    def test_a_room_is_made_once_for_each_key(self, platform: Platform, remote: Remote):
        # given
        by_hand, before = remote.make_room("Lunch table"), remote.rooms()

        # when
        first = platform.open_room("foyer-12", "Lunch table", "Who has lunch together")
        again = platform.open_room("foyer-12", "Lunch table, renamed", "Who has lunch together")
        other = platform.open_room("foyer-13", "Lunch table", "Another one")

        # then
        assert first.name == "Lunch table"
        assert again.id == first.id
        assert len({by_hand, first.id, other.id}) == 3
        assert remote.rooms() == before + 2

    def test_a_room_whose_answer_was_lost_is_found_again(self, platform: Platform, remote: Remote):
        # given
        before = remote.rooms()
        remote.fail(Trouble.LOST)

        # when
        with pytest.raises(Unavailable):
            platform.open_room("foyer-12", "Lunch table", "")
        made = remote.rooms()
        remote.mend()
        room = platform.open_room("foyer-12", "Lunch table", "")

        # then
        assert made == remote.rooms() == before + 1
        assert platform.room(room.id) == room

    def test_a_room_is_told_as_it_is(self, platform: Platform, remote: Remote):
        # when
        room = platform.open_room("foyer-12", "Café “Zum Löwen” \\ & co", "")

        # then
        assert isinstance(room, Room)
        assert platform.room(room.id) == room
        assert room.name == "Café “Zum Löwen” \\ & co"
        assert room.url == "" or room.url.startswith(("https://", "http://127.0.0.1", "http://localhost"))

    def test_a_room_that_is_gone_is_missed(self, platform: Platform, remote: Remote):
        # given
        deleted = a_room(platform)
        ada = remote.make_account("ada@example.com")
        remote.delete_room(deleted)

        # then
        assert {name: fault(call) for name, call in calls_in(platform, deleted, ada).items()} == MISSED
        assert {name: fault(call) for name, call in calls_in(platform, NOBODY_THERE, ada).items()} == MISSED

    # Accounts

    def test_people_are_found_by_their_address_whatever_its_case(self, platform: Platform, remote: Remote):
        # given
        ada, bo = remote.make_account("Ada.L@Example.com"), remote.make_account("bo@example.com")
        remote.make_account("chen@example.com")

        # when
        sought = [
            Sought(1, "ada.l@example.com"),
            Sought(2, "BO@EXAMPLE.COM"),
            Sought(3, "dana@example.com"),
            Sought(4, "n@example.com"),
        ]
        found = platform.accounts(sought)

        # then
        assert found == {1: ada, 2: bo}

    def test_an_address_with_anything_in_it_finds_nobody_else(self, platform: Platform, remote: Remote):
        # given
        remote.make_account("ada@example.com")
        odd = remote.make_account("o'brien+lunch@example.com")

        # when
        hostile = [
            '" or emails pr or userName eq "',
            "%",
            "*@example.com",
            "a@example.com&x=ada@example.com",
            "../../ada@example.com",
            "",
        ]
        found = platform.accounts([Sought(n, email) for n, email in enumerate([*hostile, "o'brien+lunch@example.com"])])

        # then
        assert found == {len(hostile): odd}

    def test_nobody_sought_is_nobody_found(self, platform: Platform):
        assert platform.accounts([]) == {}

    # Members

    def test_an_empty_room_has_nobody_in_it(self, platform: Platform):
        assert list(platform.members(a_room(platform))) == []  # not even us

    def test_members_are_read_to_the_last_page(self, platform: Platform, remote: Remote):
        # given
        room_id = a_room(platform)
        people = [remote.make_account(f"person{n}@example.com") for n in range(2 * remote.page + 1)]
        for account in people:
            remote.put_in(room_id, account)

        # when
        found = list(platform.members(room_id))

        # then
        assert len(found) == len(people)
        assert set(found) == {RoomMember(account, There.MEMBER) for account in people}

    def test_who_left_is_no_member(self, platform: Platform, remote: Remote):
        # given
        room_id, ada, bo = a_room(platform), remote.make_account("ada@example.com"), remote.make_account("bo@example.com")
        remote.put_in(room_id, bo)
        remote.put_in(room_id, ada)
        remote.leave(room_id, ada)

        # then
        out = {RoomMember(ada, There.OUT)} if self.keeps_trace else set()
        assert set(platform.members(room_id)) == {RoomMember(bo, There.MEMBER)} | out
