"""Who takes part in a course: invited to every part ahead, or to none of them any more."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select

from database import db
from people.models import Person
from sessions import invitations
from sessions.courses import places, plans
from sessions.errors import NotInvited, WrongState
from sessions.invitations import CHUNK, Invited
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, SessionState
from sessions.series.models import Series, SeriesRsvp


def invite(course_id: int, person_ids: Sequence[int], *, by: Person, now: datetime) -> Invited:
    """Everybody named is on the list, and invited to every part that can still be answered: who joins late begins with the next.

    Who is invited already hears nothing again; inactive and unknown people are left out. Raises WrongState when the course is
    cancelled, or no part can be answered any more, or all of them were invited again lately.
    """
    course, dates = plans.lock(course_id)
    if course.state is SessionState.CANCELLED:
        raise WrongState("This course was cancelled: nobody can be invited to it.")
    ahead = plans.answerable(dates, now=now)
    if not ahead:
        raise WrongState("No part of this course can be answered any more: it is too late to invite.")
    wanted = list(dict.fromkeys(person_ids))
    asked = [invitations.invite(session.id, wanted, by=by, now=now) for session in ahead]
    fresh = enrol(course, wanted)
    return Invited(fresh, len(wanted) - fresh, max(one.too_soon for one in asked))


def enrol(course: Series, person_ids: Sequence[int]) -> int:
    """These people are in the course, but for those who have left the organisation; returns for how many that is new. It must be locked."""
    enrolled = 0
    for start in range(0, len(person_ids), CHUNK):
        chunk = person_ids[start : start + CHUNK]
        query = select(SeriesRsvp.person_id).where(SeriesRsvp.series_id == course.id, SeriesRsvp.person_id.in_(chunk))
        known = set(db.session.scalars(query))
        fresh = _active([id_ for id_ in chunk if id_ not in known])
        rows = [
            {"series_id": course.id, "person_id": id_, "answer": Answer.NEEDS_ACTION, "seat": Seat.NONE, "comment": ""}
            for id_ in fresh
        ]
        if rows:
            db.session.execute(insert(SeriesRsvp), rows)
        enrolled += len(rows)
    return enrolled


def strike(course: Series, person_ids: Collection[int]) -> None:
    """These people are not in the course any more; what they did at its parts stands."""
    db.session.execute(delete(SeriesRsvp).where(SeriesRsvp.series_id == course.id, SeriesRsvp.person_id.in_(person_ids)))


def _active(person_ids: Sequence[int]) -> list[int]:
    found: set[int] = set()
    for start in range(0, len(person_ids), CHUNK):
        chunk = person_ids[start : start + CHUNK]
        found.update(db.session.scalars(select(Person.id).where(Person.id.in_(chunk), Person.active)))
    return [id_ for id_ in person_ids if id_ in found]


def withdraw(course_id: int, person_id: int, *, by: Person, now: datetime) -> None:
    """This person is not invited to any part ahead any more; each leaves their calendar. What they did at past parts stands.

    Raises NotInvited.
    """
    course, dates = plans.lock(course_id)
    ahead = [session for session in dates if session.state is not SessionState.CANCELLED and not session.is_over(now)]
    invited = _invited_to([session.id for session in ahead], person_id)
    if not invited and places.membership(course, person_id) is None:
        raise NotInvited("This person is not invited.")
    for session in ahead:
        if session.id in invited:
            invitations.withdraw(session.id, person_id, by=by, now=now)
    strike(course, [person_id])


def _invited_to(session_ids: Sequence[int], person_id: int) -> set[int]:
    query = select(Rsvp.session_id).join(Invitation, Invitation.id == Rsvp.invitation_id)
    query = query.where(Rsvp.session_id.in_(session_ids), Rsvp.person_id == person_id, Invitation.withdrawn_at.is_(None))
    return set(db.session.scalars(query))


def ids_of(course: Series) -> set[int]:
    """Everybody who was invited to the course, by number."""
    return set(db.session.scalars(select(SeriesRsvp.person_id).where(SeriesRsvp.series_id == course.id)))


def people_of(course: Series) -> list[Person]:
    """Everybody in the course who is still here, in order of name."""
    query = select(Person).join(SeriesRsvp, SeriesRsvp.person_id == Person.id)
    return list(
        db.session.scalars(query.where(SeriesRsvp.series_id == course.id, Person.active).order_by(Person.name, Person.id))
    )


def is_invited(course: Series, person_id: int) -> bool:
    """Whether this person is in the course, or a guest at one of its parts."""
    if places.membership(course, person_id) is not None:
        return True
    parts = select(ScheduledSession.id).where(ScheduledSession.series_id == course.id)
    return bool(_invited_to(list(db.session.scalars(parts)), person_id))
