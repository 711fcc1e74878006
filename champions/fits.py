"""How well two people fit, for all pairs at once, and the words for it.

Hard: a language and an hour of the week in common, and nobody who is blocked. Of the 1000 points half go by what is asked and offered;
the dial moves 250 between the same function (people trust those who resemble them) and another department (weak ties carry what is new).
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from champions.requests import Ambassador, MatchingRound, Mentee, Reason, ReasonKind

Points = npt.NDArray[np.int16]  # a row for each mentee, a column for each ambassador
Words = frozenset[str] | frozenset[int]
Marks = npt.NDArray[np.bool_]
NOT_ALLOWED = -1
TOPICS, PLACE, TIMES, DIAL = 500, 150, 100, 250
ENOUGH_TIMES = 3
PAST = 4  # who accompanied somebody before counts a quarter: there is a reason that it ended
_UNKNOWN, _NO_WORD, _ELSEWHERE = -1, -2, -3  # no column's word; no word of a row; a word that no column has
ROWS = 1000  # mentees at a time: what is computed on the way stays small


def points(of: MatchingRound) -> Points:
    """Fit of every pair from 0 to 1000, NOT_ALLOWED for those that must not be. Shape (mentees, ambassadors)."""
    table = np.full((len(of.mentees), len(of.ambassadors)), NOT_ALLOWED, dtype=np.int16)
    columns = {ambassador.key: column for column, ambassador in enumerate(of.ambassadors)}
    prepared = _Columns(of.ambassadors)
    for start in range(0, len(of.mentees), ROWS):
        rows = of.mentees[start : start + ROWS]
        table[start : start + ROWS] = prepared.points(rows, of.resemblance)
        for row, mentee in enumerate(rows, start=start):
            _except(table[row], mentee, columns)
    return table


def fit(mentee: Mentee, ambassador: Ambassador, resemblance: float) -> int:
    """The same for two people."""
    return int(points(MatchingRound((mentee,), (ambassador,), resemblance))[0, 0])


def reasons(mentee: Mentee, ambassador: Ambassador) -> tuple[Reason, ...]:
    """What speaks for these two, what counts most first."""
    found = []
    if topics := mentee.topics & ambassador.topics:
        found.append(Reason(ReasonKind.TOPICS, tuple(sorted(topics))))
    if _same(mentee.function, ambassador.function):
        found.append(Reason(ReasonKind.SAME_FUNCTION))
    if mentee.department and ambassador.department and mentee.department != ambassador.department:
        found.append(Reason(ReasonKind.OTHER_DEPARTMENT))
    if _same(mentee.place, ambassador.place):
        found.append(Reason(ReasonKind.SAME_PLACE))
    if times := mentee.times & ambassador.times:
        found.append(Reason(ReasonKind.TIMES, count=len(times)))
    if languages := mentee.languages & ambassador.languages:
        found.append(Reason(ReasonKind.LANGUAGE, tuple(sorted(languages))))
    return tuple(found)


def _same(one: str, other: str) -> bool:
    return bool(one) and one == other


def _except(row: Points, mentee: Mentee, columns: dict[int, int]) -> None:
    for key in mentee.past & columns.keys():
        if row[columns[key]] > 0:
            row[columns[key]] //= PAST
    for key in (mentee.blocked | {mentee.key}) & columns.keys():
        row[columns[key]] = NOT_ALLOWED


def _numbered(words: Iterable[str | int]) -> dict[str | int, int]:
    return {word: number for number, word in enumerate(dict.fromkeys(words))}


class _Columns:
    """The ambassadors in numbers, made once for all mentees."""

    def __init__(self, ambassadors: Sequence[Ambassador]) -> None:
        self.times = _Sets([ambassador.times for ambassador in ambassadors])
        self.languages = _Sets([ambassador.languages for ambassador in ambassadors])
        self.topics = _Sets([ambassador.topics for ambassador in ambassadors])
        self.functions = _Words([ambassador.function for ambassador in ambassadors])
        self.departments = _Words([ambassador.department for ambassador in ambassadors])
        self.places = _Words([ambassador.place for ambassador in ambassadors])

    def points(self, mentees: Sequence[Mentee], resemblance: float) -> Points:
        times = self.times.shared([mentee.times for mentee in mentees])
        languages = self.languages.shared([mentee.languages for mentee in mentees])
        asked = np.array([max(1, len(mentee.topics)) for mentee in mentees], dtype=np.float32)[:, None]
        total = self.topics.shared([mentee.topics for mentee in mentees]) * (TOPICS / asked)
        total += np.minimum(times, ENOUGH_TIMES) * np.float32(TIMES / ENOUGH_TIMES)
        total += self.places.equal([mentee.place for mentee in mentees]) * np.float32(PLACE)
        total += self.functions.equal([mentee.function for mentee in mentees]) * np.float32(DIAL * resemblance)
        total += self.departments.differ([mentee.department for mentee in mentees]) * np.float32(DIAL * (1 - resemblance))
        return np.where((times > 0) & (languages > 0), np.rint(total), NOT_ALLOWED).astype(np.int16)


class _Sets:
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


class _Words:
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
