"""Proposing two people to each other. Both are asked; what one says stays hidden from the other until the proposal is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from champions import signing
from champions.errors import NotPossible, ProposalOver
from champions.mentorships import asking, notices, pools
from champions.mentorships.models import Origin, PairAnswer, Proposal
from champions.mentorships.pools import Pool
from champions.requests import NOT_ALLOWED
from database import db
from people.models import Person

OPEN_FOR = WEEK = timedelta(days=7)
MOST_A_WEEK = 5  # ambassadors whom one person asks and takes it back: each of them gets a mail
Pair = tuple[int, int]  # mentee, ambassador: ids of people


def ask_for(person: Person, ambassador_id: int, *, now: datetime) -> Proposal:
    """Somebody who looks would like this ambassador, who is asked. Their own yes is given with it.

    Raises NotPossible, in the same words whatever the reason.
    """
    asking.lock_people([person.id, ambassador_id])
    found = pools.pool(mentee_ids=[person.id], ambassador_ids=[ambassador_id], now=now)
    unanswered = [one for one in open_of_mentee(person.id) if one.mentee_answer is not PairAnswer.NO]
    if unanswered:
        raise NotPossible("One ambassador is being asked already. You hear at the latest a week after that began.")
    if _asked_since(person.id, now - WEEK) >= MOST_A_WEEK:
        raise NotPossible(
            "You asked %(most)s ambassadors this week. Leave it open, and we look along with you.", most=MOST_A_WEEK
        )
    if found.fit(person.id, ambassador_id) == NOT_ALLOWED:
        raise NotPossible("That does not work out now. Ask somebody else, or leave it open and we look along with you.")
    return _proposed([(person.id, ambassador_id)], Origin.ASKED, by=person, now=now)[0]


def _asked_since(person_id: int, moment: datetime) -> int:
    query = select(func.count()).select_from(Proposal)
    query = query.where(Proposal.mentee_id == person_id, Proposal.origin == Origin.ASKED, Proposal.proposed_at > moment)
    return db.session.scalar(query) or 0


def propose(mentee_id: int, ambassador_id: int, *, origin: Origin, by: Person | None, now: datetime) -> Proposal:
    """These two are asked. Raises NotPossible, in the same words whatever the reason.

    Whoever is one of the two does not propose it: what came of it would tell them whether the other one would rather not.
    """
    if by is not None and by.id in {mentee_id, ambassador_id}:
        raise NotPossible("You are one of the two: another community manager proposes it, or one of you asks the other.")
    made = propose_many([(mentee_id, ambassador_id)], origin=origin, by=by, now=now)
    if not made:
        raise NotPossible("These two cannot be proposed to each other now.")
    return made[0]


def propose_many(pairs: Sequence[Pair], *, origin: Origin, by: Person | None, now: datetime) -> list[Proposal]:
    """Of these pairs, those that no hard rule forbids by now are asked, in this order; the others are passed over.

    A constant number of queries. Whoever is being asked already is not asked about a second one.
    """
    asking.lock_people([key for pair in pairs for key in pair])
    found = pools.pool(mentee_ids=[one for one, _ in pairs], ambassador_ids=[other for _, other in pairs], now=now)
    return _proposed(_possible(pairs, found), origin, by=by, now=now)


def propose_handover(mentee_id: int, ambassador_id: int, *, by: Person, now: datetime) -> Proposal:
    """The mentee is asked, then the other ambassador. For `departures.hand_over`, which has looked whether it may be."""
    return _proposed([(mentee_id, ambassador_id)], Origin.HANDOVER, by=by, now=now)[0]


def _possible(pairs: Sequence[Pair], pool: Pool) -> list[Pair]:
    room = {key: one.capacity for key, one in pool.ambassadors.items()}
    asked = set(pool.being_asked)
    kept = []
    for mentee_id, ambassador_id in pairs:
        fits_well = pool.fit(mentee_id, ambassador_id) > NOT_ALLOWED
        if fits_well and mentee_id not in asked and room[ambassador_id] > 0:
            kept.append((mentee_id, ambassador_id))
            asked.add(mentee_id)
            room[ambassador_id] -= 1
    return kept


def _proposed(pairs: Sequence[Pair], origin: Origin, *, by: Person | None, now: datetime) -> list[Proposal]:
    made = [
        Proposal(
            mentee_id=mentee_id,
            ambassador_id=ambassador_id,
            origin=origin,
            by_id=by.id if by else None,
            proposed_at=now,
            expires_at=now + OPEN_FOR,
            asked_at=None if origin is Origin.HANDOVER else now,
            mentee_answer=PairAnswer.YES if origin is Origin.ASKED else PairAnswer.NONE,
            ambassador_answer=PairAnswer.NONE,
            token=signing.new_token(),
        )
        for mentee_id, ambassador_id in pairs
    ]
    db.session.add_all(made)
    db.session.flush()
    rows = _fresh([proposal.id for proposal in made])
    notices.asked([(one, one.mentee) for one in rows if origin is not Origin.ASKED], now=now)
    notices.asked([(one, one.ambassador) for one in rows if origin is not Origin.HANDOVER], now=now)
    return rows


def _fresh(ids: Sequence[int]) -> list[Proposal]:
    query = select(Proposal).where(Proposal.id.in_(ids)).order_by(Proposal.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def open_of_mentee(person_id: int) -> list[Proposal]:
    """What is open about them, newest first; to some of it they may have said no."""
    query = select(Proposal).where(Proposal.mentee_id == person_id, Proposal.closed_at.is_(None)).order_by(Proposal.id.desc())
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def locked(proposal_id: int, *, of: int) -> Proposal:
    """The proposal as it stands now, its two people locked. Raises ProposalOver when it is not one of this person's."""
    found = db.session.get(Proposal, proposal_id)
    if found is None or of not in {found.mentee_id, found.ambassador_id}:
        raise ProposalOver("This question is not open any more. Nothing is expected of you.")
    asking.lock_people([found.mentee_id, found.ambassador_id])
    db.session.refresh(found)
    return found


def withdraw(person: Person, *, now: datetime) -> None:
    """They would rather not, or not any more: nothing of the ask is kept, and whoever was asked about them is not asked any more.

    Raises WrongStanding for who has an ambassador; whoever asks for nothing has nothing to withdraw, and that is fine.
    """
    asking.forget(person)
    close_others(person.id, now=now)


def close(proposal: Proposal, *, but: int = 0, now: datetime) -> None:
    """It is over without having come about. Whoever had said yes, `but` one, hears so, at the moment at which it would have expired anyway."""
    proposal.closed_at = now
    db.session.flush()
    for person in (proposal.mentee, proposal.ambassador):
        if person.id != but and proposal.answer_of(person.id) is PairAnswer.YES:
            notices.over(proposal, person, at=max(now, proposal.expires_at), now=now)


def close_others(mentee_id: int, *, but: Proposal | None = None, now: datetime) -> None:
    """Nothing else is open about this person; they hear nothing of it themselves."""
    for proposal in open_of_mentee(mentee_id):
        if but is None or proposal.id != but.id:
            close(proposal, but=mentee_id, now=now)
