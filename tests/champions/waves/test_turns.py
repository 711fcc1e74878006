"""Whose turn it is: never the same few."""

from datetime import UTC, datetime, timedelta

from champions.waves.turns import Candidate, in_turn, proposed

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def hand(number, *, raised=100, asked=None):
    """Raised so many days ago, last asked so many days ago."""
    at = NOW - timedelta(days=asked) if asked is not None else None
    return Candidate(number, f"Person {number}", "", (), NOW - timedelta(days=raised), at)


def test_never_asked_comes_first_then_who_was_asked_longest_ago():
    hands = [hand(1, asked=10), hand(2, asked=300), hand(3, raised=5), hand(4, raised=50), hand(5, asked=90)]
    assert [one.person_id for one in in_turn(hands)] == [4, 3, 2, 5, 1]


def test_nobody_who_was_asked_lately_is_ticked():
    hands = [hand(1, asked=59), hand(2, asked=61), hand(3)]
    assert [proposed(hands, count, now=NOW) for count in (0, 1, 5, -1)] == [set(), {3}, {2, 3}, set()]


def test_ten_hands_take_turns_until_everybody_was_asked():
    # given
    last, rounds = dict.fromkeys(range(10)), []

    # when: five waves of two, ninety days apart
    for number in range(5):
        now = NOW + timedelta(days=90 * number)
        hands = [Candidate(id_, "", "", (), NOW, at) for id_, at in last.items()]
        asked = proposed(hands, 2, now=now)
        last.update(dict.fromkeys(asked, now))
        rounds.append(asked)

    # then
    assert (sorted(set().union(*rounds)), [len(asked) for asked in rounds]) == (list(range(10)), [2] * 5)
