"""Matching in its own process: the same pairs, and a fault that tells nothing private."""

import pytest
import structlog

from champions import matching
from champions.pairings.matching_apart import MatchingFailed, Task, Way, find, match_apart
from champions.requests import Ambassador, MatchingRound, Mentee

ENGLISH, ANY = frozenset({"en"}), frozenset({1, 2})


@pytest.fixture
def everybody():
    mentees = [Mentee(key, ENGLISH, ANY, department="abc"[key % 3], blocked=frozenset({100 + key % 4})) for key in range(12)]
    ambassadors = [Ambassador(100 + key, ENGLISH, ANY, department="abc"[key % 3], capacity=2) for key in range(4)]
    return MatchingRound(tuple(mentees), tuple(ambassadors), resemblance=0.2, seed=7)


def test_child_finds_the_same(everybody):
    found = match_apart(everybody, Way.BEST)
    assert (found.matching, found) == (matching.match(everybody), find(Task(everybody, Way.BEST)))


def test_child_that_takes_too_much_ends_in_an_error_without_names(everybody):
    # when
    with structlog.testing.capture_logs() as logs, pytest.raises(MatchingFailed) as failed:
        match_apart(everybody, Way.BEST, megabytes=30)

    # then
    assert failed.value.__context__ is None  # or a log would show what went into the child
    assert [{**line, "ended": "", "where": ()} for line in logs] == [
        {"event": "matching_failed", "log_level": "error", "people": 12, "ambassadors": 4, "ended": "", "where": ()}
    ]
