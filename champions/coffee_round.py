"""What a pairing for coffee is told and what comes of it. Light: whoever asks for one does not load what computes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Trio = tuple[int, ...]  # two keys or three, in ascending order
LONGEST_MEMORY = 100  # rounds; what was longer ago counts as this long


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who wants to be paired this time. `times` are hours of the week; `blocked` are never proposed, in either direction.

    `comes_first`: found nobody last time; if somebody has to stay alone, rather another.
    """

    key: int
    times: frozenset[int]
    languages: frozenset[str]
    department: str = ""
    blocked: frozenset[int] = field(default=frozenset(), repr=False)
    comes_first: bool = False


@dataclass(frozen=True, slots=True)
class CoffeeRound:
    """`met` says for two keys, the lower first, how many rounds ago they met last: 1 is the round before."""

    guests: tuple[Guest, ...]
    met: Mapping[tuple[int, int], int] = field(default_factory=dict)
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Pairing:
    """Who meets, and who cannot: nobody is left who shares an hour and a language with them."""

    meetings: tuple[Trio, ...]
    alone: tuple[int, ...]
