"""Delegation by calendar (PARTSTAT=DELEGATED, RFC 5546 section 3.2.2.3): a colleague comes instead and is invited, with the seat."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select

from database import db
from mail.inbox import Verdict
from mail.models import IncomingMail, IncomingState
from people import addresses
from people.models import Person
from sessions import decisions, delegations, invitations, notices, resends, rsvps, scheduling, standings
from sessions.cases import Case, Reason, Said, closed, record_answer, reply_of, verdict
from sessions.errors import WrongState
from sessions.models import Answer, Outcome, Rsvp, ScheduledSession, Seat
from sessions.precedence import judge
from sessions.series import answers, groups, handing_on, meant, replies, single_dates
from sessions.series.models import SeriesRsvp


def receive(case: Case, said: Said) -> Verdict:
    """Whoever is named comes instead: on that date of a series, or on all that were not answered by themselves.

    Back to who sent them it is a no. Somebody whom Foyer does not know, or who is invited already, waits for the host.
    """
    session, person_id = scheduling.lock(said.session.id), _speaker_id(case, said)
    if session.series_id is None or not meant.is_about_all(said.event, session):
        return _receive_date(case, said, session)
    member = _member(session.series_id, person_id)
    if member is not None:
        return _receive_all(case, said, member)
    own = single_dates.own_date(session.series_id, person_id, now=case.now)  # of one date alone it can mean no more
    return _receive_date(case, said, scheduling.lock(own) if own is not None else session)


def _receive_date(case: Case, said: Said, session: ScheduledSession) -> Verdict:
    rsvp = standings.of(session, _speaker_id(case, said))
    if rsvp is None or rsvp.is_withdrawn:
        return verdict(case, IncomingState.WAITING, Reason.WITHDRAWN, session=session, **said.facts)
    if not session.is_published or case.received_at >= session.starts_at:
        return closed(case, session)
    if judge(reply_of(case, said), Answer.DECLINED, standings.standing_of(session, rsvp)) is not Outcome.APPLIED:
        return record_answer(case, said, Answer.DECLINED)
    person = delegate_of(said.attendee.delegated_to)
    if person is None:
        return _waits(case, said, session)
    if delegations.stands_in(session, rsvp, person.id):
        record_answer(case, said, Answer.DECLINED)
        return _handed_on(case, said, session)
    return _hand_on_date(case, said, session, rsvp, person)


def _hand_on_date(case: Case, said: Said, session: ScheduledSession, rsvp: Rsvp, person: Person) -> Verdict:
    sends, waits = delegations.sends_somebody(session, rsvp), _waits(case, said, session)
    if not sends and person.id in {one.person_id for one in delegations.senders(session, rsvp)}:
        return _back(case, said, lambda occasion: rsvps.refresh(rsvp, occasion=occasion, now=case.now))
    if sends or is_invited(session, person):
        return waits
    try:
        send(session, rsvp, person, now=case.now)
    except WrongState:  # the date to answer has passed, for example: whom the seat goes to is the host's to say
        return waits
    record_answer(case, said, Answer.DECLINED)
    return _handed_on(case, said, session)


def _receive_all(case: Case, said: Said, member: SeriesRsvp) -> Verdict:
    session = said.session
    if not session.is_published:
        return closed(case, session)
    if replies.judged(member.series_id, member.person_id, Answer.DECLINED, reply_of(case, said)) is not Outcome.APPLIED:
        return record_answer(case, said, Answer.DECLINED)
    person = delegate_of(said.attendee.delegated_to)
    if person is None:
        return _waits(case, said, session, whole=True)
    if handing_on.stands_in(member, person.id):
        record_answer(case, said, Answer.DECLINED)
        return _handed_on(case, said, session)
    return _hand_on_all(case, said, member, person)


def _hand_on_all(case: Case, said: Said, member: SeriesRsvp, person: Person) -> Verdict:
    sends, waits = handing_on.delegate_of(member) is not None, _waits(case, said, said.session, whole=True)
    if not sends and person.id in handing_on.senders(member):
        return _back(case, said, lambda occasion: answers.refresh(member, occasion=occasion, now=case.now))
    if sends or handing_on.is_the_hosts_to_send(member.series, person):
        return waits
    comment, reply = said.facts["text"] or None, reply_of(case, said)
    try:
        outcome = replies.record(
            member.series_id,
            member.person_id,
            Answer.DECLINED,
            now=case.now,
            comment=comment,
            by=case.decided_by,
            reply=reply,
            to=person,
        )
    except WrongState:
        return waits
    if outcome is not Outcome.APPLIED:
        return verdict(case, IncomingState.APPLIED, Reason.LATE, session=said.session, **said.facts)
    return _handed_on(case, said, said.session)


def _handed_on(case: Case, said: Said, session: ScheduledSession) -> Verdict:
    return verdict(case, IncomingState.APPLIED, Reason.HANDED_ON, session=session, **said.facts)


def _speaker_id(case: Case, said: Said) -> int:
    return said.speaker.id if said.speaker else case.invitation.person_id


def _member(series_id: int, person_id: int) -> SeriesRsvp | None:
    """The answer of somebody who is invited to all of it now."""
    member = groups.answer_of(series_id, person_id)
    return member if member is not None and member.invitation is not None and member.invitation.withdrawn_at is None else None


def _back(case: Case, said: Said, tell: Callable[[str], None]) -> Verdict:
    """Handed back it is a no; the calendar that says something else gets the true state."""
    found = record_answer(case, said, Answer.DECLINED)
    with suppress(WrongState):
        tell(f"handed-back:{case.incoming.id}")
    return found


def _waits(case: Case, said: Said, session: ScheduledSession, *, whole: bool = False) -> Verdict:
    more = {"speaker": str(said.speaker.id) if said.speaker else "", "whole": "yes" if whole else ""}
    return verdict(case, IncomingState.WAITING, Reason.DELEGATED, session=session, **said.facts, **more)


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
    """This person is invited, to this date alone, and has the seat or place in line; of a group that stays together for that date.

    Raises WrongState when nobody can be invited any more.
    """
    if person.id == rsvp.person_id:
        raise WrongState("Nobody can come in their own place.")
    was_invited = is_invited(session, person)
    if not was_invited:
        _invite(session, person, by=rsvp.person, now=now)
    to = standings.of(session, person.id)
    if to is None or to.is_withdrawn:
        raise WrongState("They were invited again within the last day already. Wait until tomorrow, or talk to them.")
    waited = to.seat is Seat.WAITING
    delegation = delegations.hand_over(session, rsvp, to, now=now)
    if was_invited:
        session.calendar_object.sequence += waited and to.seat is Seat.SEATED  # their event turns from TENTATIVE to CONFIRMED
        db.session.flush()
        notices.seated(session, [to], occasion=f"sent:{delegation.id}", why="sent", now=now)


def _invite(session: ScheduledSession, person: Person, *, by: Person, now: datetime) -> None:
    if session.recurrence_id is not None:
        invitations.invite_to_date(session, person, by=by, now=now)
    else:
        invitations.invite(session.id, [person.id], by=by, now=now)


def is_invited(session: ScheduledSession, person: Person) -> bool:
    """Whether this person is invited to this date now. The session must be locked."""
    rsvp = standings.of(session, person.id)
    return rsvp is not None and not rsvp.is_withdrawn
