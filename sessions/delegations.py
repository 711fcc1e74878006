"""Who comes in whose place, on one date: the seat goes along, and comes back when the other declines (RFC 5546 section 4.2.5).

Every function here expects the session row to be locked, as those of `waitlist` do.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, aliased

from database import db, know, known
from people.models import Person
from sessions import changes, notices
from sessions.models import Answer, Delegation, Invitation, Rsvp, ScheduledSession, Seat, Via

_OPEN = (
    select(Delegation)
    .where(or_(Delegation.delegator_rsvp_id == bindparam("rsvp"), Delegation.delegate_rsvp_id == bindparam("rsvp")))
    .where(Delegation.ended_at.is_(None))
    .order_by(Delegation.id)
)
_OPEN_ON = (
    select(Delegation, Rsvp.session_id)
    .join(Rsvp, Rsvp.id == Delegation.delegator_rsvp_id)
    .where(Rsvp.session_id.in_(bindparam("sessions", expanding=True)), Delegation.ended_at.is_(None))
    .order_by(Delegation.id)
)


@dataclass(frozen=True, slots=True)
class Returned:
    """A date that is the delegator's again: `rsvp` is asked once more, and nobody has told them yet."""

    session: ScheduledSession
    rsvp: Rsvp
    delegation_id: int


def hand_over(session: ScheduledSession, rsvp: Rsvp, to: Rsvp, *, now: datetime, asks: bool = True) -> Delegation:
    """`to` has the seat or place in line, and is asked, unless they send somebody on. What `rsvp` answers is recorded by whoever calls.

    Who waited has the seat instead of their place in line. Neither sends anybody else any more.
    """
    end(session, rsvp, now=now)
    end(session, to, now=now)
    before = (to.answer, to.seat)
    if to.seat is Seat.NONE or (to.seat is Seat.WAITING and rsvp.seat is Seat.SEATED):
        _move_seat(rsvp, to)
    if asks and to.answer is Answer.DECLINED:
        to.answer = Answer.NEEDS_ACTION
    changes.keep_record(to, before, via=Via.SYSTEM, now=now, by=rsvp.person)
    delegation = Delegation(delegator_rsvp_id=rsvp.id, delegate_rsvp_id=to.id, at=now)
    db.session.add(delegation)
    db.session.flush()
    know(dict.fromkeys((("delegations of", rsvp.id), ("delegations of", to.id))))
    at_hand = known(("delegations", session.id))
    if at_hand is not None:
        at_hand.append(delegation)
    return delegation


def follow(session: ScheduledSession, rsvp: Rsvp, answer: Answer, *, now: datetime) -> list[Returned]:
    """What this answer means for who comes in whose place, before its own seat is settled. The caller tells whom a date returned to.

    A delegate's no gives the seat back and asks the delegator again. Who had sent somebody else and answers themselves sends nobody.
    """
    if not _of(session, rsvp):
        return []  # as nearly always
    if answer is not Answer.DECLINED:
        end(session, rsvp, now=now)
        return []
    return [] if sends_somebody(session, rsvp) else _give_back(session, rsvp, now=now)


def tell(returned: Iterable[Returned], *, now: datetime) -> None:
    """Each of them reads that the date is theirs again."""
    for one in returned:
        notices.seated(one.session, [one.rsvp], occasion=f"returned:{one.delegation_id}", why="returned", now=now)


def end(session: ScheduledSession, rsvp: Rsvp, *, now: datetime) -> None:
    """Nobody comes in this person's place any more; who was sent stays invited."""
    for delegation in _of(session, rsvp):
        if delegation.delegator_rsvp_id == rsvp.id and delegation.ended_at is None:
            delegation.ended_at = now


def end_all(invitation_ids: Collection[int], *, now: datetime) -> None:
    """Who is asked anew sends nobody any more, on any date; who was sent stays invited. One statement."""
    asked = select(Rsvp.id).where(Rsvp.invitation_id.in_(invitation_ids))
    open_ = (Delegation.delegator_rsvp_id.in_(asked), Delegation.ended_at.is_(None))
    db.session.execute(update(Delegation).where(*open_).values(ended_at=now))


def senders(session: ScheduledSession, rsvp: Rsvp) -> list[Rsvp]:
    """In whose place this person comes, directly, oldest first."""
    ids = [one.delegator_rsvp_id for one in _of(session, rsvp) if one.delegate_rsvp_id == rsvp.id and one.ended_at is None]
    return [db.session.get_one(Rsvp, id_) for id_ in ids]


def sends_somebody(session: ScheduledSession, rsvp: Rsvp) -> bool:
    """Whether somebody comes in this person's place."""
    return any(one.delegator_rsvp_id == rsvp.id and one.ended_at is None for one in _of(session, rsvp))


def stands_in(session: ScheduledSession, delegator: Rsvp, person_id: int) -> bool:
    """Whether this person comes in the delegator's place, directly or as the delegate of a delegate."""
    here, seen = delegator, {delegator.id}
    while True:
        sent = next((one for one in _of(session, here) if one.delegator_rsvp_id == here.id and one.ended_at is None), None)
        if sent is None or sent.delegate_rsvp_id in seen:
            return False
        here = db.session.get_one(Rsvp, sent.delegate_rsvp_id)
        seen.add(here.id)
        if here.person_id == person_id:
            return not here.is_withdrawn


def parties(rsvp_ids: Collection[int]) -> tuple[dict[int, Person], dict[int, Person]]:
    """Of these answers: who comes instead, and in whose place this person comes; each by the answer's id. One query."""
    return _parties(Rsvp.id, rsvp_ids)


def parties_of(invitation_ids: Collection[int]) -> tuple[dict[int, Person], dict[int, Person]]:
    """The same, of every answer under these invitations: to a year of weeks those are many more."""
    return _parties(Rsvp.invitation_id, invitation_ids)


def _parties(column: InstrumentedAttribute[int], ids: Collection[int]) -> tuple[dict[int, Person], dict[int, Person]]:
    delegator, delegate, who, other = aliased(Rsvp), aliased(Rsvp), aliased(Person), aliased(Person)
    query = (
        select(delegator.id, who, delegate.id, other)
        .join_from(Delegation, delegator, delegator.id == Delegation.delegator_rsvp_id)
        .join(delegate, delegate.id == Delegation.delegate_rsvp_id)
        .join(who, who.id == delegator.person_id)
        .join(other, other.id == delegate.person_id)
        .join(Invitation, Invitation.id == delegate.invitation_id)
        .where(Delegation.ended_at.is_(None), Invitation.withdrawn_at.is_(None))
        .where(or_(getattr(delegator, column.key).in_(ids), getattr(delegate, column.key).in_(ids)))
    )
    rows = db.session.execute(query).all()
    return {from_id: instead for from_id, _who, _to_id, instead in rows}, {to_id: sender for _from_id, sender, to_id, _ in rows}


def prefetch(session_ids: Collection[int]) -> None:
    """For many answers in one transaction, what was delegated is read once."""
    found: dict[int, list[Delegation]] = {id_: [] for id_ in session_ids}
    for delegation, session_id in db.session.execute(_OPEN_ON, {"sessions": list(session_ids)}):
        found[session_id].append(delegation)
    know({("delegations", id_): delegations for id_, delegations in found.items()})


def _give_back(session: ScheduledSession, rsvp: Rsvp, *, now: datetime, sent: Rsvp | None = None) -> list[Returned]:
    """Who sent this person (`sent`; None: `rsvp`) last has the seat of `rsvp`; whoever else did is asked again as well.

    Where who sent them is gone, it goes back to who had sent those.
    """
    sent = sent or rsvp
    ended = [one for one in reversed(_of(session, sent)) if one.delegate_rsvp_id == sent.id and one.ended_at is None]
    for delegation in ended:
        delegation.ended_at = now
    db.session.flush()
    returned = [one for delegation in ended for one in _returned(session, rsvp, delegation, now=now)]
    db.session.flush()
    return returned


def _returned(session: ScheduledSession, rsvp: Rsvp, delegation: Delegation, *, now: datetime) -> list[Returned]:
    delegator = db.session.get_one(Rsvp, delegation.delegator_rsvp_id, populate_existing=True)
    if now >= session.starts_at:
        return []
    if delegator.is_withdrawn or not delegator.person.active:
        return _give_back(session, rsvp, now=now, sent=delegator)
    before = (delegator.answer, delegator.seat)
    if delegator.seat is Seat.NONE:
        _move_seat(rsvp, delegator)
    # Not `reply_dtstamp`: what their calendar said before this is answered_at, and older than the new question.
    delegator.answer, delegator.via, delegator.answered_at = Answer.NEEDS_ACTION, None, now
    delegator.reply_sequence, delegator.reply_dtstamp, delegator.stands_alone = None, None, False
    changes.keep_record(delegator, before, via=Via.SYSTEM, now=now, by=rsvp.person)
    return [Returned(session, delegator, delegation.id)]


def _move_seat(giver: Rsvp, taker: Rsvp) -> None:
    """In two steps: a place in line is nobody's twice."""
    seat, number = giver.seat, giver.waiting_number
    giver.seat, giver.waiting_number = Seat.NONE, None
    db.session.flush()
    taker.seat, taker.waiting_number = seat, number
    db.session.flush()


def _of(session: ScheduledSession, rsvp: Rsvp) -> Sequence[Delegation]:
    """What this person delegated or was delegated, oldest first."""
    none: tuple[Delegation, ...] | None = known(("delegations of", rsvp.id))
    if none is not None:
        return none
    at_hand: list[Delegation] | None = known(("delegations", session.id))
    if at_hand is not None:
        return [one for one in at_hand if rsvp.id in {one.delegator_rsvp_id, one.delegate_rsvp_id}]
    return db.session.scalars(_OPEN, {"rsvp": rsvp.id}).all()
