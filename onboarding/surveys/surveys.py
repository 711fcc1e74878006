"""Surveys are made, started and ended; community managers do that."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from database import db
from onboarding.goals.models import Goal
from onboarding.surveys import audiences, questions, waves
from onboarding.surveys.errors import SurveyError, SurveyMissing
from onboarding.surveys.models import LONGEST_NAME, Audience, Measure, Survey, SurveyState, SurveyStop
from onboarding.surveys.questions import Wanted
from onboarding.voices import days
from people.models import Person
from people.plain_text import can_be_seen, one_line

SHORTEST_DAYS, LONGEST_DAYS, LONGEST_WEEKS = 3, 28, 52


@dataclass(frozen=True, slots=True)
class Asks:
    """Whom a survey asks. `number`: of the group, the session or the round."""

    audience: Audience = Audience.EVERYBODY
    department: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A survey as somebody would like it. `every_weeks` None: once."""

    name: str
    asks: Asks
    wanted: Wanted
    goal_id: int | None = None
    measures: Measure = Measure.NONE
    every_weeks: int | None = None
    days: int = 10


def make(plan: Plan, *, by: Person, now: datetime) -> Survey:
    """A draft, which asks nobody yet. Raises SurveyError naming the field."""
    survey = Survey(made_by_id=by.id, made_at=now, state=SurveyState.DRAFT)
    _write(survey, plan)
    db.session.add(survey)
    db.session.flush()
    return survey


def change(survey_id: int, plan: Plan) -> Survey:
    """The draft says this. Raises SurveyMissing, SurveyError naming the field; SurveyError once it has started."""
    survey = lock(survey_id)
    if not survey.is_draft:
        raise SurveyError("Its questions stay as they are once people were asked. End it and make another one.")
    _write(survey, plan)
    db.session.flush()
    return survey


def _write(survey: Survey, plan: Plan) -> None:
    name = one_line(plan.name)
    if not can_be_seen(name) or len(name) > LONGEST_NAME:
        raise SurveyError("Give it a name: a few words are enough.", field="name")
    if plan.every_weeks is not None and not 1 <= plan.every_weeks <= LONGEST_WEEKS:
        raise SurveyError("Choose how often it asks.", field="every_weeks")
    if not SHORTEST_DAYS <= plan.days <= LONGEST_DAYS:
        raise SurveyError("Choose for how long answers are taken.", field="days")
    if plan.every_weeks is not None and plan.days >= plan.every_weeks * 7:
        raise SurveyError("It would ask again before the last time is over.", field="days")
    _ask(survey, plan.asks)
    goal = db.session.get(Goal, plan.goal_id) if plan.goal_id is not None else None
    found = questions.made(_named(plan.wanted, audiences.name_of(survey), goal))
    if plan.measures is not Measure.NONE and (goal is None or not found[0].steps):
        raise SurveyError("Choose the goal that is measured, and a question with steps.", field="measures")
    if goal is not None:
        _guard_unit(plan.measures, goal, found[0].steps)
    survey.name, survey.goal_id, survey.measures = name, goal.id if goal else None, plan.measures
    survey.every_weeks, survey.days, survey.questions = plan.every_weeks, plan.days, questions.kept(found)


def _guard_unit(measures: Measure, goal: Goal, steps: int) -> None:
    """What is computed stands beside the goal's other measurements: 40 % is no measurement of a goal in days."""
    if measures is Measure.SHARE and goal.unit != "%":
        raise SurveyError("A share is in per cent: choose a goal whose unit is “%(unit)s”.", field="measures", unit="%")
    ends = [end for end in (goal.baseline, goal.target) if end is not None]
    if measures is Measure.MEDIAN and not all(1 <= end <= steps for end in ends):
        raise SurveyError("A step lies between 1 and %(steps)s: choose a goal whose baseline and target do so too.", field="measures", steps=steps)  # fmt: skip


def _named(wanted: Wanted, about: str, goal: Goal | None) -> Wanted:
    return Wanted(wanted.helped, about, goal.name if goal else "", wanted.safety, wanted.visible, wanted.own, wanted.comment)


def _ask(survey: Survey, asks: Asks) -> None:
    survey.audience, survey.department = asks.audience, asks.department if asks.audience is Audience.DEPARTMENT else ""
    survey.group_id = asks.number if asks.audience is Audience.GROUP else None
    survey.session_id = asks.number if asks.audience is Audience.SESSION else None
    survey.round_id = asks.number if asks.audience is Audience.ROUND else None
    if not audiences.can_be_named(survey):
        raise SurveyError("Choose whom it asks.", field="asks")


def start(survey_id: int, *, now: datetime) -> Survey:
    """Its first wave begins. Raises SurveyMissing, SurveyError for one that has started, TooFew."""
    survey = lock(survey_id)
    if not survey.is_draft:
        raise SurveyError("It has started already.")
    survey.state = SurveyState.RUNNING
    waves.open_next(survey, today=days.today(now))
    return survey


def end(survey_id: int) -> None:
    """It asks nobody again. A wave that is open can be answered until its last day. Raises SurveyMissing."""
    survey = lock(survey_id)
    survey.state, survey.next_on = SurveyState.ENDED, None
    db.session.flush()


def discard(survey_id: int) -> None:
    """The draft is gone. Raises SurveyMissing, SurveyError for one that asked somebody."""
    survey = lock(survey_id)
    if not survey.is_draft:
        raise SurveyError("People were asked, and may read what came of it. End it instead.")
    db.session.delete(survey)
    db.session.flush()


def stop_asking(survey_id: int, person: Person) -> None:
    """This survey asks this person no more. Raises SurveyMissing."""
    survey = lock(survey_id)
    if db.session.get(SurveyStop, (survey.id, person.id)) is None:
        db.session.add(SurveyStop(survey_id=survey.id, person_id=person.id))
        db.session.flush()


def ask_again(survey_id: int, person: Person) -> None:
    """It does ask them. Raises SurveyMissing."""
    stop = db.session.get(SurveyStop, (lock(survey_id).id, person.id))
    if stop is not None:
        db.session.delete(stop)
        db.session.flush()


def lock(survey_id: int) -> Survey:
    """Until the transaction ends, nobody else changes it. Raises SurveyMissing."""
    query = select(Survey).where(Survey.id == survey_id).with_for_update(of=Survey)
    survey = db.session.scalar(query.execution_options(populate_existing=True))
    if survey is None:
        raise SurveyMissing("There is no such survey.")
    return survey


def due_ids(today: date) -> list[int]:
    """Which surveys begin a wave today."""
    query = select(Survey.id).where(Survey.state == SurveyState.RUNNING, Survey.next_on <= today)
    return list(db.session.scalars(query.order_by(Survey.id)))
