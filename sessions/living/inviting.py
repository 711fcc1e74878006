"""Inviting on account of an audience, and letting go: the same for a session, a series and a course. The dates must be locked."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from database import db
from people.models import Person
from sessions import invitations, scheduling
from sessions.courses import members
from sessions.errors import NotInvited, WrongState
from sessions.invitations import CHUNK, Invited
from sessions.living import reasons, targets
from sessions.living.models import LivingAudience
from sessions.living.targets import Target
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession
from sessions.series import single_dates
from sessions.series.models import Series


def would_be_asked(target: Target, person_ids: Sequence[int], *, now: datetime) -> set[int]:
    """Of these people, whom an audience would ask now: not who is invited, was withdrawn by hand, or said no."""
    asked: set[int] = set()
    for chunk in invitations.chunks(person_ids, CHUNK):
        for _session, new in _new_at(target, targets.ahead(target, now=now), chunk):
            asked.update(new)
    return asked


def _new_at(
    target: Target, dates: Sequence[ScheduledSession], person_ids: Sequence[int]
) -> list[tuple[ScheduledSession, list[int]]]:
    """Who would be asked at each date; to a part of a course nobody who was turned away from others comes by an audience.

    Of a series also who has single dates of it, as a delegate has: they are asked about all of them.
    """
    if target.course_id is not None:
        away = reasons.turned_away(_objects_of(target.course_id), person_ids)
        person_ids = [id_ for id_ in person_ids if id_ not in away]
    return [(session, _new(session, person_ids)) for session in dates]


def _new(session: ScheduledSession, person_ids: Sequence[int]) -> list[int]:
    new = set(reasons.may_return(session.calendar_object_id, person_ids))
    if session.recurrence_id is not None:
        new |= single_dates.guests(session.calendar_object_id, person_ids)
    return [id_ for id_ in person_ids if id_ in new]


def _objects_of(course_id: int) -> list[int]:
    query = select(ScheduledSession.calendar_object_id).where(ScheduledSession.series_id == course_id)
    return list(db.session.scalars(query))


def invite(
    audience: LivingAudience, person_ids: Sequence[int], *, by: Person | None, now: datetime, own_wish: bool = True
) -> Invited:
    """These people are invited on its account to what lies ahead. Who is invited hears nothing; who was withdrawn by hand is left alone.

    `by` None: in the name of whoever opened the audience. `own_wish` as for `invitations.invite`: they came to it, nobody presses them.
    """
    target = targets.of(audience)
    dates = targets.ahead(target, now=now)
    asked, late = set[int](), 0
    for chunk in invitations.chunks(person_ids, CHUNK):
        for session, new in _new_at(target, dates, chunk):
            reasons.keep_as_by_hand(session.calendar_object_id, chunk)
            if new:
                speaker = by or _speaker(audience, session, new[0])
                late = max(late, invitations.invite(session.id, new, by=speaker, now=now, own_wish=own_wish).too_soon)
            reasons.add(audience, session.calendar_object_id, chunk)
            asked.update(new)
        if target.course_id is not None:
            members.enrol(db.session.get_one(Series, target.course_id), _invited(dates, chunk))
    return Invited(invited=len(asked), already_invited=len(person_ids) - len(asked), too_soon=late)


def _invited(dates: Sequence[ScheduledSession], person_ids: Sequence[int]) -> list[int]:
    """Of these people, who is invited to any of these dates."""
    query = select(Invitation.person_id).where(
        Invitation.calendar_object_id.in_([session.calendar_object_id for session in dates]),
        Invitation.person_id.in_(person_ids),
        Invitation.withdrawn_at.is_(None),
    )
    found = set(db.session.scalars(query))
    return [id_ for id_ in person_ids if id_ in found]


def let_go(audience: LivingAudience, person_ids: Sequence[int], *, by: Person | None, now: datetime) -> None:
    """Of these people, whoever is invited on its account alone is withdrawn, with a CANCEL for each date ahead.

    A course they are in no longer, unless by hand: then nothing of it rested on the audience alone.
    """
    target = targets.of(audience)
    dates = {one.calendar_object_id: one for one in targets.ahead(target, now=now, until_it_begins=True)}
    gone: set[int] = set()
    for chunk in invitations.chunks(person_ids, CHUNK):
        for object_id, person_id in reasons.end(audience, chunk, now=now):
            if session := dates.get(object_id):
                _withdraw(session.id, person_id, by=by or _speaker(audience, session, person_id), now=now)
                gone.add(person_id)
    if target.course_id is not None and gone:
        members.strike(db.session.get_one(Series, target.course_id), gone)


def _withdraw(session_id: int, person_id: int, *, by: Person, now: datetime) -> None:
    session = scheduling.lock(session_id)
    declined = _declined_all(session, person_id, now=now)
    try:
        invitations.withdraw(session_id, person_id, by=by, now=now, by_hand=declined)
    except (NotInvited, WrongState):
        return  # withdrawn by hand already, or over: there is nothing to take back


def _declined_all(session: ScheduledSession, person_id: int, *, now: datetime) -> bool:
    """Whether this person said no to every date ahead: a no is remembered when somebody leaves a group and comes back."""
    query = (
        select(Rsvp.answer)
        .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
        .where(ScheduledSession.calendar_object_id == session.calendar_object_id, Rsvp.person_id == person_id)
        .where(ScheduledSession.ends_at > now)
    )
    answers = set(db.session.scalars(query))
    return answers == {Answer.DECLINED}


def _speaker(audience: LivingAudience, session: ScheduledSession, person_id: int) -> Person:
    """Who opened the audience; who hosts, when they are gone; else whom it is about."""
    hosts = [host.person_id for host in session.hosts]
    found = (db.session.get(Person, id_) for id_ in (audience.ending_by_id, audience.created_by_id, *hosts) if id_)
    return next((person for person in found if person), None) or db.session.get_one(Person, person_id)
