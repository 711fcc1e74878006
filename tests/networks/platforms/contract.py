"""What every adapter promises (networks/platforms/protocol.py), as tests: one suite for all of them.

The tests of an adapter say what it is made of, and give `platform` (the adapter, made anew for the test) and `remote` (a hand on the
other side):

    class TestScim(PlatformContract, ExternalIds, SharedAddresses, NoWords):
        @pytest.fixture
        def remote(self): ...

        @pytest.fixture
        def platform(self, remote): ...
"""

from networks.platforms.protocol import AccessDenied, Platform, Refused, RoomMissing, Sought, Unavailable
from tests.networks.platforms.contract_comings import Comings
from tests.networks.platforms.contract_faults import Faults
from tests.networks.platforms.contract_rooms import Rooms
from tests.networks.platforms.remote import Remote, Trouble, a_room, fault


class PlatformContract(Rooms, Comings, Faults):
    """What holds of every platform."""

    asks = False  # brought in means asked: the person says yes over there
    keeps_trace = False  # who left is told of as OUT


class ExternalIds:
    """Platforms whose accounts carry the number of the directory."""

    def test_the_number_of_the_directory_comes_before_the_address(self, platform: Platform, remote: Remote):
        # given
        by_number, by_address = remote.make_account("old@example.com", "E-1"), remote.make_account("ada@example.com", "E-2")

        # when
        found = platform.accounts(
            [Sought(1, "ada@example.com", "E-1"), Sought(2, "ada@example.com", "E-9"), Sought(3, "", "e-1")]
        )

        # then
        assert found == {1: by_number, 2: by_address}


class SharedAddresses:
    """Platforms on which two accounts can have one address."""

    def test_of_two_accounts_with_one_address_neither_is_taken(self, platform: Platform, remote: Remote):
        # given
        remote.make_account("desk@example.com")
        remote.make_account("Desk@example.com")
        bo = remote.make_account("bo@example.com")

        # then
        assert platform.accounts([Sought(1, "desk@example.com"), Sought(2, "bo@example.com")]) == {2: bo}


class Words:
    """Platforms whose rooms have a place for words."""

    def test_a_word_stands_in_the_room_once_for_each_key(self, platform: Platform, remote: Remote):
        # given
        room_id = a_room(platform)

        # when
        platform.announce(room_id, "Lunch on Tuesday\nat <12:00> *sharp*", "date-1")
        platform.announce(room_id, "Lunch on Tuesday\nat <12:00> *sharp*", "date-1")
        platform.announce(room_id, "Lunch moved to Wednesday", "date-1-moved")

        # then
        assert remote.said(room_id) == ["Lunch on Tuesday\nat <12:00> *sharp*", "Lunch moved to Wednesday"]

    def test_a_word_whose_answer_was_lost_is_not_said_twice(self, platform: Platform, remote: Remote):
        # given
        room_id = a_room(platform)
        remote.fail(Trouble.LOST)

        # when
        assert fault(lambda: platform.announce(room_id, "Lunch on Tuesday", "date-1")) is Unavailable
        remote.mend()
        platform.announce(room_id, "Lunch on Tuesday", "date-1")

        # then
        assert remote.said(room_id) == ["Lunch on Tuesday"]

    def test_a_word_for_a_room_that_is_gone_is_missed(self, platform: Platform, remote: Remote):
        # given
        room_id = a_room(platform)
        remote.delete_room(room_id)

        # then
        assert fault(lambda: platform.announce(room_id, "Lunch on Tuesday", "date-1")) is RoomMissing

    def test_a_word_that_cannot_be_said_is_a_fault(self, platform: Platform, remote: Remote):
        # given
        room_id = a_room(platform)
        remote.fail(Trouble.EXPIRED)

        # then
        assert fault(lambda: platform.announce(room_id, "Lunch on Tuesday", "date-1")) is AccessDenied


class NoWords:
    """Platforms whose rooms have none."""

    def test_a_room_without_a_place_for_words_refuses_them(self, platform: Platform):
        # given
        room_id = a_room(platform)

        # then
        assert fault(lambda: platform.announce(room_id, "Lunch on Tuesday", "date-1")) is Refused
