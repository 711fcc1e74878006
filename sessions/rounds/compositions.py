"""What the composer of training groups is given and what it gives back. Values only: no database, no clock.

People, hosts among them, go by one number each (`key`, their id); times by a number, places and languages by a word. What somebody
asked privately (`avoids`) goes in and never comes out: no reason, violation or figure names it, nor tells it from the rule about line
managers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who signed up. An empty `function` or `department` is unknown, and resembles nobody's.

    `companions` are those they would rather come with, `led_by` the hosts they would rather be with, `avoids` those they never want to
    share a group with, as host neither; keys of people who did not sign up may be among all three. `manager` is their line manager, `manager_welcome` whether they may be in one group
    with that person, `reports_welcome` whether they may with those they manage themselves: it takes both.
    """

    key: int
    times: frozenset[int]
    places: frozenset[str]
    languages: frozenset[str]
    function: str = ""
    department: str = ""
    wish: str = ""
    companions: frozenset[int] = frozenset()
    led_by: frozenset[int] = frozenset()
    avoids: frozenset[int] = field(default=frozenset(), repr=False)
    manager: int | None = None
    manager_welcome: bool = False
    reports_welcome: bool = False


@dataclass(frozen=True, slots=True)
class HostOffer:
    """What a host can do: any of the times, at any of the places, in any of the languages, `most_groups` at most, never two at once.

    A host who signed up as well stays a host, and is given back as unplaced.
    """

    key: int
    times: frozenset[int]
    places: frozenset[str]
    languages: frozenset[str]
    most_groups: int = 1
    reports_welcome: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """What the manager decides. Both dials run from 0 to 1.

    `resemblance` 1: next to people of the same function with a similar wish; 0: next to people of other departments. `keep_pairs` 1:
    people who want to come together weigh more than that, 0: they do not count. Everybody who can be placed is placed first.
    `overlapping` are pairs of times at which nobody can be twice, beside each time itself.
    """

    smallest: int = 6
    largest: int = 10
    most_groups: int | None = None
    resemblance: float = 0.5
    keep_pairs: float = 1.0
    overlapping: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything the composer is given. The same intake gives the same composition."""

    candidates: tuple[Candidate, ...]
    hosts: tuple[HostOffer, ...]
    terms: Terms = Terms()
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A proposed group. `members` in ascending order, the host is none of them."""

    time: int
    place: str
    language: str
    host: int
    members: tuple[int, ...]


def in_order(groups: Iterable[Group]) -> tuple[Group, ...]:
    """By time, place, language and host."""
    return tuple(sorted(groups, key=lambda one: (one.time, one.place, one.language, one.host)))


class Why(StrEnum):
    """Why somebody is in no group."""

    HOSTS = "hosts"  # they are a host of this round
    NO_HOST = "no_host"  # no host can at any of their times, places and languages
    TOO_FEW = "too_few"  # wherever they and a host can, fewer people can than make a group
    NO_SEAT = "no_seat"  # no group that they could be in has a seat left for them


class Step(StrEnum):
    """What the manager could change."""

    HOST = "host"  # one more host at this time, place and language
    SMALLER = "smaller"  # groups may be as small as `size`
    LARGER = "larger"  # groups may be as large as `size`
    MORE_GROUPS = "more_groups"  # the round may have `size` groups


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change that would place `keys`: there is a composition with it in which they have a seat and nobody loses theirs."""

    step: Step
    keys: tuple[int, ...]
    time: int | None = None
    place: str | None = None
    language: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Somebody in no group, and the places of `Composition.remedies` that would place them, best first."""

    key: int
    why: Why
    remedies: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """What no composition of this intake can exceed: people placed, and points (`Quality.points`) with as many placed as can be."""

    placed: int
    points: float


@dataclass(frozen=True, slots=True)
class Composition:
    """Groups in order of time, place, language and host. `proven`: nothing better exists, the bound is reached."""

    groups: tuple[Group, ...]
    unplaced: tuple[Unplaced, ...]
    remedies: tuple[Remedy, ...]
    bound: Bound
    proven: bool
    seed: int


class ReasonKind(StrEnum):
    """Why somebody is in this group; what is said to that person and to the manager."""

    YOUR_TIME = "your_time"
    YOUR_PLACE = "your_place"
    YOUR_LANGUAGE = "your_language"
    SAME_FUNCTION = "same_function"
    SIMILAR_WISH = "similar_wish"
    OTHER_DEPARTMENTS = "other_departments"
    BOTH_WISHED = "both_wished"  # to come with `keys`, who wished the same
    YOU_WISHED = "you_wished"  # to come with `keys`
    LED_BY = "led_by"  # `keys`, the host, with whom they wished to be


@dataclass(frozen=True, slots=True)
class Reason:
    """`count` of other members it holds for (of other departments: how many departments). `keys` only for companions."""

    kind: ReasonKind
    count: int = 0
    keys: tuple[int, ...] = ()


Reasons = Mapping[int, tuple[Reason, ...]]


class ViolationKind(StrEnum):
    """Which rule a group breaks."""

    TIME = "time"  # this person, or the host, cannot then
    PLACE = "place"
    LANGUAGE = "language"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    HOST_TWICE = "host_twice"  # two groups at once, or more than they offered
    HOST_UNKNOWN = "host_unknown"
    TWICE = "twice"  # this person is in two groups
    TOO_MANY_GROUPS = "too_many_groups"
    NOT_HERE = "not_here"  # this person cannot be in this group; why, and with whom, is nobody's business


@dataclass(frozen=True, slots=True)
class Violation:
    """`group` is the place of the group in the list given, `key` the person it is about; both None: about the whole."""

    kind: ViolationKind
    group: int | None = None
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """What a manager can weigh; counts of people unless said otherwise.

    `alike`: next to somebody of the same function or with a similar wish. `bridged`: with people of two other departments at least.
    Pairs count each two people of whom one wished the other, both signed up, and each wish to be with a host. `points` is what the composer makes most of once
    `placed` is as high as can be: 100 for a member who has all that the dials ask for.
    """

    placed: int
    groups: int
    smallest: int
    largest: int
    alike: int
    bridged: int
    pairs: int
    pairs_kept: int
    points: float
    violations: tuple[Violation, ...] = ()
