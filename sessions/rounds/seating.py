"""Somebody comes into a group that is published, or leaves it: membership, invitation and seat follow by the rules they have anyway."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, func, select

from database import db
from networks import memberships
from networks.memberships import OWN_DECISIONS
from networks.models import Ending, Group, Membership, Origin
from people.models import Person
from sessions import invitations
from sessions.errors import NotInvited, WrongState
from sessions.models import Answer, ScheduledSession, Seat, SessionState, Via
from sessions.rounds.errors import RoundClosed
from sessions.rounds.models import RoundGroup, SignUp
from sessions.series import answers
from sessions.series import groups as circles_of_series
from sessions.series.models import Series, SeriesRsvp


def admit(row: RoundGroup, person: Person, *, now: datetime) -> None:
    """This person said yes: they belong to the group, are invited to its dates ahead, and have a seat or a place in line.

    Raises RoundClosed when the group does not meet any more, for who was removed from it, and what answering raises.
    """
    circle, session_id = db.session.get(Group, row.formed_group_id or 0), _session_ahead(row, now=now)
    if circle is None or circle.is_closed or row.series_id is None or session_id is None:
        raise RoundClosed("This group does not meet any more. We are sorry.")
    if _ending_in(circle, person) is Ending.REMOVED:  # an old page, or an old mail, is no way back in
        raise RoundClosed("You are in this group no more. Write to who looks after it if you would like to come back.")
    memberships.add(circle, [person.id], Origin.JOINED, by=person, now=now)
    if not _is_invited(row.series_id, person.id):  # nobody follows the group any more, or they were withdrawn
        invitations.invite(session_id, [person.id], by=person, now=now, own_wish=True)
    member = circles_of_series.answer_of(row.series_id, person.id)
    if member is None or member.answer is not Answer.ACCEPTED:  # or they said so in their calendar, which knows it
        answers.record_answer(row.series_id, person.id, Answer.ACCEPTED, via=Via.LINK, now=now)


def has_left(kept: SignUp) -> bool:
    """Whether this person was in the group of their place, and left it or was removed."""
    circle = db.session.get(Group, kept.group.formed_group_id or 0) if kept.group is not None else None
    return circle is not None and _ending_in(circle, kept.person) in OWN_DECISIONS


def _ending_in(circle: Group, person: Person) -> Ending | None:
    membership = memberships.of_person(circle, person)
    return membership.ending if membership is not None else None


def let_go(row: RoundGroup, person: Person, *, now: datetime) -> None:
    """This person is out of the group, the seat is free, and its dates ahead go from their calendar."""
    circle = db.session.get(Group, row.formed_group_id or 0)
    membership = memberships.of_person(circle, person) if circle is not None else None
    if circle is not None and membership is not None and membership.is_member:
        memberships.leave(circle.id, person, now=now)
    session_id = _session_ahead(row, now=now)
    if session_id is None or not _is_invited(row.series_id, person.id):
        return
    try:
        invitations.withdraw(session_id, person.id, by=person, now=now)
    except (NotInvited, WrongState):
        return  # there is nothing in their calendar to take back


def with_seats(kept: SignUp, rows: Collection[RoundGroup], *, now: datetime) -> set[int]:
    """Of these groups of a published round, those (ids) that still meet and have a seat, and that this person neither left nor was removed from."""
    series_ids = [row.series_id for row in rows if row.series_id is not None]
    query = select(ScheduledSession.series_id).where(
        ScheduledSession.series_id.in_(series_ids),
        ScheduledSession.state == SessionState.PUBLISHED,
        ScheduledSession.starts_at > now,
        (ScheduledSession.rsvp_until.is_(None)) | (ScheduledSession.rsvp_until > now),
    )
    meeting = set(db.session.scalars(query.distinct()))
    ended = select(Membership.group_id).where(Membership.person_id == kept.person_id, Membership.ending.in_(OWN_DECISIONS))
    left, free = set(db.session.scalars(ended)), _free_seats(series_ids)
    promised = _promised([row.id for row in rows])
    return {
        row.id
        for row in rows
        if row.series_id in meeting
        and row.formed_group_id is not None
        and row.formed_group_id not in left
        and free.get(row.series_id or 0, 1) > promised.get(row.id, 0)
    }


def _free_seats(series_ids: Collection[int]) -> dict[int, int]:
    """How many seats each series has left; a series without a limit is left out. Two queries."""
    seated = select(SeriesRsvp.series_id, func.count()).where(
        SeriesRsvp.series_id.in_(series_ids), SeriesRsvp.seat == Seat.SEATED
    )
    taken = dict(db.session.execute(seated.group_by(SeriesRsvp.series_id)).all())
    query = select(Series.id, Series.group_capacity).where(Series.id.in_(series_ids), Series.group_capacity.is_not(None))
    return {id_: capacity - taken.get(id_, 0) for id_, capacity in db.session.execute(query) if capacity is not None}


def _promised(group_ids: Collection[int]) -> dict[int, int]:
    """How many people of each group have no seat yet and may still say yes: not who has left the organisation."""
    answered = select(SeriesRsvp.id).where(
        SeriesRsvp.series_id == RoundGroup.series_id,
        SeriesRsvp.person_id == SignUp.person_id,
        SeriesRsvp.answer != Answer.NEEDS_ACTION,
    )
    query = select(RoundGroup.id, func.count()).select_from(SignUp).join(RoundGroup, RoundGroup.id == SignUp.group_id)
    query = (
        query.join(SignUp.person).where(Person.active, SignUp.group_id.in_(group_ids), ~answered.exists()).group_by(RoundGroup.id)
    )
    return dict(db.session.execute(query).all())


def _is_invited(series_id: int | None, person_id: int) -> bool:
    member = circles_of_series.answer_of(series_id or 0, person_id)
    return member is not None and member.invitation is not None and member.invitation.withdrawn_at is None


def next_date(row: RoundGroup, *, now: datetime) -> datetime | None:
    """When a group that exists meets next; None before it exists, and after its last date."""
    return db.session.scalar(_ahead(row, now=now).with_only_columns(ScheduledSession.starts_at))


def _session_ahead(row: RoundGroup, *, now: datetime) -> int | None:
    return db.session.scalar(_ahead(row, now=now))


def _ahead(row: RoundGroup, *, now: datetime) -> Select[int]:
    query = select(ScheduledSession.id).where(
        ScheduledSession.series_id == (row.series_id or 0),  # before it exists: a bare None would find every single session
        ScheduledSession.state == SessionState.PUBLISHED,
        ScheduledSession.starts_at > now,
    )
    return query.order_by(ScheduledSession.starts_at).limit(1)
