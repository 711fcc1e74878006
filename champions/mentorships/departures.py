"""Somebody takes a rest, stops, leaves the company or is erased: whom they accompany is never left without a word."""

from datetime import datetime

from sqlalchemy import or_, select

from champions.errors import NotPossible, WrongStanding
from champions.mentorships import answering, asking, pools, proposals, records, weekly
from champions.mentorships.models import Mentorship, Proposal
from champions.requests import NOT_ALLOWED
from database import db
from people.models import Person


def hand_over(mentorship_id: int, to_id: int, *, by: Person, now: datetime) -> Proposal:
    """The ambassador thinks of another one for this mentee, who is asked first; until both say yes everything stays as it is.

    Raises NotPossible, in the same words whatever the reason; MentorshipMissing, WrongStanding.
    """
    mentorship = records.read(mentorship_id, by)
    if mentorship.ambassador_id != by.id or not mentorship.goes_on:
        raise WrongStanding("Only who accompanies somebody can hand over.")
    asking.lock_people([mentorship.mentee_id, to_id])
    found = pools.pool(mentee_ids=[mentorship.mentee_id], ambassador_ids=[to_id], with_accompanied=True, now=now)
    if to_id == by.id or found.fit(mentorship.mentee_id, to_id) == NOT_ALLOWED or found.being_asked:
        raise NotPossible("That does not work out now. Think of somebody else, or try again in a week.")
    return proposals.propose_handover(mentorship.mentee_id, to_id, by=by, now=now)


def ambassador_stops(person_id: int, *, now: datetime) -> int:
    """They accompany nobody any more. Each mentee hears it and is asked whether they would like another. Returns how many."""
    answering.set_aside(person_id)
    weekly.stop(person_id)
    goes_on = Mentorship.ambassador_id == person_id, Mentorship.ended_at.is_(None)
    asking.lock_people(db.session.scalars(select(Mentorship.mentee_id).where(*goes_on)).all())
    # Read anew: a handover may have begun while we waited for its mentee, who then is not left by anybody.
    query = select(Mentorship).where(*goes_on).order_by(Mentorship.id)
    stopped = db.session.scalars(query.execution_options(populate_existing=True)).all()
    for mentorship in stopped:
        records.close(mentorship, by_mentee=False, now=now)
    return len(stopped)


def person_goes(person: Person, *, now: datetime) -> None:
    """They are not here any more: they look for nobody, accompany nobody, and nobody is asked about them."""
    ambassador_stops(person.id, now=now)
    query = select(Mentorship).where(Mentorship.mentee_id == person.id, Mentorship.ended_at.is_(None))
    for mentorship in db.session.scalars(query):
        records.close(mentorship, by_mentee=True, now=now)
    ask = asking.of(person.id)
    if ask is not None:
        db.session.delete(ask)
        db.session.flush()
    both = or_(Proposal.mentee_id == person.id, Proposal.ambassador_id == person.id)
    for proposal in db.session.scalars(select(Proposal).where(Proposal.closed_at.is_(None), both)):
        proposals.close(proposal, but=person.id, now=now)
