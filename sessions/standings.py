"""How it stands for one person and date: the row, and what a decision about the next answer needs of it."""

from collections.abc import Collection

from sqlalchemy import bindparam, select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value

from database import db, known
from sessions.errors import NotInvited
from sessions.models import Invitation, Rsvp, ScheduledSession
from sessions.precedence import Standing

# With the session locked, it and its calendar object are at hand; person and invitation come along.
ALONE = (
    lazyload(Rsvp.session),
    lazyload(Rsvp.invitation, Invitation.person),
    lazyload(Rsvp.invitation, Invitation.calendar_object),
)
_INVITED = (
    select(Rsvp)
    .options(*ALONE)
    .where(Rsvp.session_id == bindparam("session"), Rsvp.person_id == bindparam("person"))
    .execution_options(populate_existing=True)
)
_INVITATIONS = (
    select(Invitation)
    .options(lazyload(Invitation.calendar_object))
    .where(Invitation.token.in_(bindparam("tokens", expanding=True)))
    .execution_options(populate_existing=True)
)
_UNDER = (
    select(Rsvp)
    .options(lazyload(Rsvp.session), lazyload(Rsvp.invitation), lazyload(Rsvp.person))
    .where(Rsvp.invitation_id.in_(bindparam("invitations", expanding=True)))
    .execution_options(populate_existing=True)
)


def standing_of(session: ScheduledSession, rsvp: Rsvp) -> Standing:
    """What counts so far, as the decision in `precedence` needs it.

    A reply for the whole series is of another RECURRENCE-ID: it overtakes none for this date, however late that one arrives.
    """
    of_series = session.recurrence_id is not None and not rsvp.stands_alone and rsvp.reply_dtstamp is not None
    return Standing(
        answer=rsvp.answer,
        answered_at=None if of_series else rsvp.answered_at,
        reply_sequence=None if of_series else rsvp.reply_sequence,
        reply_dtstamp=None if of_series else rsvp.reply_dtstamp,
        asked_sequence=session.asked_sequence,
        sequence=session.calendar_object.sequence,
        told_sequence=rsvp.invitation.told_sequence,
        told_at=rsvp.invitation.told_at,
        invited_at=rsvp.invitation.invited_at,
    )


def of(session: ScheduledSession, person_id: int) -> Rsvp | None:
    """This person's answer as it is now, withdrawn or not; None for who was never invited. The session must be locked."""
    rsvp: Rsvp | None = known(("rsvp", session.id, person_id))
    return rsvp or db.session.scalar(_INVITED, {"session": session.id, "person": person_id})


def with_tokens(tokens: Collection[str], sessions: Collection[ScheduledSession]) -> tuple[list[Invitation], list[Rsvp]]:
    """The invitations with these answer addresses, and every answer under them, as they are now. Their sessions must be locked: these."""
    objects = {session.calendar_object_id: session.calendar_object for session in sessions}
    invitations = {one.id: one for one in db.session.scalars(_INVITATIONS, {"tokens": list(tokens)})}
    for invitation in invitations.values():
        if invitation.calendar_object_id in objects:
            set_committed_value(invitation, "calendar_object", objects[invitation.calendar_object_id])
    rsvps = list(db.session.scalars(_UNDER, {"invitations": list(invitations)}))
    for rsvp in rsvps:
        set_committed_value(rsvp, "invitation", invitations[rsvp.invitation_id])
        set_committed_value(rsvp, "person", invitations[rsvp.invitation_id].person)
    return list(invitations.values()), rsvps


def invited(session: ScheduledSession, person_id: int) -> Rsvp:
    """The same, of somebody who is invited now. Raises NotInvited."""
    return still_invited(session, of(session, person_id))


def still_invited(session: ScheduledSession, rsvp: Rsvp | None) -> Rsvp:
    """This answer, of somebody who is invited now. Raises NotInvited."""
    if rsvp is None or rsvp.is_withdrawn or not rsvp.person.active:
        raise NotInvited("This person is not invited to this session.")
    set_committed_value(rsvp, "session", session)  # whoever asks for it later need not look it up
    return rsvp
