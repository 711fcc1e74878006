"""What would help those for whom nobody was found: at which language and time one more ambassador would serve the most of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from champions import weeks
from champions.requests import Mentee
from people.privacy import FLOOR

MOST = 3


@dataclass(frozen=True, slots=True)
class Need:
    """An ambassador who speaks `language` and has `time` (a part of the week, None: any will do) would suit `count` of them."""

    language: str
    time: int | None
    count: int


def of(mentees: Sequence[Mentee]) -> list[Need]:
    """The few that help most, each for those whom the ones before it do not help. Only what would suit as many as a number may tell of.

    Of one person it would say when they can and what they speak; beside what ambassadors offer, whom they are kept apart from.
    """
    left, found = list(mentees), list[Need]()
    while left and len(found) < MOST:
        need, left = _most_wanted(left)
        if need.count < FLOOR:
            break
        found.append(need)
    return found


def _most_wanted(mentees: Sequence[Mentee]) -> tuple[Need, list[Mentee]]:
    wanted = Counter((language, time) for one in mentees for language in one.languages for time in one.times)
    language, time = min(wanted, key=lambda key: (-wanted[key], key))
    suited = [one for one in mentees if language in one.languages and time in one.times]
    always = all(one.times == weeks.ALL for one in suited)
    return Need(language, None if always else time, len(suited)), [one for one in mentees if one not in suited]
