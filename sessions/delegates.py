"""Delegation by calendar (PARTSTAT=DELEGATED, RFC 5546 section 3.2.2.3): a colleague comes instead and is invited, with the seat."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import select

from database import db
from mail.inbox import Verdict
from mail.models import IncomingMail, IncomingState
from people import addresses
from people.models import Person
from sessions import decisions, delegations, invitations, resends, rsvps, scheduling, standings
from sessions.cases import Case, Reason, Said, closed, record_answer, reply_of, verdict
from sessions.errors import WrongState
from sessions.models import Answer, Outcome, Rsvp, ScheduledSession
from sessions.precedence import judge
from sessions.series import groups, meant


def receive(case: Case, said: Said) -> Verdict:
    """Whoever is named comes instead. Somebody whom Foyer does not know, or who is invited already, waits for the host.

    Of a series a single date can be handed on: not all of them at once, nor one of a group that stays together.
    """
    session = scheduling.lock(said.session.id)
    rsvp = standings.of(session, said.speaker.id if said.speaker else case.invitation.person_id)
    person = delegate_of(said.attendee.delegated_to)
    if rsvp is None or rsvp.is_withdrawn:
        return verdict(case, IncomingState.WAITING, Reason.WITHDRAWN, session=session, **said.facts)
    if not session.is_published or case.received_at >= session.starts_at:
        return closed(case, session)
    if judge(reply_of(case, said), Answer.DECLINED, standings.standing_of(session, rsvp)) is not Outcome.APPLIED:
        return record_answer(case, said, Answer.DECLINED)
    whole = meant.is_about_all(said.event, session)
    more = {"speaker": str(said.speaker.id) if said.speaker else "", "whole": "yes" if whole else ""}
    waits = verdict(case, IncomingState.WAITING, Reason.DELEGATED, session=session, **said.facts, **more)
    if person is None or whole or _is_invited(session, person):
        return waits
    try:
        send(session, rsvp, person, now=case.now)
    except WrongState:  # the date to answer has passed, for example: whom the seat goes to is the host's to say
        return waits
    record_answer(case, said, Answer.DECLINED)
    return verdict(case, IncomingState.APPLIED, Reason.HANDED_ON, session=session, **said.facts)


def put_right(incoming: IncomingMail, *, now: datetime) -> None:
    """Nobody comes instead: the calendar that says so gets the true state back, as long as there is one to tell."""
    invitation = decisions.invitation_of(incoming)
    person_id = int(str(incoming.details.get("speaker") or invitation.person_id))
    query = select(Rsvp).where(Rsvp.session_id == int(incoming.topic.partition(":")[2] or 0), Rsvp.person_id == person_id)
    rsvp = db.session.scalar(query)
    if rsvp is None or not rsvp.person.active:
        return
    tell = resends.tell if "whole" in incoming.details else rsvps.refresh
    with suppress(WrongState):  # over, or off: their calendar was told that
        tell(rsvp, occasion=f"not-delegated:{incoming.id}", now=now)


def delegate_of(named: tuple[str, ...]) -> Person | None:
    """The one colleague who is named; None when that is nobody here, or several."""
    person = addresses.owner(named[0]) if len(named) == 1 else None
    return person if person is not None and person.active else None


def send(session: ScheduledSession, rsvp: Rsvp, person: Person, *, now: datetime) -> None:
    """This person is invited, to this date alone, and has the seat or place in line.

    Raises WrongState when nobody can be invited any more, or the same people stay together.
    """
    if person.id == rsvp.person_id:
        raise WrongState("Nobody can come in their own place.")
    if groups.of(session) is not None:
        raise WrongState("The same people stay together in this series. Invite %(name)s to the series.", name=person.name)
    if not _is_invited(session, person):
        _invite(session, person, by=rsvp.person, now=now)
    to = standings.of(session, person.id)
    if to is None or to.is_withdrawn:
        raise WrongState("They were invited again within the last day already. Wait until tomorrow, or talk to them.")
    delegations.hand_over(session, rsvp, to, now=now)


def _invite(session: ScheduledSession, person: Person, *, by: Person, now: datetime) -> None:
    if session.recurrence_id is not None:
        invitations.invite_to_date(session, person, by=by, now=now)
    else:
        invitations.invite(session.id, [person.id], by=by, now=now)


def _is_invited(session: ScheduledSession, person: Person) -> bool:
    rsvp = standings.of(session, person.id)
    return rsvp is not None and not rsvp.is_withdrawn
