"""Answers that come back from people's calendars (RFC 5546 REPLY, COUNTER, REFRESH by RFC 6047 mail).

The token in the answer address says whose invitation it is; the message must come from that person and speak of that person. What
cannot be trusted or understood waits for the host, who sees why and decides. Nothing is dropped.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, select

from calendars.replies import CalendarMessage, InboundMessage, ReplyAttendee, ReplyEvent, read_mail
from config import settings
from database import db, know, known
from mail.inbox import Verdict, as_kept
from mail.models import IncomingMail, IncomingState
from people import addresses
from people.models import Person
from sessions import colleagues, decisions, delegates, delegations, proposals, resends, rsvps, scheduling, standings, waitlist
from sessions.cases import ANSWERS, CONFIRMABLE, Case, Reason, Said, case_of, closed, facts_of, record_answer, verdict
from sessions.errors import SessionError, WrongState
from sessions.models import Invitation, Rsvp, ScheduledSession
from sessions.precedence import newest
from sessions.series import meant
from sessions.trust import distrust, dmarc_failed, is_one_of, sender_of

_OBJECTS = select(Invitation.calendar_object_id).where(Invitation.token.in_(bindparam("tokens", expanding=True)))


def token_exists(token: str) -> bool:
    """Whether an answer address is one of ours: asked by the LMTP door before it takes a message."""
    return db.session.scalar(select(Invitation.id).where(Invitation.token == token)) is not None


def handle(incoming: IncomingMail, message: InboundMessage, token: str, now: datetime) -> Verdict:
    """What a message to rsvp+TOKEN says is recorded, or waits with its reason. Runs inside the caller's transaction."""
    invitation = known(("invitation", token)) or db.session.scalar(select(Invitation).where(Invitation.token == token))
    if invitation is None:
        return Verdict(state=IncomingState.WAITING, reason=Reason.UNKNOWN_TOKEN)
    case = case_of(incoming, message, invitation, by=None, now=now)
    found = decide(case)
    if found.reason is Reason.HANDED_ON:
        release_held(case.invitation, found.topic, now=now)
    return found


def release_held(invitation: Invitation, topic: str, *, now: datetime) -> None:
    """What a delegate had answered before the delegation reached us counts now, whichever date of a series it was about."""
    dates = select(ScheduledSession.id).where(ScheduledSession.calendar_object_id == invitation.calendar_object_id)
    topics = {topic, *(f"session:{id_}" for id_ in db.session.scalars(dates))}
    query = select(IncomingMail).where(
        IncomingMail.topic.in_(topics), IncomingMail.state == IncomingState.WAITING, IncomingMail.reason == Reason.HELD
    )
    for held in db.session.scalars(query.order_by(IncomingMail.id).with_for_update()):
        if held.details.get("token") == invitation.token:
            found = decide(case_of(held, read_mail(held.raw), invitation, by=None, now=now))
            held.state, held.reason, held.details = found.state, found.reason, as_kept(found.details)


def prefetch(tokens: Collection[str]) -> None:
    """What messages to these tokens are about is read, and their sessions are locked, in seven statements."""
    ids = set(db.session.scalars(_OBJECTS, {"tokens": list(tokens)}))
    sessions = scheduling.lock_dates(ids)
    waitlist.count_seats([session.id for session in sessions])
    invitations, answers = standings.with_tokens(tokens, sessions)
    people = {invitation.person_id: invitation.person for invitation in invitations}
    know({("addresses", person_id): emails for person_id, emails in addresses.of_people(people.values()).items()})
    delegations.prefetch([session.id for session in sessions])
    know({("invitation", invitation.token): invitation for invitation in invitations})
    know({("rsvp", rsvp.session_id, rsvp.person_id): rsvp for rsvp in answers})
    know({("dates", id_): [session for session in sessions if session.calendar_object_id == id_] for id_ in ids})


def confirm(incoming_id: int, *, by: Person, now: datetime) -> Verdict:
    """A waiting answer counts, because `by` vouches for its sender. One that needs more than that still waits, for another reason.

    Raises SessionError when there is nothing to decide.
    """
    incoming = decisions.waiting(incoming_id)
    if incoming.reason not in CONFIRMABLE:
        raise WrongState("This message holds no answer that could count.")
    case = case_of(incoming, read_mail(incoming.raw), decisions.invitation_of(incoming), by=by, now=now)
    found = decide(case)
    if found.state is IncomingState.WAITING:
        incoming.reason, incoming.details = found.reason, as_kept(found.details)
    else:
        decisions.settle(incoming, by=by, now=now, counted=found.reason)
        for email in unknown_addresses(incoming, {sender_of(case.message), str(found.details.get("attendee") or "")}):
            addresses.ask_owner(case.invitation.person, email, now=now)
    db.session.flush()
    return found


def unknown_addresses(incoming: IncomingMail, named: Collection[str]) -> list[str]:
    """Of these addresses of an answer those that are nobody's yet, in order: the person invited may be asked to have them remembered."""
    if incoming.reason not in CONFIRMABLE:
        return []
    return sorted({email.lower() for email in named if "@" in email and addresses.owner(email) is None})


def close(incoming_id: int, *, by: Person, now: datetime, words: str = "") -> None:
    """The message is put aside; it stays kept. Who proposed a time is told that it stays, who sent somebody that nobody comes instead.

    Raises SessionError when it does not wait.
    """
    incoming = decisions.waiting(incoming_id)
    if incoming.reason == Reason.COUNTER:
        proposals.decline(incoming, by=by, now=now, words=words)
        return
    decisions.settle(incoming, by=by, now=now)
    if incoming.reason == Reason.DELEGATED:
        delegates.put_right(incoming, now=now)


def decide(case: Case) -> Verdict:
    """What the message says is recorded, or waits."""
    speaking = [calendar for calendar in case.message.calendars if calendar.method in {"REPLY", "COUNTER", "REFRESH"}]
    if not speaking:
        return _without_answer(case)
    events = ((calendar, event) for calendar in speaking for event in calendar.components)
    # The series before its dates: an answer for one of them beats that for all (Thunderbird sends both in one mail).
    said = sorted(newest(events, case.emails), key=lambda one: one[1].is_date)
    verdicts = [_of_event(case, *one) for one in said]
    return _weightiest(verdicts) if verdicts else verdict(case, IncomingState.WAITING, Reason.NO_ANSWER)


def _without_answer(case: Case) -> Verdict:
    if case.is_automatic:
        return verdict(case, IncomingState.IGNORED, Reason.AUTOMATIC)
    if case.message.calendars:
        return verdict(case, IncomingState.WAITING, Reason.NO_ANSWER)
    return verdict(case, IncomingState.WAITING, Reason.WORDS, text=case.message.text[:2000])


def _of_event(case: Case, calendar: CalendarMessage, event: ReplyEvent) -> Verdict:
    session = meant.session_meant(case.invitation, event, now=case.now)
    if session is None:
        # Thunderbird sends the dates it has no answer for along with those it has.
        is_open = bool(event.attendees) and all(attendee.partstat == "NEEDS-ACTION" for attendee in event.attendees)
        open_or_other = (IncomingState.IGNORED, Reason.OPEN) if is_open else (IncomingState.WAITING, Reason.OTHER_EVENT)
        return verdict(case, *open_or_other)
    colleague = None if calendar.method == "REFRESH" else colleagues.speaker(case, event)
    if colleague is not None:
        return _of_colleague(case, Said(calendar, event, session, *colleague), colleague[1])
    attendee = _attendee(case, event)
    doubt = None if case.decided_by else _doubt(case, attendee, calendar.method)
    if doubt is not None:
        return verdict(
            case, IncomingState.WAITING, doubt, session=session, **facts_of(event, attendee), **_extent(event, session)
        )
    if calendar.method == "REFRESH":
        return _refresh(case, session, whole=meant.is_about_all(event, session))
    if attendee is None:
        return verdict(case, IncomingState.WAITING, Reason.NO_ANSWER, session=session)
    return _record(case, Said(calendar, event, session, attendee))


def _of_colleague(case: Case, said: Said, person: Person) -> Verdict:
    """Somebody else answers for themselves: whoever comes in the invited person's place, or an uninvited guest."""
    if not case.decided_by and dmarc_failed(case.message, settings().authserv_id):
        extent = _extent(said.event, said.session)
        return verdict(case, IncomingState.WAITING, Reason.NOT_AUTHENTIC, session=said.session, **said.facts, **extent)
    waits_as = colleagues.waits_as(case, said, person)
    if waits_as is not None:
        maybe = {"partstat": "TENTATIVE"} if said.calendar.method == "COUNTER" else {}
        found = {**said.facts, **maybe, **_extent(said.event, said.session)}
        return verdict(case, IncomingState.WAITING, waits_as, session=said.session, **found)
    return _record(case, said)


def _extent(event: ReplyEvent, session: ScheduledSession) -> dict[str, str]:
    """What a host who decides has to know: whether it is about all dates."""
    return {"whole": "yes"} if meant.is_about_all(event, session) else {}


def _doubt(case: Case, attendee: ReplyAttendee | None, method: str) -> Reason | None:
    found = distrust(
        case.message,
        case.emails,
        attendee=attendee,
        needs_attendee=method != "REFRESH",
        authserv_id=settings().authserv_id,
    )
    return Reason(found) if found else None


def _attendee(case: Case, event: ReplyEvent) -> ReplyAttendee | None:
    """The ATTENDEE who is the invited person; failing that the only one there is."""
    for attendee in event.attendees:
        if is_one_of(attendee.address, case.emails):
            return attendee
    return event.attendees[0] if len(event.attendees) == 1 else None


def _record(case: Case, said: Said) -> Verdict:
    if said.calendar.method == "COUNTER":
        return proposals.receive(case, said)
    answer = ANSWERS.get(said.attendee.partstat)
    if answer is not None:
        return record_answer(case, said, answer)
    if said.attendee.partstat == "DELEGATED":
        return delegates.receive(case, said)
    return verdict(case, IncomingState.IGNORED, Reason.OPEN, session=said.session, **said.facts)


def _refresh(case: Case, session: ScheduledSession, *, whole: bool) -> Verdict:
    """The stored address gets the true state, at most once an hour; no program is answered."""
    if case.is_automatic:
        return verdict(case, IncomingState.IGNORED, Reason.AUTOMATIC, session=session)
    query = select(Rsvp).where(Rsvp.session_id == session.id, Rsvp.person_id == case.invitation.person_id)
    rsvp = db.session.scalar(query)
    if rsvp is None or rsvp.is_withdrawn:
        return verdict(case, IncomingState.WAITING, Reason.WITHDRAWN, session=session)
    try:
        _send_state(rsvp, case, whole=whole)
    except WrongState:
        return closed(case, session)
    return verdict(case, IncomingState.APPLIED, Reason.REFRESHED, session=session)


def _send_state(rsvp: Rsvp, case: Case, *, whole: bool) -> None:
    """Not when it was sent for the same reason within the hour before this message came."""
    lately = resends.sent_at(rsvp, "refresh:")
    if lately is None or lately <= case.received_at - resends.SENDS_AGAIN_AFTER:
        tell = resends.tell if whole else rsvps.refresh
        tell(rsvp, occasion=f"refresh:{case.received_at.isoformat()}", now=case.now)


def _weightiest(verdicts: list[Verdict]) -> Verdict:
    """Several events in one message: what waits for a person comes first, then what was applied."""
    order = (IncomingState.WAITING, IncomingState.APPLIED, IncomingState.IGNORED)
    return min(verdicts, key=lambda verdict: order.index(verdict.state))


__all__ = ["CONFIRMABLE", "Reason", "SessionError", "close", "confirm", "handle", "token_exists"]
