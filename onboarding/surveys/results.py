"""What a survey says, as far as it may be said. Everything here went through `people.privacy`.

Steps are read in three: no, in between, yes. Within one wave a table of departments and these three withholds what is small and what
would let one compute it. From wave to wave each figure moves in steps of five: until then it "is as before", so that one person who came
or left, or who changed their mind, is not the difference. Where a wave is too small for any figure, it says on which side of the half
people are, as `privacy.share` does.
"""

import enum
import itertools
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onboarding.surveys.questions import Kind, Question
from people import privacy
from people.privacy import FLOOR, Shown, Table

NOT_SAID = ""


class Third(enum.StrEnum):
    """How a step counts, scored so that more is better."""

    NO = "no"
    BETWEEN = "between"
    YES = "yes"


THIRDS = (Third.NO, Third.BETWEEN, Third.YES)


@dataclass(frozen=True, slots=True)
class Given:
    """One answer with a step, scored, and the department beside it."""

    step: int
    department: str = NOT_SAID


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people that is shown; None is withheld. `is_before`: it has not moved by five since it was shown first."""

    count: int | None = None
    is_before: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What one wave says to one question. `most`: whether more than half say yes, where every other figure is withheld."""

    total: Figure
    thirds: Mapping[Third, Figure]
    departments: Mapping[str, Figure]
    cells: Mapping[tuple[str, Third], Figure]
    most: bool | None = None

    @property
    def percent(self) -> int | None:
        """Of those who answered, how many say yes, in per cent, from what is shown: about right while a figure is as before. None where
        either number is withheld.
        """
        yes, total = self.thirds[Third.YES].count, self.total.count
        return round(100 * min(yes, total) / total) if yes is not None and total else None

    @property
    def measured(self) -> int | None:
        """The same as a measurement of a goal: None also where those who say yes stand as before, as they were not counted anew then."""
        return None if self.thirds[Third.YES].is_before else self.percent

    @property
    def is_before(self) -> bool:
        return self.total.is_before and self.thirds[Third.YES].is_before

    @property
    def has_departments(self) -> bool:
        return len(self.departments) > 1 and any(figure.count is not None for figure in self.departments.values())


def third_of(step: int, steps: int) -> Third:
    """Of five steps the first two and the last two, of seven the first three and the last three."""
    middle = (steps + 1) // 2
    return Third.BETWEEN if step == middle else Third.YES if step > middle else Third.NO


def over_waves(question: Question, waves: Sequence[Sequence[Given]]) -> list[Result]:
    """What each wave says to a question, in order of time."""
    return over_tables([table(question, answers) for answers in waves])


def over_tables(tables: Sequence[Table[str, Third]]) -> list[Result]:
    """The same of waves that are counted already."""
    shown = [one.shown() for one in tables]
    both = list(zip(tables, shown, strict=True))
    totals = _stepped([(one.count(one.rows, THIRDS), seen.total) for one, seen in both])
    thirds = {
        third: _stepped([(one.count(one.rows, [third]), seen.columns.get(third)) for one, seen in both]) for third in THIRDS
    }
    rows = {row: _stepped([(one.count([row], THIRDS), seen.rows.get(row)) for one, seen in both]) for row in _keys(tables)}
    cells = {
        cell: _stepped([(one.counts.get(cell, 0), seen.cells.get(cell)) for one, seen in both])
        for cell in itertools.product(_keys(tables), THIRDS)
    }
    return [
        Result(
            total=totals[place],
            thirds={third: thirds[third][place] for third in THIRDS},
            departments={row: rows[row][place] for row in one.rows},
            cells={(row, third): cells[row, third][place] for row in one.rows for third in THIRDS},
            most=_most(one, shown[place]),
        )
        for place, one in enumerate(tables)
    ]


def table(question: Question, answers: Sequence[Given]) -> Table[str, Third]:
    """People by department and by what they say."""
    counts = Counter((one.department, third_of(one.step, question.steps)) for one in answers)
    return Table(sorted({one.department for one in answers}), THIRDS, counts)


def _keys(tables: Sequence[Table[str, Third]]) -> list[str]:
    return sorted({row for one in tables for row in one.rows})


def _stepped(counts: Sequence[tuple[int, int | None]]) -> list[Figure]:
    """What is shown at each wave, of a number and what its own table shows of it: what a wave withholds is withheld, the rest moves by five
    or more. So does what was withheld from the first: one person more, and it would be known that it was four before, and what they said.
    """
    found: list[Figure] = []
    before: int | None = None
    for count, seen in counts:
        if seen is None or (before is None and abs(count - counts[0][0]) < FLOOR and found):
            found.append(Figure())
            continue
        now = privacy.step(before, seen)
        found.append(Figure(now, is_before=before is not None and now == before))
        before = now
    return found


def _most(table_: Table[str, Third], shown: Shown[str, Third]) -> bool | None:
    total = table_.count(table_.rows, THIRDS)
    if total < FLOOR or any(count is not None for count in shown.columns.values()):
        return None
    return privacy.share(table_.count(table_.rows, [Third.YES]), of=total).most


def middle(answers: Sequence[Given]) -> int | None:
    """The step in the middle, from five answers. Of an even number the lower one of two: half of both would say that exactly half of the
    people stand on either side.
    """
    return statistics.median_low([one.step for one in answers]) if len(answers) >= FLOOR else None


def safety(items: Mapping[int, Sequence[Given]]) -> float | None:
    """Psychological safety in one wave: the mean of the seven items, each by its mean, on steps from 1 to 7 and in halves, from five answers
    to each. Never below 2 or above 6: at the ends it would say what each of them answered.
    """
    if not items or any(len(answers) < FLOOR for answers in items.values()):
        return None
    mean = statistics.fmean(statistics.fmean(one.step for one in answers) for answers in items.values())
    return min(6.0, max(2.0, round(2 * mean) / 2))


def has_safety(asked: Sequence[Question]) -> bool:
    """Whether the seven are asked."""
    return any(question.kind is Kind.SAFETY for question in asked)
