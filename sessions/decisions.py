"""A message that waits, and the person who decides about it: once."""

from datetime import datetime

from sqlalchemy import select

from database import db
from mail.models import IncomingMail, IncomingState
from people.models import Person
from sessions.errors import SessionMissing, WrongState
from sessions.models import Invitation


def waiting(incoming_id: int) -> IncomingMail:
    """The message, its row held. Raises SessionMissing, and WrongState when it does not wait."""
    query = select(IncomingMail).where(IncomingMail.id == incoming_id).with_for_update()
    incoming = db.session.scalar(query.execution_options(populate_existing=True))
    if incoming is None:
        raise SessionMissing("There is no such message.")
    if incoming.state not in {IncomingState.WAITING, IncomingState.UNREADABLE}:
        raise WrongState("Somebody has decided about this message already.")
    return incoming


def settle(incoming: IncomingMail, *, by: Person, now: datetime, counted: str = "") -> None:
    """Nobody need decide about it any more; `counted` is what became of it, if anything did."""
    incoming.state, incoming.decided_by_id, incoming.decided_at = IncomingState.CLOSED, by.id, now
    if counted:
        incoming.details = {**incoming.details, "counted": counted}


def invitation_of(incoming: IncomingMail) -> Invitation:
    """Whose answer address it came to. Raises SessionMissing."""
    token = str(incoming.details.get("token", ""))
    invitation = db.session.scalar(select(Invitation).where(Invitation.token == token))
    if invitation is None:
        raise SessionMissing("The invitation is gone.")
    return invitation
