"""What an audience is invited to: a session or all dates of a series, which share one calendar object, or a course, whose parts have their own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased

from database import db
from sessions import scheduling
from sessions.courses import plans
from sessions.errors import SessionMissing
from sessions.living.models import LivingAudience
from sessions.models import ScheduledSession, SessionState
from sessions.series.models import Series


@dataclass(frozen=True, slots=True)
class Target:
    """One of the two; the other is None."""

    calendar_object_id: int | None = None
    course_id: int | None = None

    @property
    def is_mine(self) -> ColumnElement[bool]:
        """Which audiences are its."""
        if self.course_id is not None:
            return LivingAudience.course_id == self.course_id
        return LivingAudience.calendar_object_id == self.calendar_object_id

    @property
    def has(self) -> ColumnElement[bool]:
        """Which dates are its."""
        if self.course_id is not None:
            return ScheduledSession.series_id == self.course_id
        return ScheduledSession.calendar_object_id == self.calendar_object_id


def of_session(session: ScheduledSession) -> Target:
    """The session, or its series. Of a part of a course that part alone."""
    return Target(calendar_object_id=session.calendar_object_id)


def of_session_numbered(session_id: int) -> Target:
    """The same by number. Raises SessionMissing."""
    session = db.session.get(ScheduledSession, session_id)
    if session is None:
        raise SessionMissing("There is no such session.")
    return of_session(session)


def of_course(course: Series) -> Target:
    return Target(course_id=course.id)


def of(audience: LivingAudience) -> Target:
    return Target(audience.calendar_object_id, audience.course_id)


def lock(target: Target) -> None:
    """Its dates are held until the transaction ends."""
    if target.course_id is not None:
        plans.lock(target.course_id)
    else:
        scheduling.lock_dates([target.calendar_object_id or 0])


def lock_all(audiences: Sequence[LivingAudience]) -> None:
    """The dates of all of them are held, in an order that is everybody's: no two wait for each other."""
    objects = {one.calendar_object_id for one in audiences if one.calendar_object_id is not None}
    courses = {one.course_id for one in audiences if one.course_id is not None}
    if courses:
        parts = select(ScheduledSession.calendar_object_id).where(ScheduledSession.series_id.in_(courses))
        objects.update(db.session.scalars(parts))
    scheduling.lock_dates(objects)


def ahead(target: Target, *, now: datetime, until_it_begins: bool = False) -> list[ScheduledSession]:
    """What can still be answered: of a series the next date, which stands for all; of a course each part.

    `until_it_begins`: also after the last day to answer. Who goes is told of it as long as the date stands in their calendar.
    """
    query = select(ScheduledSession).where(
        target.has, ScheduledSession.state != SessionState.CANCELLED, ScheduledSession.starts_at > now
    )
    rows = db.session.scalars(query.order_by(ScheduledSession.starts_at, ScheduledSession.id)).unique()
    found = [one for one in rows if until_it_begins or now < one.answers_until]
    return found if target.course_id is not None else found[:1]


def lies_ahead(*, now: datetime) -> ColumnElement[bool]:
    """Whether anything of what an audience is invited to has yet to begin."""
    return _ahead_of_audience(now).exists()


def next_of(audience_ids: Collection[int], *, now: datetime) -> dict[int, ScheduledSession]:
    """The next date of each of these audiences that has one yet to begin, by audience. One query."""
    dates = _ahead_of_audience(now).order_by(ScheduledSession.starts_at, ScheduledSession.id).limit(1)
    first = dates.correlate(LivingAudience).scalar_subquery()
    date = aliased(ScheduledSession)
    query = select(LivingAudience.id, date).join(date, date.id == first).where(LivingAudience.id.in_(audience_ids))
    return dict(db.session.execute(query).unique().all())


def _ahead_of_audience(now: datetime) -> Select[int]:
    return select(ScheduledSession.id).where(
        or_(
            ScheduledSession.calendar_object_id == LivingAudience.calendar_object_id,
            ScheduledSession.series_id == LivingAudience.course_id,
        ),
        ScheduledSession.state != SessionState.CANCELLED,
        ScheduledSession.starts_at > now,
    )


def followed_by(group_id: int, *, now: datetime) -> list[LivingAudience]:
    """What a group is invited to and that lies ahead."""
    query = select(LivingAudience).where(LivingAudience.group_id == group_id, LivingAudience.ending_at.is_(None))
    return list(db.session.scalars(query.where(lies_ahead(now=now)).order_by(LivingAudience.id)).unique())
