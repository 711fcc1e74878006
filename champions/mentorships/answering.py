"""Saying yes or no to a proposed pair. Nothing begins until both say yes; a no needs no reason and is shown to nobody."""

from datetime import datetime

from sqlalchemy import func, select

from champions.errors import NotPossible, ProposalOver
from champions.mentorships import asking, meetings, notices, pools, proposals
from champions.mentorships.models import AskState, Mentorship, Origin, PairAnswer, Proposal
from champions.models import Ambassador, Standing
from database import db


def answer(proposal_id: int, person_id: int, *, yes: bool, now: datetime) -> Mentorship | None:
    """This one of the two says so. Until the proposal is over they can change it. Returns the mentorship if it begins by that.

    Raises ProposalOver; NotPossible for an ambassador who takes nobody more by now, which is nothing new to them.
    """
    proposal = proposals.locked(proposal_id, of=person_id)
    is_mentee = person_id == proposal.mentee_id
    if not proposal.is_open(now) or (proposal.asked_at is None and not is_mentee):
        raise ProposalOver("This question is not open any more. Nothing is expected of you.")
    said = PairAnswer.YES if yes else PairAnswer.NO
    if is_mentee:
        proposal.mentee_answer = said
        _ask_next(proposal, now=now)
    else:
        if yes and not _takes_one_more(proposal.ambassador_id):
            raise NotPossible("You take nobody more now, by what you said yourself. Change that on your page first.")
        proposal.ambassador_answer = said
    db.session.flush()
    return _begun(proposal, now=now) if proposal.is_agreed and _is_possible(proposal) else None


def set_aside(person_id: int) -> None:
    """This ambassador takes nobody new: everything they are asked about counts as a no. For the others nothing shows."""
    query = select(Proposal).where(Proposal.ambassador_id == person_id, Proposal.closed_at.is_(None))
    for proposal in db.session.scalars(query.execution_options(populate_existing=True)):
        proposal.ambassador_answer = PairAnswer.NO
    db.session.flush()


def _ask_next(proposal: Proposal, *, now: datetime) -> None:
    """A handover: once the mentee likes it, the new ambassador is asked, with as much time as anybody."""
    if proposal.origin is Origin.HANDOVER and proposal.asked_at is None and proposal.mentee_answer is PairAnswer.YES:
        proposal.asked_at, proposal.expires_at = now, now + proposals.OPEN_FOR
        notices.asked([(proposal, proposal.ambassador)], now=now)


def _takes_one_more(ambassador_id: int) -> bool:
    query = select(Ambassador).where(Ambassador.person_id == ambassador_id).execution_options(populate_existing=True)
    ambassador = db.session.scalar(query)
    if ambassador is None or ambassador.standing is not Standing.ACTIVE:
        return False
    goes_on = select(func.count()).select_from(Mentorship)
    goes_on = goes_on.where(Mentorship.ambassador_id == ambassador_id, Mentorship.ended_at.is_(None))
    return (db.session.scalar(goes_on) or 0) < ambassador.capacity


def _is_possible(proposal: Proposal) -> bool:
    """Whether the hard rules still hold: much can happen in a week. If not, it expires as if nobody had answered."""
    ask = asking.of(proposal.mentee_id)
    if ask is None or (ask.state is AskState.ACCOMPANIED and proposal.origin is not Origin.HANDOVER):
        return False
    kept_apart = pools.are_apart(proposal.mentee_id, proposal.ambassador_id)
    return _takes_one_more(proposal.ambassador_id) and not kept_apart and proposal.mentee.active and proposal.ambassador.active


def _begun(proposal: Proposal, *, now: datetime) -> Mentorship:
    """It begins, with the wish of the mentee; what else is open about them is over."""
    ask = asking.of(proposal.mentee_id)
    if ask is None:
        raise ProposalOver("This question is not open any more. Nothing is expected of you.")
    step = _end_the_one_before(proposal.mentee_id, now=now)
    mentorship = Mentorship(
        mentee_id=proposal.mentee_id, ambassador_id=proposal.ambassador_id, began_at=now, wish=ask.wish, next_step=step
    )
    proposal.closed_at, ask.state = now, AskState.ACCOMPANIED
    db.session.add(mentorship)
    db.session.flush()
    proposals.close_others(proposal.mentee_id, now=now)
    db.session.refresh(mentorship)
    notices.began(mentorship, now=now)
    return mentorship


def _end_the_one_before(mentee_id: int, *, now: datetime) -> str:
    """With a handover the one before ends where the new one begins; returns the next step, which goes along."""
    query = select(Mentorship).where(Mentorship.mentee_id == mentee_id, Mentorship.ended_at.is_(None))
    before = db.session.scalar(query.with_for_update(of=Mentorship).execution_options(populate_existing=True))
    if before is None:
        return ""
    meetings.call_off(before, now=now)
    before.ended_at = now
    db.session.flush()
    notices.handed_over(before, now=now)
    return before.next_step
