"""Answers that come back from people's calendars (RFC 5546 REPLY, COUNTER, REFRESH by RFC 6047 mail).

The token in the answer address says whose invitation it is; the message must come from that person and speak of that person. What
cannot be trusted or understood waits for the host, who sees why and decides. Nothing is dropped.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import select

from calendars.replies import CalendarMessage, InboundMessage, ReplyAttendee, ReplyEvent, read_mail, same_address
from config import settings
from database import db, know, known
from mail.inbox import Verdict
from mail.models import IncomingMail, IncomingState
from people.models import Person
from sessions import rsvps, scheduling, waitlist
from sessions.errors import NotInvited, SessionError, SessionMissing, WrongState
from sessions.models import Answer, Invitation, Outcome, Rsvp, ScheduledSession, SessionState, Via
from sessions.precedence import CalendarReply, newest
from sessions.trust import distrust

ANSWERS = {
    "ACCEPTED": Answer.ACCEPTED,
    "TENTATIVE": Answer.TENTATIVE,
    "DECLINED": Answer.DECLINED,
}


class Reason(StrEnum):
    """Why a message was applied, ignored, or waits; the page says it in words (`views_incoming.WORDS`)."""

    ANSWER = "answer"
    EARLIER = "earlier"
    LATE = "late"
    REPEAT = "repeat"
    OPEN = "open"  # PARTSTAT=NEEDS-ACTION says nothing
    CANCELLED = "cancelled"
    NOT_OPEN = "not-open"  # a draft, or over
    REFRESHED = "refreshed"
    AUTOMATIC = "automatic"
    WORDS = "words"  # somebody wrote to the host
    UNKNOWN_TOKEN = "unknown-token"  # noqa: S105
    OTHER_SENDER = "other-sender"
    OTHER_ADDRESS = "other-address"
    NOT_AUTHENTIC = "not-authentic"
    OTHER_EVENT = "other-event"
    NO_ANSWER = "no-answer"  # a calendar object, but none that answers
    WITHDRAWN = "withdrawn"
    COUNTER = "counter"
    DELEGATED = "delegated"


# What a host can turn into an answer with one press: the answer itself is clear, only its sender is not.
CONFIRMABLE = {Reason.OTHER_SENDER, Reason.OTHER_ADDRESS, Reason.NOT_AUTHENTIC}


@dataclass(frozen=True, slots=True)
class _Case:
    """One message about one invitation. `decided_by` is the person who vouches for the sender."""

    incoming: IncomingMail
    message: InboundMessage
    invitation: Invitation
    decided_by: Person | None
    now: datetime

    @property
    def received_at(self) -> datetime:
        return self.incoming.received_at

    @property
    def is_automatic(self) -> bool:
        return self.message.is_automatic or not self.incoming.envelope_from


def token_exists(token: str) -> bool:
    """Whether an answer address is one of ours: asked by the LMTP door before it takes a message."""
    return db.session.scalar(select(Invitation.id).where(Invitation.token == token)) is not None


def handle(incoming: IncomingMail, message: InboundMessage, token: str, now: datetime) -> Verdict:
    """What a message to rsvp+TOKEN says is recorded, or waits with its reason. Runs inside the caller's transaction."""
    invitation = known(("invitation", token)) or db.session.scalar(select(Invitation).where(Invitation.token == token))
    if invitation is None:
        return Verdict(state=IncomingState.WAITING, reason=Reason.UNKNOWN_TOKEN)
    return _decide(_Case(incoming, message, invitation, None, now))


def prefetch(tokens: Collection[str]) -> None:
    """What messages to these tokens are about is read, and their sessions are locked, in four statements."""
    invitations = list(db.session.scalars(select(Invitation).where(Invitation.token.in_(tokens))))
    ids = {invitation.calendar_object_id for invitation in invitations}
    sessions = scheduling.lock_dates(ids)
    waitlist.count_seats([session.id for session in sessions])
    query = select(Rsvp).options(*rsvps.ALONE).where(Rsvp.invitation_id.in_([invitation.id for invitation in invitations]))
    answers = db.session.scalars(query.execution_options(populate_existing=True))
    know({("invitation", invitation.token): invitation for invitation in invitations})
    know({("rsvp", rsvp.session_id, rsvp.person_id): rsvp for rsvp in answers})
    know({("dates", id_): [session for session in sessions if session.calendar_object_id == id_] for id_ in ids})


def confirm(incoming_id: int, *, by: Person, now: datetime) -> Verdict:
    """A waiting answer counts, because `by` vouches for its sender. One that needs more than that still waits, for another reason.

    Raises SessionError when there is nothing to decide.
    """
    incoming = _waiting(incoming_id)
    if incoming.reason not in CONFIRMABLE:
        raise WrongState("This message holds no answer that could count.")
    token = str(incoming.details.get("token", ""))
    invitation = db.session.scalar(select(Invitation).where(Invitation.token == token))
    if invitation is None:
        raise SessionMissing("The invitation is gone.")
    verdict = _decide(_Case(incoming, read_mail(incoming.raw), invitation, by, now))
    if verdict.state is IncomingState.WAITING:
        incoming.reason, incoming.details = verdict.reason, verdict.details
    else:
        _decided(incoming, by, now)
        incoming.details = {**incoming.details, "counted": verdict.reason}
    db.session.flush()
    return verdict


def close(incoming_id: int, *, by: Person, now: datetime) -> None:
    """The message is put aside; it stays kept. Raises SessionError when it does not wait."""
    _decided(_waiting(incoming_id), by, now)


def _waiting(incoming_id: int) -> IncomingMail:
    query = select(IncomingMail).where(IncomingMail.id == incoming_id).with_for_update()
    incoming = db.session.scalar(query.execution_options(populate_existing=True))
    if incoming is None:
        raise SessionMissing("There is no such message.")
    if incoming.state not in {IncomingState.WAITING, IncomingState.UNREADABLE}:
        raise WrongState("Somebody has decided about this message already.")
    return incoming


def _decided(incoming: IncomingMail, by: Person, now: datetime) -> None:
    incoming.state, incoming.decided_by_id, incoming.decided_at = IncomingState.CLOSED, by.id, now


def _decide(case: _Case) -> Verdict:
    speaking = [calendar for calendar in case.message.calendars if calendar.method in {"REPLY", "COUNTER", "REFRESH"}]
    if not speaking:
        return _without_answer(case)
    events = ((calendar, event) for calendar in speaking for event in calendar.components)
    verdicts = [_of_event(case, *said) for said in newest(events, case.invitation.person.email)]
    return _weightiest(verdicts) if verdicts else _verdict(case, IncomingState.WAITING, Reason.NO_ANSWER)


def _without_answer(case: _Case) -> Verdict:
    if case.is_automatic:
        return _verdict(case, IncomingState.IGNORED, Reason.AUTOMATIC)
    if case.message.calendars:
        return _verdict(case, IncomingState.WAITING, Reason.NO_ANSWER)
    return _verdict(case, IncomingState.WAITING, Reason.WORDS, text=case.message.text[:2000])


def _of_event(case: _Case, calendar: CalendarMessage, event: ReplyEvent) -> Verdict:
    session = _session_of(case.invitation, event)
    if session is None:
        # Thunderbird sends the dates it has no answer for along with those it has.
        is_open = bool(event.attendees) and all(attendee.partstat == "NEEDS-ACTION" for attendee in event.attendees)
        open_or_other = (IncomingState.IGNORED, Reason.OPEN) if is_open else (IncomingState.WAITING, Reason.OTHER_EVENT)
        return _verdict(case, *open_or_other)
    attendee = _attendee(case, event)
    doubt = None if case.decided_by else _doubt(case, attendee, calendar.method)
    if doubt is not None:
        return _verdict(case, IncomingState.WAITING, doubt, session=session, **_facts(event, attendee))
    if calendar.method == "REFRESH":
        return _refresh(case, session)
    if attendee is None:
        return _verdict(case, IncomingState.WAITING, Reason.NO_ANSWER, session=session)
    if calendar.method == "COUNTER":
        return _counter(case, calendar, event, session, attendee)
    return _record(case, calendar, event, session, attendee)


def _facts(event: ReplyEvent, attendee: ReplyAttendee | None) -> dict[str, str]:
    """What the host reads beside a message that waits."""
    if attendee is None:
        return {"text": event.comment}
    return {
        "partstat": attendee.partstat,
        "attendee": attendee.address,
        "text": attendee.comment or event.comment,
        "delegated_to": ", ".join(attendee.delegated_to),
    }


def _doubt(case: _Case, attendee: ReplyAttendee | None, method: str) -> Reason | None:
    found = distrust(
        case.message,
        case.invitation.person.email,
        attendee=attendee,
        needs_attendee=method != "REFRESH",
        authserv_id=settings().authserv_id,
    )
    return Reason(found) if found else None


def _session_of(invitation: Invitation, event: ReplyEvent) -> ScheduledSession | None:
    """The date the reply is about. RECURRENCE-ID is compared as an instant; a single session needs none."""
    if event.uid != invitation.calendar_object.uid:
        return None
    object_id = invitation.calendar_object_id
    dates: list[ScheduledSession] = known(("dates", object_id)) or list(
        db.session.scalars(select(ScheduledSession).where(ScheduledSession.calendar_object_id == object_id))
    )
    single = [date for date in dates if date.recurrence_id is None]
    if single:
        return single[0] if event.recurrence_id in {None, single[0].starts_at} else None
    return next((date for date in dates if date.recurrence_id == event.recurrence_id), None)


def _attendee(case: _Case, event: ReplyEvent) -> ReplyAttendee | None:
    """The ATTENDEE who is the invited person; failing that the only one there is."""
    for attendee in event.attendees:
        if same_address(attendee.address, case.invitation.person.email):
            return attendee
    return event.attendees[0] if len(event.attendees) == 1 else None


def _record(
    case: _Case, calendar: CalendarMessage, event: ReplyEvent, session: ScheduledSession, attendee: ReplyAttendee
) -> Verdict:
    answer = ANSWERS.get(attendee.partstat)
    if answer is not None:
        return _record_answer(case, answer, calendar, event, session, attendee)
    if attendee.partstat == "DELEGATED":
        return _verdict(case, IncomingState.WAITING, Reason.DELEGATED, session=session, **_facts(event, attendee))
    return _verdict(case, IncomingState.IGNORED, Reason.OPEN, session=session, **_facts(event, attendee))


def _record_answer(
    case: _Case, answer: Answer, calendar: CalendarMessage, event: ReplyEvent, session: ScheduledSession, attendee: ReplyAttendee
) -> Verdict:
    facts = _facts(event, attendee)
    try:
        recorded = rsvps.record_answer(
            session.id,
            case.invitation.person_id,
            answer,
            via=Via.CALENDAR,
            now=case.now,
            comment=facts["text"] or None,
            by=case.decided_by,
            reply=_reply(case, calendar, event, attendee),
        )
    except NotInvited:
        return _verdict(case, IncomingState.WAITING, Reason.WITHDRAWN, session=session, **facts)
    except WrongState:
        return _closed(case, session)
    reasons = {Outcome.APPLIED: Reason.ANSWER, Outcome.EARLIER: Reason.EARLIER, Outcome.LATE: Reason.LATE}
    if recorded.outcome is None:
        return _verdict(case, IncomingState.IGNORED, Reason.REPEAT, session=session)
    return _verdict(case, IncomingState.APPLIED, reasons[recorded.outcome], session=session, **facts)


def _closed(case: _Case, session: ScheduledSession) -> Verdict:
    reason = Reason.CANCELLED if session.state is SessionState.CANCELLED else Reason.NOT_OPEN
    return _verdict(case, IncomingState.IGNORED, reason, session=session)


def _reply(case: _Case, calendar: CalendarMessage, event: ReplyEvent, attendee: ReplyAttendee) -> CalendarReply:
    """No DTSTAMP: the mail's Date. A clock that runs ahead must not shut out later answers: never after it reached us."""
    stamped = event.dtstamp or case.message.date or case.received_at
    return CalendarReply(
        sequence=event.sequence,
        dtstamp=min(stamped.astimezone(UTC), case.received_at).replace(microsecond=0),
        received_at=case.received_at,
        prodid=calendar.prodid,
        guests=attendee.guests,
        incoming_mail_id=case.incoming.id,
    )


def _counter(
    case: _Case, calendar: CalendarMessage, event: ReplyEvent, session: ScheduledSession, attendee: ReplyAttendee
) -> Verdict:
    """A proposed time waits for the host; for the seat it counts as maybe."""
    recorded = _record_answer(case, Answer.TENTATIVE, calendar, event, session, attendee)
    if recorded.reason in {Reason.WITHDRAWN, Reason.CANCELLED, Reason.NOT_OPEN}:
        return recorded
    times = {
        "proposed_start": event.dtstart,
        "proposed_end": event.dtend,
        "original_start": event.original_start or session.starts_at,
        "original_end": event.original_end or session.ends_at,
    }
    told = {name: at.isoformat() for name, at in times.items() if at is not None}
    return _verdict(case, IncomingState.WAITING, Reason.COUNTER, session=session, **_facts(event, attendee), **told)


def _refresh(case: _Case, session: ScheduledSession) -> Verdict:
    """The stored address gets the true state, at most once an hour; no program is answered."""
    if case.is_automatic:
        return _verdict(case, IncomingState.IGNORED, Reason.AUTOMATIC, session=session)
    query = select(Rsvp).where(Rsvp.session_id == session.id, Rsvp.person_id == case.invitation.person_id)
    rsvp = db.session.scalar(query)
    if rsvp is None or rsvp.is_withdrawn:
        return _verdict(case, IncomingState.WAITING, Reason.WITHDRAWN, session=session)
    try:
        rsvps.refresh(rsvp, occasion=f"refresh:{case.received_at:%Y%m%d%H}", now=case.now)
    except WrongState:
        return _closed(case, session)
    return _verdict(case, IncomingState.APPLIED, Reason.REFRESHED, session=session)


def _weightiest(verdicts: list[Verdict]) -> Verdict:
    """Several events in one message: what waits for a person comes first, then what was applied."""
    order = (IncomingState.WAITING, IncomingState.APPLIED, IncomingState.IGNORED)
    return min(verdicts, key=lambda verdict: order.index(verdict.state))


def _verdict(
    case: _Case, state: IncomingState, reason: Reason, *, session: ScheduledSession | None = None, **facts: str
) -> Verdict:
    topic = session.topic if session else _topic_of(case.invitation)
    details = {"token": case.invitation.token, **{name: value for name, value in facts.items() if value}}
    return Verdict(state=state, reason=reason, topic=topic, person_id=case.invitation.person_id, details=details)


def _topic_of(invitation: Invitation) -> str:
    query = select(ScheduledSession.id).where(ScheduledSession.calendar_object_id == invitation.calendar_object_id).limit(1)
    session_id = db.session.scalar(query)
    return f"session:{session_id}" if session_id else ""


__all__ = ["CONFIRMABLE", "Reason", "SessionError", "close", "confirm", "handle", "token_exists"]
