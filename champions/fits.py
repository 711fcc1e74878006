"""How well two people fit, for all pairs at once.

Hard: a language and an hour of the week in common, and nobody who is blocked. Of the 1000 points half go by what is asked and offered;
the dial moves 250 between the same function (people trust those who resemble them) and another department (weak ties carry what is new).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from champions.marks import SetColumns, WordColumns
from champions.requests import NOT_ALLOWED, Ambassador, MatchingRound, Mentee

Points = npt.NDArray[np.int16]  # a row for each mentee, a column for each ambassador
TOPICS, PLACE, TIMES, DIAL = 500, 150, 100, 250
ENOUGH_TIMES = 3
PAST = 4  # who accompanied somebody before counts a quarter: there is a reason that it ended
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


def _except(row: Points, mentee: Mentee, columns: dict[int, int]) -> None:
    for key in mentee.past & columns.keys():
        if row[columns[key]] > 0:
            row[columns[key]] //= PAST
    for key in (mentee.blocked | {mentee.key}) & columns.keys():
        row[columns[key]] = NOT_ALLOWED


class _Columns:
    """The ambassadors in numbers, made once for all mentees."""

    def __init__(self, ambassadors: Sequence[Ambassador]) -> None:
        self.times = SetColumns([ambassador.times for ambassador in ambassadors])
        self.languages = SetColumns([ambassador.languages for ambassador in ambassadors])
        self.topics = SetColumns([ambassador.topics for ambassador in ambassadors])
        self.functions = WordColumns([ambassador.function for ambassador in ambassadors])
        self.departments = WordColumns([ambassador.department for ambassador in ambassadors])
        self.places = WordColumns([ambassador.place for ambassador in ambassadors])

    def points(self, mentees: Sequence[Mentee], resemblance: float) -> Points:
        times = self.times.shared([mentee.times for mentee in mentees])
        languages = self.languages.shared([mentee.languages for mentee in mentees])
        asked = np.array([max(1, len(mentee.topics)) for mentee in mentees], dtype=np.float32)[:, None]
        total = self.topics.shared([mentee.topics for mentee in mentees]) * (TOPICS / asked)
        total += np.minimum(times, ENOUGH_TIMES) * np.float32(TIMES / ENOUGH_TIMES)
        total += self.places.equal([mentee.place for mentee in mentees]) * np.float32(PLACE)
        dials = [resemblance if mentee.resemblance is None else mentee.resemblance for mentee in mentees]
        dial = np.array(dials, dtype=np.float32)[:, None]
        total += self.functions.equal([mentee.function for mentee in mentees]) * (DIAL * dial)
        total += self.departments.differ([mentee.department for mentee in mentees]) * (DIAL * (1 - dial))
        return np.where((times > 0) & (languages > 0), np.rint(total), NOT_ALLOWED).astype(np.int16)
