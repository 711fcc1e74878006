"""Parts of the week in which people can meet, as they say them: a weekday and a part of its day, in one number."""

from collections.abc import Iterable
from datetime import time

WEEKDAYS = 7
# Begin and end of each part of a day, on the clock where the person is.
PARTS = ((time(7), time(9)), (time(9), time(12)), (time(12), time(13)), (time(13), time(17)), (time(17), time(20)))
EARLY, MORNING, NOON, AFTERNOON, EVENING = range(len(PARTS))
ALL = frozenset(range(WEEKDAYS * len(PARTS)))


def number_of(weekday: int, part: int) -> int:
    """Monday is 0, as in `datetime.weekday`."""
    return weekday * len(PARTS) + part


def weekday_of(number: int) -> int:
    return number // len(PARTS)


def part_of(number: int) -> int:
    return number % len(PARTS)


def known(numbers: Iterable[int]) -> list[int]:
    """Those that are parts of a week, each once, in order."""
    return sorted(ALL.intersection(numbers))
