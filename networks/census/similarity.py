"""How alike two networks are by what they are called: words they share, and spelling that is nearly the same. Values only."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from people import likeness as texts

LIKELY = 0.55  # from here on somebody is asked whether it is the same
SHOWN = 5
SAME_PLACE = 0.1
# Words that say nothing of which network it is, in English and Dutch.
_COMMON = frozenset(
    {
        "the",
        "a",
        "an",
        "of",
        "and",
        "for",
        "in",
        "at",
        "on",
        "with",
        "our",
        "we",
        "de",
        "het",
        "een",
        "van",
        "en",
        "voor",
        "op",
        "met",
        "ons",
        "onze",
        "group",
        "groep",
        "network",
        "netwerk",
        "club",
    }
)


@dataclass(frozen=True, slots=True)
class Known:
    """A network that is registered, as far as likeness goes."""

    id: int
    name: str
    place: str


def likely(name: str, place: str, known: Iterable[Known]) -> list[Known]:
    """Those that may be the same, the likeliest first; five at most."""
    found = [(likeness(name, place, one), one) for one in known]
    ordered = sorted(((score, one) for score, one in found if score >= LIKELY), key=lambda pair: (-pair[0], pair[1].id))
    return [one for _score, one in islice(ordered, SHOWN)]


def likeness(name: str, place: str, other: Known) -> float:
    """From 0 to a little over 1. A place counts only beside a name that is somewhat alike."""
    mine, theirs = words_of(name), words_of(other.name)
    if not mine or not theirs:
        return 0.0
    score = max(0.9 * texts.shared(mine, theirs), texts.spelling(mine, theirs))
    here, there = words_of(place), words_of(other.place)
    same_place = bool(here) and bool(there) and bool(set(here) & set(there))
    return score + SAME_PLACE if same_place and score >= LIKELY - SAME_PLACE else score


def words_of(text: str) -> list[str]:
    """The words that tell which network it is."""
    return texts.words_of(text, _COMMON)
