"""Reads for the pages of courses: the parts, one person's row of them, who said yes to how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from database import db
from people.models import Person
from sessions.courses import answers, members, places
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, SessionState
from sessions.queries_mine import MySession
from sessions.series.models import Series


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the course, and how many parts they said yes to."""

    person: Person
    yes: int


def dates_of(course: Series) -> list[ScheduledSession]:
    """The parts in their order, with their hosts. Two queries."""
    return dates_of_each([course])[course.id]


def dates_of_each(courses: Sequence[Series]) -> dict[int, list[ScheduledSession]]:
    """The same of several courses, by course. Two queries."""
    found: dict[int, list[ScheduledSession]] = {course.id: [] for course in courses}
    query = select(ScheduledSession).where(ScheduledSession.series_id.in_(found))
    for session in db.session.scalars(query.order_by(ScheduledSession.part, ScheduledSession.id)).unique():
        found[session.series_id or 0].append(session)
    return found


def row_of(person: Person, dates: Sequence[ScheduledSession]) -> list[MySession]:
    """One person's own parts, in their order. A constant number of queries."""
    mine = answers.rsvps_of([one.id for one in dates], person.id)
    places_ = _places([rsvp for rsvp in mine.values() if rsvp.seat is Seat.WAITING])
    return [MySession(one, mine[one.id], places_.get(one.id), one.is_hosted_by(person)) for one in dates if one.id in mine]


def _places(waiting: Sequence[Rsvp]) -> dict[int, int]:
    """The place in line by session."""
    query = select(Rsvp.session_id, Rsvp.waiting_number).where(Rsvp.seat == Seat.WAITING)
    lines = db.session.execute(query.where(Rsvp.session_id.in_([rsvp.session_id for rsvp in waiting]))).all() if waiting else []
    return {
        rsvp.session_id: sum(id_ == rsvp.session_id and (number or 0) <= (rsvp.waiting_number or 0) for id_, number in lines)
        for rsvp in waiting
    }


def ahead(row: Sequence[MySession], now: datetime) -> list[MySession]:
    """Those that take place and have not begun."""
    return [item for item in row if item.session.is_published and item.session.starts_at > now]


def members_of(course: Series) -> list[Member]:
    """Everybody in the course in order of name, with the parts they said yes to here or in a parallel group. Two queries."""
    people = members.people_of(course)
    ids = [one.id for one in places.groups_of(course)]
    query = (
        select(Rsvp.person_id, func.count(func.distinct(ScheduledSession.part)))
        .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .where(ScheduledSession.series_id.in_(ids), ScheduledSession.state != SessionState.CANCELLED)
        .where(Rsvp.answer == Answer.ACCEPTED, Invitation.withdrawn_at.is_(None))
        .group_by(Rsvp.person_id)
    )
    yes = dict(db.session.execute(query).all())
    return [Member(person, yes.get(person.id, 0)) for person in people]
