"""Words of many people as numbers: which pairs of them share how many, which have the same one, which a different one."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Words = frozenset[str] | frozenset[int]
Marks = npt.NDArray[np.bool_]
_UNKNOWN, _NO_WORD, _ELSEWHERE = -1, -2, -3  # no column's word; no word of a row; a word that no column has


class SetColumns:
    """A set of words for each column."""

    def __init__(self, sets: Sequence[Words]) -> None:
        self.numbers = _numbered(word for words in sets for word in words)
        self.marks = self._marked(sets).T

    def shared(self, sets: Sequence[Words]) -> npt.NDArray[np.float32]:
        """How many words each of these sets has in common with each column."""
        return self._marked(sets) @ self.marks

    def _marked(self, sets: Sequence[Words]) -> npt.NDArray[np.float32]:
        marks = np.zeros((len(sets), len(self.numbers)), dtype=np.float32)
        for row, words in enumerate(sets):
            marks[row, [self.numbers[word] for word in words if word in self.numbers]] = 1
        return marks


class WordColumns:
    """A word for each column; an empty one is unknown, and neither equal to any nor different from it."""

    def __init__(self, words: Sequence[str]) -> None:
        self.numbers = _numbered(word for word in words if word)
        self.columns = np.array([self.numbers.get(word, _UNKNOWN) for word in words], dtype=np.int32)[None, :]

    def equal(self, words: Sequence[str]) -> Marks:
        return np.asarray(self._rows(words) == self.columns)

    def differ(self, words: Sequence[str]) -> Marks:
        rows = self._rows(words)
        return np.asarray((rows != self.columns) & (rows != _NO_WORD) & (self.columns != _UNKNOWN))

    def _rows(self, words: Sequence[str]) -> npt.NDArray[np.int32]:
        numbers = [self.numbers.get(word, _ELSEWHERE) if word else _NO_WORD for word in words]
        return np.array(numbers, dtype=np.int32)[:, None]


def _numbered(words: Iterable[str | int]) -> dict[str | int, int]:
    return {word: number for number, word in enumerate(dict.fromkeys(words))}
