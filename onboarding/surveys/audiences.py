"""Whom a survey asks, and when that is too few, or nearly the same people as another one with the same question."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, select

from database import db
from networks.models import Group, Membership, MembershipState
from onboarding.surveys import questions
from onboarding.surveys.errors import TooFew
from onboarding.surveys.models import Audience, Survey, SurveyAsked, SurveyStop, SurveyWave
from people.models import Person
from people.privacy import FLOOR
from sessions.models import ScheduledSession
from sessions.models_attendance import Attendance, Presence
from sessions.rounds.models import Round, RoundGroup

APART = timedelta(days=180)  # a figure is remembered so long


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


def guard(survey: Survey, asked: Iterable[int], *, today: date) -> None:
    """Raises TooFew for fewer than five people, and where another survey has asked the same question of all but a few of them: what both
    say would tell of those few. Waves of one survey are read in steps of five instead (`results.py`).
    """
    now_asked = set(asked)
    if len(now_asked) < FLOOR:
        raise TooFew("Fewer than five people are asked like this. Their answers could not be shown.")
    own = {question for question in questions.read(survey) if question.steps}
    recent = select(SurveyWave).where(SurveyWave.survey_id != survey.id, SurveyWave.begins_on > today - APART)
    for wave in db.session.scalars(recent.order_by(SurveyWave.id)):
        if own.isdisjoint(questions.read(wave.survey)):
            continue
        before = set(db.session.scalars(select(SurveyAsked.person_id).where(SurveyAsked.wave_id == wave.id)))
        if _tells(now_asked, before):
            raise TooFew(
                "“%(other)s” asked the same of nearly the same people. Read together, both would tell what a few of them said.",
                other=wave.survey.name,
            )


def _tells(one: set[int], other: set[int]) -> bool:
    """Whether they differ, and by fewer than five people on either side."""
    return one != other and len(one - other) < FLOOR and len(other - one) < FLOOR
