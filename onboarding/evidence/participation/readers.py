"""Whether the first layer is worth something: what readers answer to "was it useful?", in a survey of everybody (`onboarding.surveys`).

The answers of a wave are read once, when it is closed, and what may be said of them is kept as ready figures.
"""

from sqlalchemy import exists, select

from database import db
from onboarding.evidence.participation.models import ParticipationReaders
from onboarding.surveys import queries, questions
from onboarding.surveys.models import Audience, Survey, SurveyWave
from onboarding.surveys.results import Result, Third


def asks_readers(survey: Survey) -> int | None:
    """The place of the statement among the questions of a survey; None where it is not asked."""
    return next((place for place, one in enumerate(questions.read(survey)) if one.asks_readers), None)


def remember() -> int:
    """Every closed wave that asked everybody the statement has its ready figures; how many are new. A constant number of queries where
    nothing closed.
    """
    known = exists().where(ParticipationReaders.wave_id == SurveyWave.id)
    query = select(SurveyWave).join(SurveyWave.survey).where(SurveyWave.closed, ~known, Survey.audience == Audience.EVERYBODY)
    fresh = [wave for wave in db.session.scalars(query.order_by(SurveyWave.id)).unique() if asks_readers(wave.survey) is not None]
    for wave in fresh:
        survey = db.session.get_one(Survey, wave.survey_id)
        outcome = queries.outcomes(survey)[asks_readers(survey) or 0]
        number = next(index for index, one in enumerate(queries.closed(survey)) if one.id == wave.id)
        db.session.add(_row(wave, outcome.results[number]))
    db.session.flush()
    return len(fresh)


def _row(wave: SurveyWave, result: Result) -> ParticipationReaders:
    yes, between, no = (result.thirds[third].count for third in (Third.YES, Third.BETWEEN, Third.NO))
    return ParticipationReaders(
        wave_id=wave.id, closes_on=wave.closes_on, total=result.total.count, yes=yes, between=between, no=no, most=result.most
    )
