"""A whole series is handed on (PARTSTAT=DELEGATED without a RECURRENCE-ID, RFC 5546 section 3.2.2.3), and comes back with a no.

The delegate is invited to the dates that the delegator had not answered by themselves, with the seats; what happens to one of these dates
afterwards is that date's (`sessions.delegations`). Expects the series to be locked, as `groups` does.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from database import db
from people.models import Person
from sessions import delegations, invitations, standings
from sessions.errors import WrongState
from sessions.models import Answer, Invitation, Rsvp, ScheduledSession, Seat
from sessions.series import groups, notices
from sessions.series.models import Series, SeriesDelegation, SeriesRsvp

Dated = tuple[ScheduledSession, Rsvp]


def is_the_hosts_to_send(series: Series, person: Person) -> bool:
    """Whether this person is invited to all of it, or was invited and is not any more: then a delegation waits for the host."""
    invitation = _invitation_of(series, person.id)
    if invitation is None:
        return False
    return invitation.withdrawn_at is not None or groups.answer_of(series.id, person.id) is not None


def hand_over(series: Series, member: SeriesRsvp, dates: Sequence[Dated], person: Person, *, now: datetime) -> list[Dated]:
    """This person is invited to these dates, and has `member`'s seats there, in a group that of the group. Returns the dates that were.

    A date whose last day to answer has passed meanwhile stays as it is: nobody could say yes to it.
    What `member` answers is recorded by whoever calls. Raises WrongState when nobody can come instead: they themselves, who is not
    invited any more, or when no date is left to hand on.
    """
    if person.id == member.person_id:
        raise WrongState("Nobody can come in their own place.")
    open_ = [(session, rsvp) for session, rsvp in dates if now < session.answers_until]
    if not open_:
        raise WrongState("Each date was answered by itself, or cannot be answered any more: there is nothing to hand on.")
    to = _invited(series, member, [session for session, _rsvp in open_], person, now=now)
    for session, rsvp in open_:
        delegations.hand_over(session, rsvp, standings.invited(session, person.id), now=now)
    groups.hand_over(member, to)
    db.session.execute(delete(SeriesDelegation).where(SeriesDelegation.delegator_id.in_([member.id, to.id])))
    db.session.add(SeriesDelegation(delegator_id=member.id, delegate_id=to.id, at=now))
    db.session.flush()
    return open_


def _invited(
    series: Series, member: SeriesRsvp, dates: Sequence[ScheduledSession], person: Person, *, now: datetime
) -> SeriesRsvp:
    invitation = _invitation_of(series, person.id)
    if invitation is None:
        values = {"calendar_object_id": series.calendar_object_id, "person_id": person.id, "token": invitations.new_token()}
        name = member.invitation.organizer_name if member.invitation else series.title
        invitation = Invitation(**values, organizer_name=name, invited_by_id=member.person_id, invited_at=now)
        db.session.add(invitation)
        db.session.flush()
    elif invitation.withdrawn_at is not None:
        raise WrongState(
            "%(name)s was invited before, and is not any more. Invite them again, or talk to them.", name=person.name
        )
    if groups.answer_of(series.id, person.id) is None:
        groups.ask(series, {person.id: invitation.id})
    groups.add_dates(dates, [invitation])
    notices.told(series, [invitation], why="invited", occasion=f"invited:{now.isoformat()}:{member.person_id}", now=now)
    return _member(series, person.id)


def _member(series: Series, person_id: int) -> SeriesRsvp:
    member = groups.answer_of(series.id, person_id)
    if member is None:
        raise WrongState("This person is not invited to this series.")
    return member


def _invitation_of(series: Series, person_id: int) -> Invitation | None:
    query = select(Invitation).where(
        Invitation.calendar_object_id == series.calendar_object_id, Invitation.person_id == person_id
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def delegate_of(member: SeriesRsvp) -> SeriesRsvp | None:
    """Who comes in this person's place all along; None when nobody does."""
    query = select(SeriesDelegation).where(SeriesDelegation.delegator_id == member.id)
    found = db.session.scalar(query)
    return found.delegate if found is not None else None


def stands_in(member: SeriesRsvp, person_id: int) -> bool:
    """Whether this person comes in the other's place all along, directly or as the delegate of a delegate."""
    seen, here = {member.id}, delegate_of(member)
    while here is not None and here.id not in seen:
        if here.person_id == person_id:
            return here.invitation is not None and here.invitation.withdrawn_at is None
        seen.add(here.id)
        here = delegate_of(here)
    return False


def follow(member: SeriesRsvp, answer: Answer, *, now: datetime) -> None:
    """What an answer for all of it means for who comes in whose place. The dates follow by themselves.

    Who sends somebody and answers themselves sends nobody; a delegate's no opens the question again for who sent them.
    """
    if answer is not Answer.DECLINED:
        db.session.execute(delete(SeriesDelegation).where(SeriesDelegation.delegator_id == member.id))
    elif delegate_of(member) is None and senders(member):
        groups.leave(member.series_id, member.person_id, now=now)


def senders(member: SeriesRsvp) -> set[int]:
    """In whose place this person comes all along, directly."""
    query = select(SeriesDelegation).where(SeriesDelegation.delegate_id == member.id)
    return {one.delegator.person_id for one in db.session.scalars(query)}


def carry_over(series: Series, new: Series) -> None:
    """Who comes in whose place does so in what the series goes on as."""
    delegator = SeriesRsvp.series_id == series.id
    query = (
        select(SeriesDelegation)
        .join(SeriesRsvp, SeriesRsvp.id == SeriesDelegation.delegator_id)
        .where(delegator)
        .order_by(SeriesDelegation.id)
    )
    open_ = list(db.session.scalars(query))
    if not open_:
        return
    ids = dict(db.session.execute(select(SeriesRsvp.person_id, SeriesRsvp.id).where(SeriesRsvp.series_id == new.id)).all())
    for one in open_:  # in the order in which they were sent
        delegator_id, delegate_id = ids.get(one.delegator.person_id), ids.get(one.delegate.person_id)
        if delegator_id is not None and delegate_id is not None:
            db.session.add(SeriesDelegation(delegator_id=delegator_id, delegate_id=delegate_id, at=one.at))
    db.session.flush()


def at_new_dates(series: Series, dates: Sequence[ScheduledSession], *, now: datetime) -> None:
    """A new date is the delegate's to answer, like those that were handed on; not of who sent somebody on in their turn."""
    query = select(SeriesDelegation).join(SeriesRsvp, SeriesRsvp.id == SeriesDelegation.delegator_id)
    query = query.where(SeriesRsvp.series_id == series.id, SeriesRsvp.answer == Answer.DECLINED)
    for one in db.session.scalars(query.order_by(SeriesDelegation.id)).all():  # who was sent, then whom they sent
        asks = one.delegate.answer is not Answer.DECLINED
        for session in dates:
            found = {who: standings.of(session, who) for who in (one.delegator.person_id, one.delegate.person_id)}
            rsvp, to = found.values()
            if rsvp is not None and to is not None and rsvp.seat is Seat.NONE:
                delegations.hand_over(session, rsvp, to, now=now, asks=asks)
