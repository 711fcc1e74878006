"""How alike two wishes or concerns are by their words. Values only."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from people import likeness as texts

LIKELY = 0.5  # from here on somebody is asked whether it is the same
SHOWN = 4
LETTERS = 6  # "passwords" is taken for "password", "wachtwoorden" for "wachtwoord"
FEWEST = 2  # words that two texts share
SHORTEST = 4  # letters of a word that tells
# Longer ones that stand in every second sentence, in English and Dutch.
_COMMON = frozenset({
    "with", "that", "this", "there", "what", "when", "will", "would", "could", "should", "have", "from", "more", "than", "them",
    "they", "about", "need", "want", "like", "wish", "your", "onze", "jouw", "jullie", "wordt", "worden", "niet", "geen", "zijn",
    "zouden", "kunnen", "moet", "moeten", "hebben", "heeft", "door", "meer", "naar", "graag", "willen", "voor", "maar", "alle", "over",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """Something that stands on the board, as far as likeness goes."""

    id: int
    words: str


def likely(words: str, known: Iterable[Known]) -> list[int]:
    """The numbers of those that may say the same, the likeliest first; four at most."""
    found = [(likeness(words, one.words), one.id) for one in known]
    ordered = sorted(((score, id_) for score, id_ in found if score >= LIKELY), key=lambda pair: (-pair[0], pair[1]))
    return [id_ for _score, id_ in islice(ordered, SHOWN)]


def likeness(words: str, other: str) -> float:
    """From 0 to 1: which part of the shorter one's words the other has too, or how alike they are written."""
    mine, theirs = _roots(words), _roots(other)
    if not mine or not theirs:
        return 0.0
    enough = len(set(mine) & set(theirs)) >= FEWEST
    return max(0.9 * texts.shared(mine, theirs) if enough else 0.0, texts.spelling(mine, theirs))


def _roots(words: str) -> list[str]:
    return [word[:LETTERS] for word in texts.words_of(words, _COMMON) if len(word) >= SHORTEST]
