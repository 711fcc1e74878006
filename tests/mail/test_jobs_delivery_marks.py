"""What has left is marked while the mail server is busy with the next message, and a kill at any moment doubles five at most."""

from contextlib import suppress

import pytest

from database import db
from mail import claims, jobs_delivery
from tests.infra.letters import post, states


class WatchedTransport:
    """Counts the messages that a kill would make leave twice: with each message's last byte, and as its answer is read."""

    def __init__(self):
        self.handed_over = 0
        self.at_the_last_byte, self.at_the_answer = [], []

    def hand_over(self, raw, *, envelope_from, recipient):
        self.handed_over += 1
        self.at_the_last_byte.append(self._unmarked())

    def answer(self):
        self.at_the_answer.append(self._unmarked())

    def _unmarked(self) -> int:
        marked = list(states().values()).count("sent")
        db.session.rollback()
        return self.handed_over - marked

    def close(self):
        pass


@pytest.fixture
def eleven(app):
    for number in range(11):
        post(f"k{number}", stream=f"s{number}")


def test_messages_are_marked_while_the_server_has_the_next_one_and_never_more_than_five_are_not(eleven):
    # given
    transport = WatchedTransport()

    # when
    jobs_delivery._deliver(jobs_delivery._claimed(), transport)

    # then
    assert transport.at_the_last_byte == [1, 2, 3, 4, 5, 2, 3, 4, 5, 2, 3]
    assert transport.at_the_answer == [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3]
    assert set(states().values()) == {"sent"}


def test_a_mark_that_fails_is_not_the_fault_of_the_message_the_server_has(eleven, monkeypatch):
    # given
    def full(_mails, *, now):
        raise OSError("the disk is full")

    transport = WatchedTransport()
    monkeypatch.setattr(claims, "mark_sent", full)

    # when
    with suppress(OSError):
        jobs_delivery._deliver(jobs_delivery._claimed(), transport)

    # then: all leave again after the lease, five of them for the second time
    assert (transport.handed_over, set(states().values())) == (5, {"sending"})
