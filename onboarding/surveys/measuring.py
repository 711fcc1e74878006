"""A wave that closes becomes a measurement of the goal it serves, as far as it may be shown."""

from datetime import datetime

from database import db
from onboarding.errors import OnboardingError
from onboarding.goals import measurements
from onboarding.goals.models import Source
from onboarding.surveys import queries, results
from onboarding.surveys.models import Measure, Survey, SurveyWave


def measure(wave: SurveyWave, *, now: datetime) -> bool:
    """The goal has this wave's figure on its last day; False where it is withheld or stands as before (it was not counted anew then), where
    the goal takes none, or has one of that day.
    """
    survey = db.session.get_one(Survey, wave.survey_id)
    if survey.goal_id is None or survey.measures is Measure.NONE:
        return False
    value, note = _value(survey, wave)
    there = measurements.of_day(survey.goal_id, wave.closes_on)
    if value is None or (there is not None and there.source is not Source.SURVEY):
        return False
    try:
        measurements.enter(
            survey.goal_id, wave.closes_on, value, by=None, now=now, note=note, source=Source.SURVEY, source_number=survey.id
        )
    except OnboardingError:  # closed, or gone: its series ends before this
        return False
    return True


def _value(survey: Survey, wave: SurveyWave) -> tuple[float | None, str]:
    """The figure of the first question, and of how many people, as shown."""
    number = next(index for index, one in enumerate(queries.closed(survey)) if one.id == wave.id)
    result = queries.outcomes(survey)[0].results[number]
    sign = "≈" if result.is_before or result.total.is_before else "="  # a number that stands as before may have moved by four
    note = f"{survey.name}, n {sign} {result.total.count}" if result.total.count else survey.name
    if survey.measures is Measure.SHARE:
        return result.measured, note
    return results.middle(queries.given([wave.id]).get((wave.id, 0), []) if result.total.count else []), note
