"""Who sits at a single date in a seat of the group that is somebody else's: of a series where the same people stay together.

The seat of the group stays the delegator's; the delegate sits in it on that date. A seat is never used twice on one date: whoever sits
there in no seat of the group any more (its owner comes after all, or is not invited any more) takes up a free one of that date.
Expects the calendar object to be locked, as `groups` does.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from database import db
from people.models import Person
from sessions.models import Delegation, Invitation, Rsvp, ScheduledSession, Seat, SessionState
from sessions.series.models import Series, SeriesDelegation, SeriesRsvp

Dated = tuple[int, int]  # the ids of a date and of a person


@dataclass(frozen=True, slots=True)
class Group:
    """Who has which seat in the group, by person id; who comes in whose place, all along and at single dates; who sits where."""

    seats: dict[int, Seat]
    delegates: dict[int, int]
    senders: dict[Dated, int]
    sitting: frozenset[Dated]

    def owner(self, session_id: int, person_id: int) -> int | None:
        """Whose seat or place in line in the group this person has on that date, other than their own; None: nobody's."""
        seen, here = {person_id}, self.senders.get((session_id, person_id))
        while here is not None and here not in seen:
            if self._lets_sit(session_id, here):
                return here
            seen.add(here)
            here = self.senders.get((session_id, here))
        delegate = self.delegates.get(
            person_id
        )  # has the seat all along in this person's place, and may have given this date back
        return delegate if delegate is not None and self._lets_sit(session_id, delegate) else None

    def _lets_sit(self, session_id: int, person_id: int) -> bool:
        return self.seats.get(person_id, Seat.NONE) is not Seat.NONE and (session_id, person_id) not in self.sitting

    def beside(self, session_id: int) -> int:
        """How many sit on that date in no seat of the group."""
        used: set[int] = set()
        count = 0
        for at, person_id in sorted(self.sitting):
            if at != session_id or self.seats.get(person_id) is Seat.SEATED:
                continue
            owner = self.owner(at, person_id)
            if owner is None or owner in used or self.seats[owner] is not Seat.SEATED:
                count += 1
            else:
                used.add(owner)
        return count

    @property
    def seats_taken(self) -> int:
        return sum(seat is Seat.SEATED for seat in self.seats.values())


def place_of_owner(series: Series, rsvp: Rsvp) -> Seat:
    """What whoever lets this person sit in their seat on this date has in the group: a seat, or a place in line."""
    group = group_of(series, {rsvp.session_id})
    owner = group.owner(rsvp.session_id, rsvp.person_id)
    return group.seats[owner] if owner is not None else Seat.NONE


def has_room(series: Series, rsvp: Rsvp) -> bool:
    """Whether this person can sit on this date, in a seat of the group or beside it, and no seat is used twice."""
    if series.group_capacity is None:
        return True
    db.session.flush()
    own = select(SeriesRsvp.person_id).where(SeriesRsvp.series_id == series.id, SeriesRsvp.seat == Seat.SEATED)
    strange = or_(Rsvp.person_id.not_in(own), Rsvp.id == rsvp.id)
    here = select(Rsvp.id).where(Rsvp.session_id == rsvp.session_id, strange, or_(Rsvp.seat == Seat.SEATED, Rsvp.id == rsvp.id))
    is_member = select(own.where(SeriesRsvp.person_id == rsvp.person_id).exists())
    if set(db.session.scalars(here)) == {rsvp.id} and db.session.scalar(is_member):
        return True
    group = group_of(series, {rsvp.session_id})
    group = replace(group, sitting=group.sitting | {(rsvp.session_id, rsvp.person_id)})
    return group.seats_taken + group.beside(rsvp.session_id) <= series.group_capacity


def beside_the_group(series: Series, *, now: datetime) -> Counter[int]:
    """How many sit in no seat of the group, by date ahead; dates where nobody does are left out. One query where nobody does."""
    own = select(SeriesRsvp.person_id).where(SeriesRsvp.series_id == series.id, SeriesRsvp.seat == Seat.SEATED)
    others = select(Rsvp.session_id).join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
    others = others.where(*_ahead(series, now), Rsvp.seat == Seat.SEATED, Rsvp.person_id.not_in(own)).distinct()
    ids = set(db.session.scalars(others))
    if not ids:
        return Counter()
    group = group_of(series, ids)
    return +Counter({id_: group.beside(id_) for id_ in ids})


def group_of(series: Series, session_ids: Collection[int]) -> Group:
    """The group as it is at these dates. Four queries."""
    db.session.flush()
    seats = dict(db.session.execute(select(SeriesRsvp.person_id, SeriesRsvp.seat).where(SeriesRsvp.series_id == series.id)).all())
    sitting = select(Rsvp.session_id, Rsvp.person_id).where(Rsvp.session_id.in_(session_ids), Rsvp.seat == Seat.SEATED)
    return Group(
        seats=seats,
        delegates=_delegates(series),
        senders=_senders(session_ids),
        sitting=frozenset((session_id, person_id) for session_id, person_id in db.session.execute(sitting)),
    )


def _delegates(series: Series) -> dict[int, int]:
    delegator, delegate = aliased(SeriesRsvp), aliased(SeriesRsvp)
    query = (
        select(delegator.person_id, delegate.person_id)
        .join_from(SeriesDelegation, delegator, delegator.id == SeriesDelegation.delegator_id)
        .join(delegate, delegate.id == SeriesDelegation.delegate_id)
        .where(delegator.series_id == series.id)
    )
    return dict(db.session.execute(query).all())


def _senders(session_ids: Collection[int]) -> dict[Dated, int]:
    delegator, delegate = aliased(Rsvp), aliased(Rsvp)
    query = (
        select(delegate.session_id, delegate.person_id, delegator.person_id)
        .join_from(Delegation, delegator, delegator.id == Delegation.delegator_rsvp_id)
        .join(delegate, delegate.id == Delegation.delegate_rsvp_id)
        .where(delegator.session_id.in_(session_ids), Delegation.ended_at.is_(None))
        .order_by(Delegation.id)
    )
    return {(session_id, person_id): sender for session_id, person_id, sender in db.session.execute(query)}


def parties(member_ids: Collection[int]) -> tuple[dict[int, Person], dict[int, Person]]:
    """Of these answers for all of it: who comes instead, and in whose place this person comes; each by the answer's id. One query."""
    query = select(SeriesDelegation).where(
        or_(SeriesDelegation.delegator_id.in_(member_ids), SeriesDelegation.delegate_id.in_(member_ids))
    )
    open_ = [one for one in db.session.scalars(query) if one.delegate.invitation and not one.delegate.invitation.withdrawn_at]
    return {one.delegator_id: one.delegate.person for one in open_}, {one.delegate_id: one.delegator.person for one in open_}


def who_send_somebody(series: Series, *, now: datetime) -> Iterable[int]:
    """Who lets somebody else sit in their seat on a date ahead: their seat in the group is used."""
    delegator, delegate = aliased(Rsvp), aliased(Rsvp)
    query = (
        select(delegator.person_id)
        .join_from(Delegation, delegator, delegator.id == Delegation.delegator_rsvp_id)
        .join(delegate, delegate.id == Delegation.delegate_rsvp_id)
        .join(Invitation, Invitation.id == delegate.invitation_id)
        .join(ScheduledSession, ScheduledSession.id == delegator.session_id)
        .where(*_ahead(series, now), Delegation.ended_at.is_(None), Invitation.withdrawn_at.is_(None))
    )
    return set(db.session.scalars(query))


def waiting_for_a_date(series: Series, *, now: datetime) -> list[Rsvp]:
    """Who waits at a date ahead without a place in the group's line, in order of their place there. One query."""
    in_line = select(SeriesRsvp.person_id).where(SeriesRsvp.series_id == series.id, SeriesRsvp.seat == Seat.WAITING)
    query = (
        select(Rsvp)
        .join(ScheduledSession, ScheduledSession.id == Rsvp.session_id)
        .where(*_ahead(series, now), Rsvp.seat == Seat.WAITING, Rsvp.person_id.not_in(in_line))
        .order_by(Rsvp.waiting_number, Rsvp.id)
    )
    return list(db.session.scalars(query))


def _ahead(series: Series, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        ScheduledSession.series_id == series.id,
        ScheduledSession.starts_at > now,
        ScheduledSession.state == SessionState.PUBLISHED,
    )
