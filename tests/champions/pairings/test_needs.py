"""What would help those for whom nobody was found."""

from itertools import count

import pytest

from champions import weeks
from champions.pairings import needs
from champions.pairings.needs import Need
from champions.requests import Mentee

KEYS = count(1)


def asks(key, languages, times):
    return Mentee(key, frozenset(languages), frozenset(times))


def some(count, languages, times):
    return [asks(next(KEYS), languages, times) for _number in range(count)]


@pytest.mark.parametrize(
    ("mentees", "expected"),
    [
        ([], []),
        (some(4, ["nl"], [3]), []),  # too few to tell of
        (some(5, ["nl"], [3]), [Need("nl", 3, 5)]),
        (some(6, ["nl"], weeks.ALL), [Need("nl", None, 6)]),
        # each for those whom the ones before do not help
        (some(5, ["nl", "en"], [3, 4]) + some(2, ["en"], [4]) + some(5, ["pl"], [9]), [Need("en", 4, 7), Need("pl", 9, 5)]),
        (
            [one for key, code in enumerate(("nl", "en", "pl", "tr")) for one in some(5 + key, [code], [key])],
            [Need("tr", 3, 8), Need("pl", 2, 7), Need("en", 1, 6)],
        ),
    ],
)
def test_few_languages_and_times_that_help_most(mentees, expected):
    assert needs.of(mentees) == expected
