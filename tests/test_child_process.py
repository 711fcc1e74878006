import json

import pytest

from child_process import Fault, feed_apart
from networks.discovery.topics import BEGINNING
from tests.networks.discovery.by_hand import WEEKLY, calendar, event

READER = "networks.discovery.recognition"
ASKED = json.dumps(["Europe/Amsterdam", "2026-11-26", "mine.ics", BEGINNING]).encode() + b"\n"
LIMITS = {"seconds": 20, "megabytes": 300}


def test_a_child_is_told_piece_by_piece():
    # given
    pieces = [ASKED, *(piece.encode() + b"\r\n" for piece in calendar(event("Lunch", WEEKLY)).split("\r\n"))]

    # when
    written = feed_apart(READER, iter(pieces), **LIMITS)

    # then
    assert [one["name"] for one in json.loads(written)["proposals"]] == ["Lunch"]


def test_a_child_that_ends_early_is_told_no_more_and_how_it_ended():
    # when
    found = feed_apart(READER, (b"no question\n" for _piece in range(1_000_000)), **LIMITS)

    # then
    assert (found.ended, found.where[-1].endswith("in raw_decode")) == ("exit 1", True)


def test_a_child_that_takes_too_much_is_ended():
    # given
    endless = (b"x" * 1_000_000 for _piece in range(1_000))

    # when
    found = feed_apart(READER, (piece for part in ([ASKED, b"a;b\n"], endless) for piece in part), seconds=20, megabytes=100)

    # then
    assert (found, isinstance(found, Fault)) == (b'{"fault": "too-much"}', False)


def test_what_goes_wrong_while_pieces_are_fetched_is_raised_and_ends_the_child():
    # given
    def broken():
        yield ASKED
        raise LookupError("the pieces are gone")

    # then
    with pytest.raises(LookupError):
        feed_apart(READER, broken(), **LIMITS)
