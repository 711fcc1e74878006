"""A wave begins, and closes. What it was answered is read from then on, all at once, so that no answer is told by when it came."""

from collections import Counter
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from database import alone, db
from onboarding.surveys import audiences, measuring, rewriting
from onboarding.surveys.errors import TooFew
from onboarding.surveys.models import Survey, SurveyAnswer, SurveyAsked, SurveyState, SurveyWave, Told
from onboarding.voices import days
from people import blind_tokens
from people.privacy import FLOOR

LATER = timedelta(days=7)


def open_next(survey: Survey, *, today: date) -> SurveyWave:
    """Its next wave asks whoever belongs to it now. The row of the survey must be locked. Raises TooFew."""
    alone("surveys")  # two that begin at once would not see each other
    asked = list(db.session.scalars(audiences.people(survey)))
    audiences.guard(survey, asked, today=today)
    last = db.session.scalar(select(func.max(SurveyWave.number)).where(SurveyWave.survey_id == survey.id)) or 0
    wave = SurveyWave(
        survey_id=survey.id,
        number=last + 1,
        begins_on=today,
        closes_on=today + timedelta(days=survey.days - 1),
        asked=len(asked),
    )
    db.session.add(wave)
    db.session.flush()
    db.session.execute(insert(SurveyAsked), [{"wave_id": wave.id, "person_id": one, "told": Told.WAITS} for one in sorted(asked)])
    blind_tokens.open_purpose(wave.purpose)
    survey.next_on = today + timedelta(weeks=survey.every_weeks) if survey.every_weeks else None
    db.session.flush()
    return wave


def open_due(survey: Survey, *, now: datetime) -> bool:
    """Its next wave begins, if it is time; a week later where it would ask too few. The row of the survey must be locked."""
    today = days.today(now)
    if not survey.is_running or survey.next_on is None or survey.next_on > today:
        return False
    try:
        open_next(survey, today=today)
    except TooFew:
        survey.next_on = today + LATER
        db.session.flush()
        return False
    return True


def due_to_close(today: date) -> list[int]:
    """Waves that were to be answered until yesterday."""
    query = select(SurveyWave.id).where(~SurveyWave.closed, SurveyWave.closes_on < today)
    return list(db.session.scalars(query.order_by(SurveyWave.closes_on, SurveyWave.id)))


def close(wave_id: int, *, now: datetime) -> None:
    """Its answers are read from now on. Those of fewer than five people are gone for good, and so is what was not said by five of a
    department: that it was said there; of every department, where that would tell of a few beside another survey. A survey that asks once
    has ended.
    """
    query = select(SurveyWave).where(SurveyWave.id == wave_id).with_for_update(of=SurveyWave)
    wave = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if wave.closed or wave.closes_on >= days.today(now):
        return
    if wave.answered < FLOOR:
        db.session.execute(delete(SurveyAnswer).where(SurveyAnswer.wave_id == wave.id))
    _forget_small_departments(wave)
    rewriting.lie_anew(wave.id)
    wave = db.session.get_one(SurveyWave, wave_id)
    wave.closed = True
    survey = wave.survey
    if survey.is_running and survey.next_on is None:
        survey.state = SurveyState.ENDED
    db.session.flush()
    measuring.measure(wave, now=now)


def _forget_small_departments(wave: SurveyWave) -> None:
    """Of a department in which a question was answered by fewer than five, no answer says that it is of it."""
    rows = db.session.execute(
        select(SurveyAnswer.department, SurveyAnswer.question, func.count())
        .where(SurveyAnswer.wave_id == wave.id, SurveyAnswer.department != "")
        .group_by(SurveyAnswer.department, SurveyAnswer.question)
    )
    most: Counter[str] = Counter()
    for department, _question, number in rows:
        most[department] = max(most[department], number)
    told = len(most) > 0 and audiences.departments_tell(wave)
    few = [department for department, number in most.items() if told or number < FLOOR]
    db.session.execute(
        update(SurveyAnswer).where(SurveyAnswer.wave_id == wave.id, SurveyAnswer.department.in_(few)).values(department="")
    )
