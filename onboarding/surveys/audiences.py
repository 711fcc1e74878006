"""Whom a survey asks, and when that is too few, or nearly the same people as another one with the same question."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, select

from database import db
from networks.models import Group, Membership, MembershipState, Visibility
from onboarding.surveys import nearness, questions
from onboarding.surveys.errors import TooFew
from onboarding.surveys.models import Audience, Survey, SurveyAnswer, SurveyAsked, SurveyStop, SurveyWave
from onboarding.surveys.nearness import Crowd
from people.models import Person
from people.privacy import FLOOR
from sessions.models import ScheduledSession
from sessions.models_attendance import Attendance, Presence
from sessions.rounds.models import Round, RoundGroup

APART = timedelta(days=180)  # a figure is remembered so long
MOST_PEOPLE = 10**9  # whom a wave asks


def people(survey: Survey) -> Select[int]:
    """The numbers of the people it asks now."""
    query = select(Person.id).where(Person.active, ~_stopped(survey))
    if survey.audience is Audience.DEPARTMENT:
        return query.where(Person.department == survey.department)
    if survey.audience is Audience.GROUP:
        members = select(Membership.person_id).where(
            Membership.group_id == survey.group_id, Membership.state == MembershipState.MEMBER
        )
        return query.where(Person.id.in_(members))
    if survey.audience in {Audience.SESSION, Audience.ROUND}:
        return query.where(Person.id.in_(_who_came(survey)))
    return query


def _stopped(survey: Survey) -> ColumnElement[bool]:
    return exists().where(SurveyStop.survey_id == survey.id, SurveyStop.person_id == Person.id)


def _who_came(survey: Survey) -> Select[int]:
    came = select(Attendance.person_id).where(Attendance.presence == Presence.HERE)
    if survey.audience is Audience.SESSION:
        return came.where(Attendance.session_id == survey.session_id)
    series = select(RoundGroup.series_id).where(RoundGroup.round_id == survey.round_id)
    dates = select(ScheduledSession.id).where(ScheduledSession.series_id.in_(series))
    return came.where(Attendance.session_id.in_(dates))


def count(survey: Survey) -> int:
    """How many it asks now."""
    return db.session.scalar(select(func.count()).select_from(people(survey).subquery())) or 0


def name_of(survey: Survey) -> str:
    """The name of the group, the session, the round or the department; "" for everybody, and for what is gone."""
    if survey.audience is Audience.DEPARTMENT:
        return survey.department
    if survey.audience is Audience.GROUP:
        return db.session.scalar(select(Group.name).where(Group.id == survey.group_id)) or ""
    if survey.audience is Audience.SESSION:
        return db.session.scalar(select(ScheduledSession.title).where(ScheduledSession.id == survey.session_id)) or ""
    if survey.audience is Audience.ROUND:
        return db.session.scalar(select(Round.title).where(Round.id == survey.round_id)) or ""
    return ""


def can_be_named(survey: Survey) -> bool:
    """Whether every colleague may read whom it asks: a group that is not listed does not exist for who does not belong to it."""
    if survey.audience is Audience.GROUP:
        group = db.session.get(Group, survey.group_id) if survey.group_id is not None else None
        return group is not None and group.visibility is Visibility.LISTED
    return survey.audience is Audience.EVERYBODY or name_of(survey) != ""


def guard(survey: Survey, asked: Iterable[int], *, today: date) -> None:
    """Raises TooFew for fewer than five people, and where others have asked the same question of all but a few of them, or of people who
    together are: what all of it says would tell of those few. Waves of one survey are read in steps of five instead (`results.py`).
    """
    now_asked = frozenset(asked)
    if len(now_asked) < FLOOR:
        raise TooFew("Fewer than five people are asked like this. Their answers could not be shown.")
    before = _asking_the_same(survey, today - APART, today)
    for wave in before:
        if nearness.differ_by_few(now_asked, _crowd(wave).people):
            raise TooFew(
                "“%(other)s” asked the same of nearly the same people. Read together, both would tell what a few of them said.",
                other=wave.survey.name,
            )
    if nearness.tells(now_asked, _last_of_each(before)):
        raise TooFew(
            "Others asked the same of people who are partly these. Read together, all of it would tell what a few of them said. Ask it in the survey that asked before, or wait half a year."
        )


def departments_tell(wave: SurveyWave) -> bool:
    """Whether figures by department would tell of a few, beside what other surveys asked of the same people."""
    others = _asking_the_same(wave.survey, wave.begins_on - APART, wave.begins_on + APART)
    return nearness.departments_tell(_crowd(wave), _last_of_each(others))


def _asking_the_same(survey: Survey, after: date, until: date) -> list[SurveyWave]:
    """Waves of other surveys that have a question in common with this one, in the order in which they began."""
    own = {question for question in questions.read(survey) if question.steps}
    recent = select(SurveyWave).where(
        SurveyWave.survey_id != survey.id, SurveyWave.begins_on > after, SurveyWave.begins_on <= until
    )
    found = db.session.scalars(recent.order_by(SurveyWave.id)).unique()
    return [wave for wave in found if not own.isdisjoint(questions.read(wave.survey))]


def _last_of_each(waves: Iterable[SurveyWave]) -> list[Crowd]:
    return [_crowd(wave) for wave in {wave.survey_id: wave for wave in waves}.values()]


def _crowd(wave: SurveyWave) -> Crowd:
    """Whom it asked; by department, where that may stand beside answers. Whoever was erased since is still in its figures: somebody (a number
    below nought) whom no other survey asked.
    """
    rows = db.session.execute(
        select(SurveyAsked.person_id, Person.department)
        .join(Person, Person.id == SurveyAsked.person_id)
        .where(SurveyAsked.wave_id == wave.id)
    ).all()
    departments: dict[str, set[int]] = {}
    for number, department in rows if _has_departments(wave) else ():
        departments.setdefault(department, set()).add(number)
    erased = range(wave.asked - len(rows))
    return Crowd(
        frozenset([*(number for number, _department in rows), *(-(wave.id * MOST_PEOPLE + one + 1) for one in erased)]),
        {name: frozenset(people) for name, people in departments.items() if name and len(people) >= FLOOR},
    )


def _has_departments(wave: SurveyWave) -> bool:
    said = exists().where(SurveyAnswer.wave_id == wave.id, SurveyAnswer.department != "")
    return wave.survey.department == "" and (not wave.closed or bool(db.session.scalar(select(said))))
