"""The facts that people, groups and sessions hold."""

from collections.abc import Collection

from sqlalchemy import exists, or_, select

from database import db
from networks.models import Membership, MembershipState
from onboarding.facts import Lookup
from people.models import Person
from sessions.models import ScheduledSession, SessionKind
from sessions.models_attendance import Attendance, Presence
from sessions.series.models import Series


def profile_filled(person_ids: Collection[int]) -> set[int]:
    """Who can be found by what they do: department, function and place of work are known."""
    query = select(Person.id).where(
        Person.id.in_(person_ids), Person.department != "", Person.function != "", Person.location != ""
    )
    return set(db.session.scalars(query))


def in_a_group(person_ids: Collection[int]) -> set[int]:
    """Who belongs to a group."""
    belongs = exists().where(Membership.person_id == Person.id, Membership.state == MembershipState.MEMBER)
    return set(db.session.scalars(select(Person.id).where(Person.id.in_(person_ids), belongs)))


def attended(kind: SessionKind | None = None, format_key: str = "") -> Lookup:
    """Who was at a session of this kind, or planned from this format."""

    def lookup(person_ids: Collection[int]) -> set[int]:
        query = (
            select(Attendance.person_id)
            .join(ScheduledSession, ScheduledSession.id == Attendance.session_id)
            .where(Attendance.person_id.in_(person_ids), Attendance.presence == Presence.HERE)
            .distinct()
        )
        if kind is not None:
            query = query.where(ScheduledSession.kind == kind)
        if format_key:
            query = query.outerjoin(Series, Series.id == ScheduledSession.series_id)
            query = query.where(or_(ScheduledSession.format_key == format_key, Series.format_key == format_key))
        return set(db.session.scalars(query))

    return lookup
