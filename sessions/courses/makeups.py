"""Make-up dates: whoever misses a part is offered the same part in a parallel group, while there is a seat.

Missed is a part to which somebody says no, one that began without a seat for them, and one at which they were not ticked when its host
closed the check-in; not one they came to all the same. Nobody waits in line for a make-up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import false, func, or_, select

from database import db
from people.models import Person
from sessions import attendance, invitations, rsvps, scheduling, waitlist
from sessions.courses import answers, places
from sessions.courses.errors import SeatGone
from sessions.errors import SessionMissing
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, SessionState, Via
from sessions.models_attendance import Presence
from sessions.rsvps import Recorded
from sessions.series.models import Series, SeriesRsvp


@dataclass(frozen=True, slots=True)
class Offer:
    """A part that was missed, and when a parallel group has it."""

    missed: ScheduledSession
    session: ScheduledSession


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person stands in a course: how many of its parts take place, how many they said yes to, made-up ones among them.

    `offers` in order of part and start; `made_up` is the other group's date, by part.
    """

    parts: int
    yes: int
    offers: tuple[Offer, ...]
    made_up: Mapping[int, ScheduledSession]

    def offers_for(self, session: ScheduledSession) -> list[Offer]:
        return [offer for offer in self.offers if offer.missed.id == session.id]


def standing_in(course: Series, person_id: int, *, now: datetime, free_only: bool = True) -> Standing:
    """Where this person stands now. A constant number of queries. Without `free_only` full dates are among the offers."""
    sessions = _published([one.id for one in places.groups_of(course)])
    mine = answers.rsvps_of([one.id for one in sessions], person_id)
    own = [one for one in sessions if one.series_id == course.id]
    others = [one for one in sessions if one.series_id != course.id]
    made_up = {one.part: one for one in others if one.part and one.id in mine and _comes(mine[one.id])}
    yes = {one.part for one in own if one.id in mine and mine[one.id].answer is Answer.ACCEPTED} | made_up.keys()
    known = attendance.presences(person_id, [one.id for one in own])
    missed = {
        one.part: one
        for one in own
        if one.part not in made_up and one.id in mine and misses(mine[one.id], one, known.get(one.id), now)
    }
    found = [Offer(missed[one.part], one) for one in others if one.part in missed and _is_open_to(mine.get(one.id), one, now)]
    if found and places.membership(course, person_id) is None:
        found = []  # a guest at one part is offered nothing
    found = _without_clashes(found, person_id)
    if free_only:
        full = _full([offer.session for offer in found])
        found = [offer for offer in found if offer.session.id not in full]
    found.sort(key=lambda offer: (offer.missed.part or 0, offer.session.starts_at, offer.session.id))
    return Standing(len({one.part for one in own}), len(yes), tuple(found), made_up)


def misses(rsvp: Rsvp, session: ScheduledSession, presence: Presence | None, now: datetime) -> bool:
    """Said no, had no seat when it began, or was not ticked; who came has not missed it."""
    if presence in {Presence.HERE, Presence.MISSED}:
        return presence is Presence.MISSED
    return rsvp.answer is Answer.DECLINED or (session.starts_at <= now and rsvp.seat is not Seat.SEATED)


def _comes(rsvp: Rsvp) -> bool:
    return rsvp.answer is Answer.ACCEPTED or rsvp.seat is not Seat.NONE


def _is_open_to(rsvp: Rsvp | None, session: ScheduledSession, now: datetime) -> bool:
    """Who said no to the make-up as well is not asked again."""
    return now < session.answers_until and (rsvp is None or rsvp.answer is not Answer.DECLINED)


def _published(course_ids: Sequence[int]) -> list[ScheduledSession]:
    query = select(ScheduledSession).where(
        ScheduledSession.series_id.in_(course_ids), ScheduledSession.state == SessionState.PUBLISHED
    )
    return list(db.session.scalars(query.order_by(ScheduledSession.part, ScheduledSession.starts_at)).unique())


def _without_clashes(offers: list[Offer], person_id: int) -> list[Offer]:
    """Not at a time at which they said yes to something else."""
    if not offers:
        return []
    first, last = min(offer.session.starts_at for offer in offers), max(offer.session.ends_at for offer in offers)
    query = (
        select(ScheduledSession.starts_at, ScheduledSession.ends_at)
        .join(Rsvp, Rsvp.session_id == ScheduledSession.id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .where(Rsvp.person_id == person_id, Invitation.withdrawn_at.is_(None))
        .where((Rsvp.answer == Answer.ACCEPTED) | (Rsvp.seat != Seat.NONE), ScheduledSession.state == SessionState.PUBLISHED)
        .where(ScheduledSession.starts_at < last, ScheduledSession.ends_at > first)
    )
    taken = db.session.execute(query).all()
    return [
        offer
        for offer in offers
        if not any(starts_at < offer.session.ends_at and ends_at > offer.session.starts_at for starts_at, ends_at in taken)
    ]


def _full(sessions: Sequence[ScheduledSession]) -> set[int]:
    """Which of them have no free seat, or a line of people who come first."""
    limited = {one.id: one.capacity for one in sessions if one.capacity is not None}
    query = select(Rsvp.session_id, func.count()).where(Rsvp.session_id.in_(limited), Rsvp.seat != Seat.NONE)
    taken = dict(db.session.execute(query.group_by(Rsvp.session_id)).all()) if limited else {}
    return {id_ for id_, capacity in limited.items() if taken.get(id_, 0) >= capacity}


def take(session_id: int, person_id: int, *, via: Via, now: datetime) -> Recorded:
    """The person is invited to this date alone, has the seat and said yes. Raises SessionMissing when it is not offered, SeatGone."""
    session, home = _hold(session_id, person_id)
    offers = standing_in(home.series, person_id, now=now, free_only=False).offers if home else ()
    if session_id not in {offer.session.id for offer in offers}:
        raise SessionMissing("This date is not offered to you any more.")
    if not waitlist.has_free_seat(session) or _full([session]):
        raise SeatGone("That seat has just gone.")
    if session_id not in answers.rsvps_of([session_id], person_id):
        invitations.invite(session_id, [person_id], by=db.session.get_one(Person, person_id), now=now)
    return rsvps.record_answer(session_id, person_id, Answer.ACCEPTED, via=via, now=now)


def _hold(session_id: int, person_id: int) -> tuple[ScheduledSession, SeriesRsvp | None]:
    """The date and where the person takes part, held with every part of that course: somebody who takes a part in two groups at once,
    or says yes to their own meanwhile, comes one after the other. Raises SessionMissing.
    """
    wanted = db.session.get(ScheduledSession, session_id)
    place = places.place_of(wanted) if wanted else None
    home = places.home_of(place.course, person_id) if place else None
    of_home = ScheduledSession.series_id == home.series_id if home else false()
    ids = select(ScheduledSession.calendar_object_id).where(or_(of_home, ScheduledSession.id == session_id))
    scheduling.lock_dates(list(db.session.scalars(ids)))
    return scheduling.lock(session_id), home
