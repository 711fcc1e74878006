"""What every adapter promises about faults, and about the test of its access; part of `contract.py`."""

import logging
import traceback

import pytest

from networks.platforms.protocol import (
    AccessDenied,
    Finding,
    Garbled,
    Platform,
    PlatformFault,
    Unavailable,
)
from tests.networks.platforms.remote import (
    RETRY_AFTER,
    Remote,
    Trouble,
    a_room,
    calls,
    raised,
    secrets_in,
)


class Faults:
    """Each fault is told for what it is, and no secret with it."""

    @pytest.mark.parametrize(
        ("trouble", "expected"),
        [
            (Trouble.TOO_MANY, Unavailable),
            (Trouble.FAULT, Unavailable),
            (Trouble.SILENCE, Unavailable),
            (Trouble.EXPIRED, AccessDenied),
            (Trouble.GARBAGE, Garbled),
        ],
    )
    def test_each_call_says_what_is_wrong_and_no_secret(
        self,
        platform: Platform,
        remote: Remote,
        trouble: Trouble,
        expected: type[PlatformFault],
        caplog: pytest.LogCaptureFixture,
    ):
        # given
        caplog.set_level(logging.DEBUG)
        room_id, ada = a_room(platform), remote.make_account("ada@example.com")
        remote.fail(trouble)

        # when
        faults = {name: raised(call) for name, call in calls(platform, room_id, ada).items()}

        # then
        assert {name: type(fault) for name, fault in faults.items()} == dict.fromkeys(faults, expected)
        assert all(str(fault).endswith((".", "?")) or "It says:" in str(fault) for fault in faults.values())
        waits = {fault.retry_after for fault in faults.values() if isinstance(fault, Unavailable)}
        assert waits <= ({RETRY_AFTER} if trouble is Trouble.TOO_MANY else {None})
        told = "".join("".join(traceback.format_exception(fault)) + repr(fault) for fault in faults.values())
        assert secrets_in(told + caplog.text + repr(platform), remote) == []

    # The test of the access

    def test_a_good_access_is_found_good(self, platform: Platform):
        # when
        findings = platform.check()

        # then
        assert findings
        assert all(isinstance(one, Finding) and one.what and one.works and one.missing == "" for one in findings)

    @pytest.mark.parametrize("trouble", [one for one in Trouble if one is not Trouble.LOST])
    def test_a_bad_access_is_a_finding_that_says_what_is_missing(self, platform: Platform, remote: Remote, trouble: Trouble):
        # given
        remote.fail(trouble)

        # when
        findings = platform.check()

        # then
        assert any(not one.works for one in findings)
        assert all(bool(one.missing) != one.works for one in findings)
        assert secrets_in(repr(findings), remote) == []

    def test_a_test_of_the_access_changes_nothing(self, platform: Platform, remote: Remote):
        # given
        before = remote.rooms()

        # when
        platform.check()

        # then
        assert remote.rooms() == before
