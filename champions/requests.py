"""What matching is given and gives back. Values only: no database, no clock; people go by one number each (`key`, their id)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

NOT_ALLOWED = -1  # instead of a fit: a hard rule forbids it


@dataclass(frozen=True, slots=True)
class Mentee:
    """Somebody who asks to be accompanied.

    `topics` are asked about, `times` are hours of the week (any numbering that ambassadors share). `blocked` are keys of whoever must
    never be proposed: what this person or that ambassador asked privately, and everybody in one reporting line with them. Why somebody
    is blocked is not known here, and comes out nowhere. `past` are those who accompanied them before.
    """

    key: int
    languages: frozenset[str]
    times: frozenset[int]
    topics: frozenset[str] = frozenset()
    function: str = ""
    department: str = ""
    place: str = ""
    blocked: frozenset[int] = field(default=frozenset(), repr=False)
    past: frozenset[int] = frozenset()
    resemblance: float | None = None  # their own dial; None: the round's


@dataclass(frozen=True, slots=True)
class Ambassador:
    """Somebody who accompanies `capacity` colleagues more at most; 0 is fine."""

    key: int
    languages: frozenset[str]
    times: frozenset[int]
    topics: frozenset[str] = frozenset()
    function: str = ""
    department: str = ""
    place: str = ""
    capacity: int = 1


@dataclass(frozen=True, slots=True)
class MatchingRound:
    """Everything matching is given. The same round gives the same result.

    `resemblance` 1: people of the same function come together; 0: people of other departments. The `seed` decides between what is
    equally good, so that nobody is served better for a low number.
    """

    mentees: tuple[Mentee, ...]
    ambassadors: tuple[Ambassador, ...]
    resemblance: float = 0.5
    seed: int = 0


class ReasonKind(StrEnum):
    """Why these two; said to both."""

    TOPICS = "topics"
    SAME_FUNCTION = "same_function"
    OTHER_DEPARTMENT = "other_department"
    SAME_PLACE = "same_place"
    TIMES = "times"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Reason:
    """`words`: the shared topics or languages, in order; `count`: how many hours of the week both can."""

    kind: ReasonKind
    words: tuple[str, ...] = ()
    count: int = 0


class Why(StrEnum):
    """Why nobody was found for somebody."""

    NOBODY_FITS = "nobody_fits"  # no ambassador with room shares a language and an hour with them
    NO_ROOM = "no_room"  # those who do have taken as many as they said


@dataclass(frozen=True, slots=True)
class Match:
    """Two who fit; `fit` from 0 to 1000."""

    mentee: int
    ambassador: int
    fit: int


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a matching is. Shares from 0 to 1, fits from 0 to 1000; all 0 when nobody was matched.

    `fullest` and `emptiest` are the shares of their capacity that ambassadors with any took on.
    """

    matched_share: float
    mean: float
    tenth_percentile: int
    worst: int
    total: int
    emptiest: float
    fullest: float
    cross_department_share: float


@dataclass(frozen=True, slots=True)
class Matching:
    """Who was matched, in order of mentees, and why nobody was found for the others."""

    matches: tuple[Match, ...]
    unmatched: Mapping[int, Why]
