"""Which stories somebody is shown: of people they resemble, with variety, the same ones all week. Nothing about reading decides it.

Same function comes before same place, and that before the same starting question. Among tellers who are alike in the same ways each has
their turn, week by week, so that it is not always the same one.
"""

import enum
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

SHOWN = 3


class Likeness(enum.StrEnum):
    """What a reader and a teller share, the strongest first."""

    FUNCTION = "function"
    PLACE = "place"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom stories are chosen for; "" is not known, and like nothing."""

    person_id: int
    function: str = ""
    place: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A published story, by what its teller may share with a reader."""

    story_id: int
    teller_id: int
    function: str = ""
    place: str = ""
    department: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """A story, and why this reader sees it; nothing shared: for variety."""

    story_id: int
    likenesses: tuple[Likeness, ...]


def week_of(day: date) -> int:
    """A number for each week, which begins on Monday; one more for the next."""
    return (day.toordinal() - 1) // 7


def picks(reader: Reader, candidates: Iterable[Candidate], *, week: int, most: int = SHOWN) -> list[Pick]:
    """At most so many, one of a teller, those most alike first; never all of one department where there is another. None of one's own."""
    alike: dict[tuple[Likeness, ...], list[Candidate]] = {}
    for of_a_kind in _by_kind(reader, candidates).values():
        alike.setdefault(likenesses(reader, of_a_kind[0]), []).extend(of_a_kind)
    first: dict[int, Candidate] = {}
    for shared in sorted(alike, key=_strength):
        for one in _in_turn(reader, alike[shared], week, most):
            first.setdefault(one.teller_id, one)
        if len(first) >= most and (most == 1 or _departments(first.values()) > 1):
            break
    return [Pick(one.story_id, likenesses(reader, one)) for one in _varied(list(first.values()), most)]


def _by_kind(reader: Reader, candidates: Iterable[Candidate]) -> dict[tuple[str, str, str], list[Candidate]]:
    """Those of others, together where they share the same with anybody: there are fewer kinds than stories."""
    kinds: dict[tuple[str, str, str], list[Candidate]] = {}
    for one in candidates:
        if one.teller_id != reader.person_id:
            kinds.setdefault((one.function, one.place, one.question), []).append(one)
    return kinds


def example(reader: Reader, candidates: Iterable[Candidate], *, week: int) -> Pick | None:
    """The one of somebody alike whose turn it is this week; None where nobody is."""
    alike = [pick for pick in picks(reader, candidates, week=week) if pick.likenesses]
    return alike[week % len(alike)] if alike else None


def likenesses(reader: Reader, candidate: Candidate) -> tuple[Likeness, ...]:
    """What the two share, capitals aside."""
    return tuple(one for one in Likeness if _same(getattr(reader, one.value), getattr(candidate, one.value)))


def _same(one: str, other: str) -> bool:
    return one.strip() != "" and one.strip().casefold() == other.strip().casefold()


def _strength(shared: tuple[Likeness, ...]) -> list[bool]:
    return [one not in shared for one in Likeness]


def _in_turn(reader: Reader, alike: Sequence[Candidate], week: int, most: int) -> list[Candidate]:
    """One story of each teller. The order of the tellers is this reader's own, and begins further on each week."""
    by_teller: dict[int, list[Candidate]] = {}
    for one in sorted(alike, key=lambda one: one.story_id):
        by_teller.setdefault(one.teller_id, []).append(one)
    tellers = sorted(by_teller, key=lambda teller: hashlib.sha256(f"{reader.person_id}:{teller}".encode()).digest())
    start = week * most % len(tellers)
    return [by_teller[teller][week % len(by_teller[teller])] for teller in (*tellers[start:], *tellers[:start])]


def _varied(in_order: Sequence[Candidate], most: int) -> list[Candidate]:
    """The first ones; the last of them makes room for the first of another department, where all others are of one."""
    chosen = list(in_order[:most])
    if len(chosen) > 1 and _departments(chosen) == 1:
        other = next((one for one in in_order[most:] if _departments([chosen[0], one]) > 1), None)
        chosen = [*chosen[:-1], other] if other is not None else chosen
    return chosen


def _departments(candidates: Iterable[Candidate]) -> int:
    return len({one.department.casefold() for one in candidates})
