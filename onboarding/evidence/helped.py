"""How many say that something helped them with a goal: from what surveys show, never from what they hold back.

Of the surveys that asked it for a goal, the wave that closed last counts. Everything said here is computed from figures that the page of
the survey shows too, so that the two beside each other tell nothing more (promise 3).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from database import db
from onboarding.evidence.claims import Helped
from onboarding.surveys import questions, results
from onboarding.surveys.models import Survey, SurveyAnswer, SurveyWave
from onboarding.surveys.questions import Kind, Question
from onboarding.surveys.results import THIRDS, Figure, Result, Third
from people.privacy import FLOOR, Table


@dataclass(frozen=True, slots=True)
class Reported:
    """What was asked, of which survey, until when; `helped`: as far as it may be said."""

    question: Question
    survey_id: int
    closed_on: date
    helped: Helped | None


def reported(goal_ids: Collection[int]) -> dict[int, Reported]:
    """Of each goal that was asked about. A constant number of queries."""
    query = select(SurveyWave).join(Survey).where(Survey.goal_id.in_(goal_ids), SurveyWave.closed)
    by_survey: dict[int, list[SurveyWave]] = {}
    for wave in db.session.scalars(query.order_by(SurveyWave.number)).unique():
        by_survey.setdefault(wave.survey_id, []).append(wave)
    asking = {number: waves for number, waves in by_survey.items() if _place(waves[0].survey) is not None}
    last: dict[int, list[SurveyWave]] = {}
    for waves in sorted(asking.values(), key=lambda waves: (waves[-1].closes_on, waves[-1].id)):
        last[waves[0].survey.goal_id or 0] = waves
    steps = _steps([wave.id for waves in last.values() for wave in waves])
    return {goal_id: _reported(waves, steps) for goal_id, waves in last.items()}


def _place(survey: Survey) -> int | None:
    kinds = [question.kind for question in questions.read(survey)]
    return kinds.index(Kind.HELPED) if Kind.HELPED in kinds else None


def _steps(wave_ids: Collection[int]) -> Mapping[tuple[int, int], Counter[tuple[str, int]]]:
    """How many gave each step, by wave and place of the question, then by department. Nothing here may be shown as it is."""
    found: dict[tuple[int, int], Counter[tuple[str, int]]] = {}
    columns = (SurveyAnswer.wave_id, SurveyAnswer.question, SurveyAnswer.department, SurveyAnswer.step)
    query = select(*columns, func.count()).where(SurveyAnswer.wave_id.in_(wave_ids), SurveyAnswer.step.is_not(None))
    for wave, place, department, step, count in db.session.execute(query.group_by(*columns)):
        found.setdefault((wave, place), Counter())[department, step or 0] += count
    return found


def _reported(waves: Iterable[SurveyWave], steps: Mapping[tuple[int, int], Counter[tuple[str, int]]]) -> Reported:
    every = list(waves)
    survey, place = every[-1].survey, _place(every[-1].survey) or 0
    question = questions.read(survey)[place]
    tables = [_table(question, steps.get((wave.id, place), Counter())) for wave in every]
    return Reported(question, survey.id, every[-1].closes_on, known(results.over_tables(tables)[-1]))


def _table(question: Question, counts: Counter[tuple[str, int]]) -> Table[str, Third]:
    cells: Counter[tuple[str, Third]] = Counter()
    for (department, step), count in counts.items():
        cells[department, results.third_of(question.scored(step), question.steps)] += count
    return Table(sorted({department for department, _step in counts}), THIRDS, cells)


def known(result: Result) -> Helped | None:
    """The figures that are shown, as an answer out of all; where only the half is known, just so many as say as much."""
    total, yes = result.total, result.thirds[Third.YES]
    if total.count is None:
        return None
    if yes.count is not None:
        return _surely(yes.count, total.count, _between(yes), _between(total))
    if result.most is None:
        return None
    off = _between(total)[1] - total.count
    return Helped(total.count // 2 + 1 if result.most else 0, total.count, off)


def _surely(yes: int, total: int, of_yes: tuple[int, int], of_total: tuple[int, int]) -> Helped | None:
    """What holds wherever the two numbers lie now; nothing where both would be possible, more than half and not."""
    off = of_total[1] - total
    if 2 * of_yes[0] > of_total[1]:
        return Helped(min(of_yes[0], of_total[0]), total, off)
    return Helped(yes, total, off) if 2 * of_yes[1] <= of_total[0] else None


def _between(figure: Figure) -> tuple[int, int]:
    """The least and the most that it can be now: one that stands as before may have moved by four."""
    count, moved = figure.count or 0, FLOOR - 1 if figure.is_before else 0
    return count - moved, count + moved
