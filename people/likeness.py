"""How alike two short texts are: words they share, and spelling that is nearly the same. Values only."""

import re
import unicodedata
from collections.abc import Collection, Sequence


def words_of(text: str, common: Collection[str] = ()) -> list[str]:
    """The words that tell, in lower case and without accents, in order; all of them where none tells."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    words = re.findall(r"\w+", plain)
    return [word for word in words if word not in common] or words


def shared(one: Collection[str], other: Collection[str]) -> float:
    """Which part of the shorter text's words stands in the other too, from 0 to 1. Neither is empty."""
    return len(set(one) & set(other)) / min(len(set(one)), len(set(other)))


def spelling(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike they are written, by the threes of letters they share, from 0 to 1."""
    mine, theirs = _threes(one), _threes(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))


def _threes(words: Sequence[str]) -> set[str]:
    padded = f"  {' '.join(words)} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
