"""Reads for pages about mentorships. Everything here is for one of the two, but for `looking`, which community managers read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, selectinload

from champions.mentorships import pools
from champions.mentorships.models import Ask, AskState, Mentorship, MentorshipCheckIn, Outing, PairAnswer, Proposal
from champions.models import Ambassador
from champions.requests import Reason
from database import db
from paging import Page, paginate
from people.models import Person
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat, SessionState


@dataclass(frozen=True, slots=True)
class Asked:
    """What one of two is asked: about whom, why, and what they said so far. `wish` is the mentee's, for the ambassador's eyes."""

    proposal: Proposal
    other: Person
    is_mentee: bool
    said: PairAnswer
    wish: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Accompanied:
    """Somebody an ambassador accompanies. `contact_on`: the day of the last check-in, or on which it began."""

    mentorship: Mentorship
    contact_on: date


def asked(person_id: int, *, now: datetime) -> list[Asked]:
    """What this person is asked now, the oldest first. A constant number of queries."""
    theirs = or_(Proposal.mentee_id == person_id, (Proposal.ambassador_id == person_id) & Proposal.asked_at.is_not(None))
    query = select(Proposal).where(Proposal.closed_at.is_(None), Proposal.expires_at > now, theirs)
    return in_detail([(proposal, person_id) for proposal in db.session.scalars(query.order_by(Proposal.id))])


def in_detail(sides: Sequence[tuple[Proposal, int]]) -> list[Asked]:
    """Each proposal as this one of its two sees it. Two queries."""
    query = select(Ask).where(Ask.person_id.in_({proposal.mentee_id for proposal, _person_id in sides}))
    asks = {ask.person_id: ask for ask in db.session.scalars(query)}
    ambassadors = people_of([proposal.ambassador_id for proposal, _person_id in sides])
    found = []
    for proposal, person_id in sides:
        ask, ambassador = asks.get(proposal.mentee_id), ambassadors.get(proposal.ambassador_id)
        is_mentee = proposal.mentee_id == person_id
        other = proposal.ambassador if is_mentee else proposal.mentee
        why = pools.reasons(ask, ambassador) if ask and ambassador else ()
        found.append(Asked(proposal, other, is_mentee, proposal.answer_of(person_id), ask.wish if ask else "", why))
    return found


def begun_by(proposal: Proposal) -> Mentorship | None:
    """What came of it and goes on. Two yeses are not enough: one of them may have come when the two could not be brought together any more."""
    query = select(Mentorship).where(
        Mentorship.mentee_id == proposal.mentee_id,
        Mentorship.ambassador_id == proposal.ambassador_id,
        Mentorship.began_at == proposal.closed_at,
        Mentorship.ended_at.is_(None),
    )
    return db.session.scalars(query.limit(1)).first() if proposal.closed_at is not None else None


def goes_on_with(ended: Mentorship) -> str:
    """Who took over: another one of the mentee's that began at the moment in which this one ended. "" where nobody did."""
    query = select(Mentorship).where(Mentorship.mentee_id == ended.mentee_id, Mentorship.began_at == ended.ended_at)
    after = db.session.scalars(query.where(Mentorship.id != ended.id).limit(1)).first()
    return after.ambassador.name if after and after.ambassador else ""


def of_mentee(person_id: int) -> Sequence[Mentorship]:
    """Who accompanies them, and who did; the one that goes on first."""
    query = select(Mentorship).where(Mentorship.mentee_id == person_id)
    return db.session.scalars(query.order_by(Mentorship.ended_at.is_not(None), Mentorship.id.desc())).all()


def of_ambassador(person_id: int) -> list[Accompanied]:
    """Whom they accompany now: who meets next comes first, then whose last contact is longest ago."""
    return of_ambassadors([person_id])[person_id]


def ambassadors_of(person_ids: Collection[int]) -> dict[int, set[int]]:
    """Who accompanies each of these people, by number."""
    query = select(Mentorship.mentee_id, Mentorship.ambassador_id).where(
        Mentorship.mentee_id.in_(person_ids), Mentorship.ended_at.is_(None)
    )
    found: dict[int, set[int]] = {}
    for mentee_id, ambassador_id in db.session.execute(query):
        if ambassador_id is not None:  # erased meanwhile
            found.setdefault(mentee_id, set()).add(ambassador_id)
    return found


def of_ambassadors(person_ids: Sequence[int]) -> dict[int, list[Accompanied]]:
    """The same for each of these people. Two queries."""
    query = select(Mentorship).where(Mentorship.ambassador_id.in_(person_ids), Mentorship.ended_at.is_(None))
    goes_on = db.session.scalars(query.order_by(Mentorship.id)).all()
    latest = select(MentorshipCheckIn.mentorship_id, func.max(MentorshipCheckIn.met_on)).where(
        MentorshipCheckIn.mentorship_id.in_([one.id for one in goes_on])
    )
    contact: dict[int, date] = dict(db.session.execute(latest.group_by(MentorshipCheckIn.mentorship_id)).all())
    theirs: dict[int, list[Accompanied]] = {person_id: [] for person_id in person_ids}
    for one in sorted((Accompanied(it, contact.get(it.id) or it.began_at.date()) for it in goes_on), key=_what_comes_first):
        theirs[one.mentorship.ambassador_id or 0].append(one)
    return theirs


def _what_comes_first(one: Accompanied) -> tuple[bool, float, date]:
    at = one.mentorship.next_meeting_at
    return at is None, at.timestamp() if at else 0.0, one.contact_on


def ended_of(person_id: int) -> Sequence[Mentorship]:
    """Whom an ambassador accompanied before, latest first, as far as they have not deleted it."""
    query = select(Mentorship).where(Mentorship.ambassador_id == person_id, Mentorship.ended_at.is_not(None))
    return db.session.scalars(query.order_by(Mentorship.ended_at.desc(), Mentorship.id.desc()).limit(50)).all()


def in_full(mentorship_id: int) -> Mentorship:
    """One record with its check-ins, newest first. `records.read` says to whom."""
    query = select(Mentorship).where(Mentorship.id == mentorship_id).options(selectinload(Mentorship.check_ins))
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def looking(number: int) -> Page[Ask]:
    """Who looks for an ambassador, longest first, for community managers: not what they wrote."""
    query = select(Ask).join(Person, Person.id == Ask.person_id).where(Ask.state == AskState.LOOKING, Person.active)
    return paginate(query.order_by(Ask.asked_at, Ask.id), number)


def people_of(ids: Sequence[int]) -> dict[int, Ambassador]:
    """These ambassadors, by their person."""
    query = select(Ambassador).where(Ambassador.person_id.in_(ids))
    return {ambassador.person_id: ambassador for ambassador in db.session.scalars(query)}


@dataclass(frozen=True, slots=True)
class Together:
    """A session that one of the two would go to with the other. `mine`: the reader asked. `seat`: the reader's, once both said yes."""

    outing: Outing
    mine: bool
    seat: Seat | None


def outings(mentorship: Mentorship, person: Person, *, now: datetime) -> list[Together]:
    """What is ahead, soonest first. Two queries."""
    other_id = mentorship.ambassador_id if person.id == mentorship.mentee_id else mentorship.mentee_id
    query = select(Outing).join(ScheduledSession, ScheduledSession.id == Outing.session_id)
    query = query.where(
        Outing.mentorship_id == mentorship.id, ScheduledSession.state == SessionState.PUBLISHED, ScheduledSession.ends_at > now
    )
    found = db.session.scalars(query.order_by(ScheduledSession.starts_at, Outing.id)).unique().all()
    beside = aliased(Rsvp)  # an ambassador may go there with somebody else whom they accompany
    mine = select(Rsvp.session_id, Rsvp.seat).join(beside, beside.id == Rsvp.comes_with_id)
    mine = mine.where(
        Rsvp.person_id == person.id, Rsvp.session_id.in_([one.session_id for one in found]), beside.person_id == other_id
    )
    seats: dict[int, Seat] = dict(db.session.execute(mine).all())
    return [Together(one, one.asked_by_id == person.id, seats.get(one.session_id)) for one in found]


def sessions_to_share(person: Person, asked_already: Collection[int], *, now: datetime) -> Sequence[ScheduledSession]:
    """What this person is invited to and has not said no to, that can still be answered; soonest first. Not `asked_already`."""
    until = func.coalesce(ScheduledSession.rsvp_until, ScheduledSession.starts_at)
    query = (
        select(ScheduledSession)
        .join(Rsvp, Rsvp.session_id == ScheduledSession.id)
        .join(Invitation, Invitation.id == Rsvp.invitation_id)
        .where(Rsvp.person_id == person.id, Rsvp.answer != Answer.DECLINED, Invitation.withdrawn_at.is_(None))
        .where(ScheduledSession.state == SessionState.PUBLISHED, until > now, ScheduledSession.starts_at > now)
        .where(ScheduledSession.id.not_in(asked_already))
    )
    return db.session.scalars(query.order_by(ScheduledSession.starts_at).limit(20)).unique().all()
