"""Reads for the pages of surveys. What is shown of answers went through `results.py`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload

from database import db
from networks.models import Group, Membership, MembershipState, Visibility
from onboarding.goals.models import Goal, GoalState
from onboarding.surveys import questions, results
from onboarding.surveys.models import (
    Audience,
    Survey,
    SurveyAnswer,
    SurveyAsked,
    SurveyState,
    SurveyStop,
    SurveyWave,
)
from onboarding.surveys.questions import Kind, Question
from onboarding.surveys.results import Given, Result
from people import blind_tokens, privacy
from people.models import Person
from sessions.models import ScheduledSession, SessionState
from sessions.models_attendance import Attendance, Presence
from sessions.rounds.models import Round, RoundState

LONGEST_LIST = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was answered to one question, by wave; `comments`: by wave as well, of a question that takes words."""

    question: Question
    results: Sequence[Result]
    comments: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A wave that asks somebody. `had_token`: they opened its page; whether they answered nobody knows."""

    wave: SurveyWave
    had_token: bool


def one(survey_id: int) -> Survey | None:
    """The survey, with its goal."""
    return db.session.scalar(select(Survey).options(joinedload(Survey.goal)).where(Survey.id == survey_id))


def waiting(person: Person, *, today: date) -> list[Waiting]:
    """What asks this person now, what closes first first; not what they stopped."""
    stopped = exists().where(SurveyStop.survey_id == SurveyWave.survey_id, SurveyStop.person_id == person.id)
    query = (
        select(SurveyWave)
        .join(SurveyAsked, SurveyAsked.wave_id == SurveyWave.id)
        .where(SurveyAsked.person_id == person.id, ~SurveyWave.closed, SurveyWave.closes_on >= today, ~stopped)
    )
    found = db.session.scalars(query.order_by(SurveyWave.closes_on, SurveyWave.id)).unique().all()
    granted = set(blind_tokens.granted_to(person)) if found else set()
    return [Waiting(wave, wave.purpose in granted) for wave in found]


def readable(person: Person) -> Sequence[Survey]:
    """Surveys whose results this person may read, the newest first: of all for community managers, otherwise what asked everybody, or them."""
    query = select(Survey).options(joinedload(Survey.goal)).order_by(Survey.made_at.desc(), Survey.id.desc())
    if not person.may_manage:
        query = query.where(Survey.state != SurveyState.DRAFT, or_(Survey.audience == Audience.EVERYBODY, _asked(person)))
    return db.session.scalars(query.limit(LONGEST_LIST)).all()


def may_read(survey: Survey, person: Person) -> bool:
    """Whether this person reads its results."""
    if person.may_manage:
        return True
    if survey.is_draft:
        return False
    return survey.audience is Audience.EVERYBODY or bool(db.session.scalar(select(_asked(person)).where(Survey.id == survey.id)))


def around(goal_id: int, reader: Person) -> list[tuple[Survey, date, bool]]:
    """Surveys that serve the goal and have begun to ask, when they did, and whether this reader reads what they say. Two queries."""
    first = select(func.min(SurveyWave.begins_on)).where(SurveyWave.survey_id == Survey.id).scalar_subquery()
    found = db.session.execute(select(Survey, first).where(Survey.goal_id == goal_id, first.is_not(None))).unique().all()
    seen = {survey.id for survey in readable(reader)} if found else set()
    return [(survey, on, survey.id in seen) for survey, on in found]


def _asked(person: Person) -> ColumnElement[bool]:
    return exists().where(
        SurveyWave.survey_id == Survey.id, SurveyAsked.wave_id == SurveyWave.id, SurveyAsked.person_id == person.id
    )


def stopped(person: Person) -> Sequence[Survey]:
    """What asks this person no more, by their press."""
    query = select(Survey).join(SurveyStop, SurveyStop.survey_id == Survey.id).where(SurveyStop.person_id == person.id)
    return db.session.scalars(query.order_by(Survey.name, Survey.id)).all()


def asked_of(person: Person) -> Sequence[SurveyWave]:
    """Waves that asked this person; for that person only."""
    query = select(SurveyWave).join(SurveyAsked, SurveyAsked.wave_id == SurveyWave.id)
    return db.session.scalars(query.where(SurveyAsked.person_id == person.id).order_by(SurveyWave.id)).unique().all()


def closed(survey: Survey) -> Sequence[SurveyWave]:
    """Its waves that are read, in order of time."""
    query = select(SurveyWave).where(SurveyWave.survey_id == survey.id, SurveyWave.closed)
    return db.session.scalars(query.order_by(SurveyWave.number)).unique().all()


def open_wave(survey: Survey) -> SurveyWave | None:
    """The wave that takes answers."""
    query = select(SurveyWave).where(SurveyWave.survey_id == survey.id, ~SurveyWave.closed)
    return db.session.scalars(query.order_by(SurveyWave.number.desc())).unique().first()


def outcomes(survey: Survey) -> list[Outcome]:
    """What was answered, by question and wave, as far as it may be said. A constant number of queries."""
    waves = [wave.id for wave in closed(survey)]
    steps, words = given(waves), _written(waves)
    return [
        Outcome(
            question,
            results.over_waves(question, [steps.get((wave, place), []) for wave in waves]) if question.steps else [],
            [] if question.steps else [privacy.comments(words.get((wave, place), [])) for wave in waves],
        )
        for place, question in enumerate(questions.read(survey))
    ]


def safety(survey: Survey) -> list[float | None]:
    """Psychological safety by wave; None where it is withheld."""
    waves = [wave.id for wave in closed(survey)]
    steps = given(waves)
    items = [place for place, question in enumerate(questions.read(survey)) if question.kind is Kind.SAFETY]
    return [results.safety({place: steps.get((wave, place), []) for place in items}) for wave in waves]


def given(wave_ids: Sequence[int]) -> Mapping[tuple[int, int], list[Given]]:
    """Scored answers with steps, by wave and place of the question. One query; nothing here may be shown as it is."""
    found: dict[tuple[int, int], list[Given]] = {}
    asked = {
        wave.id: questions.read(wave.survey)
        for wave in db.session.scalars(select(SurveyWave).where(SurveyWave.id.in_(wave_ids))).unique()
    }
    query = select(SurveyAnswer).where(SurveyAnswer.wave_id.in_(wave_ids), SurveyAnswer.step.is_not(None))
    for row in db.session.scalars(query):
        question = asked[row.wave_id][row.question]
        found.setdefault((row.wave_id, row.question), []).append(Given(question.scored(row.step or 0), row.department))
    return found


def _written(wave_ids: Sequence[int]) -> Mapping[tuple[int, int], list[str]]:
    found: dict[tuple[int, int], list[str]] = {}
    query = select(SurveyAnswer).where(SurveyAnswer.wave_id.in_(wave_ids), SurveyAnswer.words != "")
    for row in db.session.scalars(query):
        found.setdefault((row.wave_id, row.question), []).append(row.words)
    return found


def departments() -> Sequence[str]:
    """Those of five people or more, by name."""
    query = select(Person.department).where(Person.active, Person.department != "").group_by(Person.department)
    return db.session.scalars(query.having(func.count() >= privacy.FLOOR).order_by(Person.department).limit(LONGEST_LIST)).all()


def groups() -> list[tuple[int, str]]:
    """Groups of five people or more, by name: those that every colleague may know of, as results and sentences name them."""
    query = (
        select(Group.id, Group.name)
        .join(Membership, Membership.group_id == Group.id)
        .where(Group.closed_at.is_(None), Group.visibility == Visibility.LISTED, Membership.state == MembershipState.MEMBER)
        .group_by(Group.id, Group.name)
        .having(func.count() >= privacy.FLOOR)
    )
    return [(number, name) for number, name in db.session.execute(query.order_by(Group.name, Group.id).limit(LONGEST_LIST))]


def sessions() -> list[tuple[int, str]]:
    """Dates to which five people or more came, the latest first."""
    query = (
        select(ScheduledSession.id, ScheduledSession.title)
        .join(Attendance, Attendance.session_id == ScheduledSession.id)
        .where(ScheduledSession.state == SessionState.PUBLISHED, Attendance.presence == Presence.HERE)
        .group_by(ScheduledSession.id, ScheduledSession.title, ScheduledSession.starts_at)
        .having(func.count() >= privacy.FLOOR)
        .order_by(ScheduledSession.starts_at.desc(), ScheduledSession.id)
    )
    return [(number, title) for number, title in db.session.execute(query.limit(50))]


def rounds() -> list[tuple[int, str]]:
    """Rounds whose groups exist, the latest first."""
    query = select(Round.id, Round.title).where(Round.state.in_([RoundState.PUBLISHED]))
    return [(number, title) for number, title in db.session.execute(query.order_by(Round.id.desc()).limit(50))]


def goals() -> Sequence[Goal]:
    """Goals that are not closed, those under way first."""
    query = select(Goal).where(Goal.state != GoalState.CLOSED).order_by(Goal.state != GoalState.UNDER_WAY, Goal.name, Goal.id)
    return db.session.scalars(query.limit(LONGEST_LIST)).all()
