"""One next step for each person after a date: a session they are asked to that has seats, or else an example of somebody alike, or else
somebody who answers questions.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, contains_eager, lazyload

from database import db
from people.models import Person
from sessions.examples import Example
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, SessionState
from sessions.series.models import Series, SeriesRsvp


@dataclass(frozen=True, slots=True)
class Offer:
    """One of the three; none where nobody hosts the date any more."""

    rsvp: Rsvp | None = None  # of the session that is offered
    host: Person | None = None
    example: Example | None = None


def of(session: ScheduledSession, rsvp: Rsvp | None, example: Example | None = None) -> Offer:
    """What is offered after this date to somebody for whom `next_sessions` and `examples.for_people` found these."""
    if rsvp is not None or example is not None:
        return Offer(rsvp=rsvp) if rsvp is not None else Offer(example=example)
    return Offer(host=next((host.person for host in session.hosts if host.person.active), None))


def next_sessions(person_ids: Collection[int], *, now: datetime) -> dict[int, Rsvp]:
    """The next session with seats that each of these people is invited to and has not answered, by person id. One query."""
    taken = aliased(Rsvp)
    seated = select(func.count()).where(taken.session_id == ScheduledSession.id, taken.seat == Seat.SEATED)
    in_group = select(func.count()).where(SeriesRsvp.series_id == Series.id, SeriesRsvp.seat == Seat.SEATED)
    query = (
        select(Rsvp)
        .join(Rsvp.session)
        .join(Rsvp.invitation)
        .outerjoin(Series, Series.id == ScheduledSession.series_id)
        .options(contains_eager(Rsvp.session).options(lazyload(ScheduledSession.hosts)), contains_eager(Rsvp.invitation))
        .where(Rsvp.person_id.in_(person_ids), Rsvp.answer == Answer.NEEDS_ACTION, Invitation.withdrawn_at.is_(None))
        .where(ScheduledSession.state == SessionState.PUBLISHED)
        .where(func.coalesce(ScheduledSession.rsvp_until, ScheduledSession.starts_at) > now)
        .where(or_(ScheduledSession.capacity.is_(None), seated.scalar_subquery() < ScheduledSession.capacity))
        .where(
            or_(
                Series.id.is_(None),
                ~Series.keeps_group,
                Series.group_capacity.is_(None),
                in_group.scalar_subquery() < Series.group_capacity,
            )
        )
        .order_by(ScheduledSession.starts_at, Rsvp.id)
    )
    found: dict[int, Rsvp] = {}
    for rsvp in db.session.scalars(query).unique():
        found.setdefault(rsvp.person_id, rsvp)
    return found
