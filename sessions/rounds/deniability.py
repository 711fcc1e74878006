"""What a move by hand refuses by chance, so that a refusal tells nobody whom somebody asked to avoid.

A manager with patience could move people to and fro until a group with only one colleague in it is closed to somebody, and know. So some
pairs of people, one in twenty-five, are refused together by hand although nothing speaks against it: always the same pairs, in each round,
or else trying once more would tell them from the others. Such a refusal is no proof of anything: with 1 in 50 people kept apart, two of
three are chance. The composer and what follows a no know nothing of it: nobody is left without a place by it.
"""

import hmac
from collections.abc import Iterable

from config import settings

ONE_IN = 25


def is_refused(person_id: int, others: Iterable[int]) -> bool:
    """Whether chance keeps this person from one of the others."""
    key = settings().secret_key.get_secret_value().encode()
    return any(_is_drawn(key, person_id, other) for other in others if other != person_id)


def _is_drawn(key: bytes, one: int, other: int) -> bool:
    pair = f"foyer/sessions.rounds/deniability/{min(one, other)}/{max(one, other)}"
    drawn = hmac.digest(key, pair.encode(), "sha256")
    return int.from_bytes(drawn[:8], "big") % ONE_IN == 0
