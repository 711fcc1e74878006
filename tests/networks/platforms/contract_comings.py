"""What every adapter promises about bringing in and taking out; part of `contract.py`."""

import pytest

from networks.platforms.protocol import (
    Done,
    Platform,
    There,
    Unavailable,
)
from tests.networks.platforms.remote import (
    RETRY_AFTER,
    Remote,
    Trouble,
    a_room,
    done,
    until_fault,
)


class Comings:
    """Each is brought in or taken out, once, whatever happens to the others."""

    asks = False

    def test_each_is_brought_in_and_a_repeat_changes_nothing(self, platform: Platform, remote: Remote):
        # given
        room_id = a_room(platform)
        people = [remote.make_account(f"person{n}@example.com") for n in range(remote.batch + 2)]

        # when
        first = done(platform.bring_in(room_id, people))
        then = remote.standing(room_id)
        again = done(platform.bring_in(room_id, people))

        # then
        assert first == dict.fromkeys(people, self._brought)
        assert then == remote.standing(room_id) == dict.fromkeys(people, self._stands)
        assert {one.account: one.there for one in platform.members(room_id)} == then
        assert set(again.values()) <= {Done.ALREADY, Done.ASKED}
        assert set(again) == set(people)

    def test_who_came_by_themselves_is_in_already(self, platform: Platform, remote: Remote):
        # given
        room_id, ada, bo = a_room(platform), remote.make_account("ada@example.com"), remote.make_account("bo@example.com")
        remote.put_in(room_id, ada)

        # when
        outcomes = done(platform.bring_in(room_id, [ada, bo]))

        # then
        assert outcomes == {ada: Done.ALREADY, bo: self._brought}
        assert remote.standing(room_id) == {ada: There.MEMBER, bo: self._stands}

    def test_each_is_taken_out_and_a_repeat_changes_nothing(self, platform: Platform, remote: Remote):
        # given
        room_id = a_room(platform)
        people = [remote.make_account(f"person{n}@example.com") for n in range(remote.batch + 2)]
        list(platform.bring_in(room_id, people))
        remote.put_in(room_id, people[0])  # this one has said yes; where the platform asks, the others have not answered

        # when
        first = done(platform.take_out(room_id, people))
        then = remote.standing(room_id)
        again = done(platform.take_out(room_id, people))

        # then
        assert first == dict.fromkeys(people, Done.DONE)
        assert then == remote.standing(room_id) == {}
        assert again == dict.fromkeys(people, Done.ALREADY)

    def test_nobody_to_bring_in_or_take_out_is_no_work(self, platform: Platform, remote: Remote):
        # given
        room_id = a_room(platform)
        remote.fail(Trouble.FAULT, after_changes=0)

        # then
        assert list(platform.bring_in(room_id, [])) == []
        assert list(platform.take_out(room_id, [])) == []

    def test_a_bystander_is_never_touched(self, platform: Platform, remote: Remote):
        # given
        room_id, other_id = a_room(platform), remote.make_room("By hand")
        people = [remote.make_account(f"{name}@example.com") for name in ("ada", "bo", "dana")]
        ada, bo, dana = people
        remote.put_in(room_id, dana)
        remote.put_in(other_id, ada)

        # when
        list(platform.bring_in(room_id, [ada, bo]))
        platform.open_room("foyer-12", "Lunch table", "")
        list(platform.take_out(room_id, [ada, bo]))

        # then
        assert remote.standing(room_id) == {dana: There.MEMBER}
        assert remote.standing(other_id) == {ada: There.MEMBER}

    def test_one_that_is_refused_does_not_stop_the_others(self, platform: Platform, remote: Remote):
        # given
        room_id = a_room(platform)
        ada, bo, dana = (remote.make_account(f"{name}@example.com") for name in ("ada", "bo", "dana"))
        remote.refuse(bo)

        # when
        outcomes = {one.account: one for one in platform.bring_in(room_id, [ada, bo, dana])}

        # then
        assert {account: one.done for account, one in outcomes.items()} == {
            ada: self._brought,
            bo: Done.REFUSED,
            dana: self._brought,
        }
        assert outcomes[bo].reason
        assert outcomes[ada].reason == ""
        assert remote.standing(room_id) == dict.fromkeys([ada, dana], self._stands)

    def test_one_that_must_stay_does_not_stop_the_others(self, platform: Platform, remote: Remote):
        # given
        room_id = a_room(platform)
        ada, bo, dana = (remote.make_account(f"{name}@example.com") for name in ("ada", "bo", "dana"))
        list(platform.bring_in(room_id, [ada, bo, dana]))
        remote.refuse(bo)

        # when
        outcomes = done(platform.take_out(room_id, [ada, bo, dana]))

        # then
        assert outcomes == {ada: Done.DONE, bo: Done.REFUSED, dana: Done.DONE}
        assert set(remote.standing(room_id)) == {bo}

    @pytest.mark.parametrize("trouble", [Trouble.TOO_MANY, Trouble.FAULT, Trouble.SILENCE, Trouble.LOST])
    def test_what_was_told_before_a_fault_is_true(self, platform: Platform, remote: Remote, trouble: Trouble):
        # given
        room_id = a_room(platform)
        people = [remote.make_account(f"person{n}@example.com") for n in range(2 * remote.batch + 1)]
        remote.fail(trouble, after_changes=1)

        # when
        told, fault = until_fault(lambda: platform.bring_in(room_id, people))
        remote.mend()
        then = remote.standing(room_id)
        again = done(platform.bring_in(room_id, people))

        # then
        assert isinstance(fault, Unavailable)
        assert fault.retry_after == (RETRY_AFTER if trouble is Trouble.TOO_MANY else None)
        assert 0 < len(told) < len(people)
        assert set(told) <= set(then)
        assert set(again) == set(people)
        assert remote.standing(room_id) == dict.fromkeys(people, self._stands)

    @property
    def _brought(self) -> Done:
        return Done.ASKED if self.asks else Done.DONE

    @property
    def _stands(self) -> There:
        return There.INVITED if self.asks else There.MEMBER
