"""Whom a waiting message would bring: a delegate whom we could not invite by ourselves, or a guest whom nobody had invited. The host decides."""

from datetime import datetime

from sqlalchemy import select

from database import db
from mail.models import IncomingMail
from people import addresses
from people.models import Person
from sessions import decisions, delegates, invitations, replies, rsvps, scheduling, standings
from sessions.cases import ANSWERS, Reason
from sessions.errors import NotInvited, WrongState
from sessions.models import Answer, Rsvp, ScheduledSession, Via
from sessions.series import answers

GUESTS = {Reason.HELD, Reason.COLLEAGUE, Reason.OTHER_ADDRESS}


def candidate(incoming: IncomingMail) -> Person | None:
    """The colleague whom the host may let in; None when the message brings nobody whom Foyer knows."""
    if incoming.reason == Reason.DELEGATED:
        return delegates.delegate_of(tuple(str(incoming.details.get("delegated_to") or "").split(", ")))
    if incoming.reason in GUESTS:
        person = addresses.owner(str(incoming.details.get("attendee") or ""))
        return person if person is not None and person.active and person.id != incoming.person_id else None
    return None


def admit(incoming_id: int, *, by: Person, now: datetime) -> Person:
    """A delegate has the seat of who sends them; a guest is invited, and what they answered counts.

    Raises SessionError when the message brings nobody, or nobody can be invited any more.
    """
    incoming = decisions.waiting(incoming_id)
    person = candidate(incoming)
    if person is None:
        raise WrongState("Foyer does not know who this is. Add the colleague first.")
    number = incoming.topic.partition(":")[2]
    session = scheduling.lock(int(number) if number.isdigit() else 0)
    if incoming.reason == Reason.DELEGATED:
        _let_come_instead(incoming, session, person, by=by, now=now)
    else:
        _let_in(incoming, session, person, by=by, now=now)
    decisions.settle(incoming, by=by, now=now, counted="admitted")
    db.session.flush()
    return person


def _let_come_instead(incoming: IncomingMail, session: ScheduledSession, person: Person, *, by: Person, now: datetime) -> None:
    invitation = decisions.invitation_of(incoming)
    sender_id = int(str(incoming.details.get("speaker") or invitation.person_id))
    if "whole" in incoming.details and session.series_id is not None:
        answers.record_answer(session.series_id, sender_id, Answer.DECLINED, via=Via.HOST, now=now, by=by, to=person)
    else:
        delegates.send(session, standings.invited(session, sender_id), person, now=now)
        rsvps.record_answer(session.id, sender_id, Answer.DECLINED, via=Via.HOST, now=now, by=by)
    replies.release_held(invitation, session.topic, now=now)


def _let_in(incoming: IncomingMail, session: ScheduledSession, person: Person, *, by: Person, now: datetime) -> None:
    if not _is_invited(session, person):
        invitations.invite(session.id, [person.id], by=by, now=now)
    if not _is_invited(session, person):
        raise NotInvited("They were invited again within the last day already. Wait until tomorrow, or talk to them.")
    answer = ANSWERS.get(str(incoming.details.get("partstat") or ""))
    words = str(incoming.details.get("text") or "") or None
    if answer is not None and "whole" in incoming.details and session.series_id is not None:
        answers.record_answer(session.series_id, person.id, answer, via=Via.HOST, now=now, comment=words, by=by)
    elif answer is not None:
        rsvps.record_answer(session.id, person.id, answer, via=Via.HOST, now=now, comment=words, by=by)


def _is_invited(session: ScheduledSession, person: Person) -> bool:
    rsvp = db.session.scalar(select(Rsvp).where(Rsvp.session_id == session.id, Rsvp.person_id == person.id))
    return rsvp is not None and not rsvp.is_withdrawn
