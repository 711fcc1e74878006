"""One message about one invitation, what its event says, and what becomes of it: what `replies` and its neighbours share."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import select

from calendars.replies import CalendarMessage, InboundMessage, ReplyAttendee, ReplyEvent
from database import db, known
from mail.inbox import Verdict
from mail.models import IncomingMail, IncomingState
from people import addresses
from people.models import Person
from sessions import rsvps
from sessions.errors import NotInvited, WrongState
from sessions.models import Answer, Invitation, Outcome, ScheduledSession, SessionState, Via
from sessions.precedence import CalendarReply
from sessions.series import meant, replies, single_dates


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
    DELEGATED = "delegated"  # to somebody we cannot invite by ourselves
    HANDED_ON = "handed-on"  # delegated: the other is invited, and has the seat
    HELD = "held"  # a delegate's answer that came before the delegation
    COLLEAGUE = "colleague"  # a colleague answers with somebody else's invitation


ANSWERS = {
    "ACCEPTED": Answer.ACCEPTED,
    "TENTATIVE": Answer.TENTATIVE,
    "DECLINED": Answer.DECLINED,
}
# What a host can turn into an answer with one press: the answer itself is clear, only its sender is not.
CONFIRMABLE = {Reason.OTHER_SENDER, Reason.OTHER_ADDRESS, Reason.NOT_AUTHENTIC}


@dataclass(frozen=True, slots=True)
class Case:
    """One message about one invitation. `decided_by` is the person who vouches for the sender; `emails` are the invited person's."""

    incoming: IncomingMail
    message: InboundMessage
    invitation: Invitation
    emails: frozenset[str]
    decided_by: Person | None
    now: datetime

    @property
    def received_at(self) -> datetime:
        return self.incoming.received_at

    @property
    def is_automatic(self) -> bool:
        return self.message.is_automatic or not self.incoming.envelope_from


@dataclass(frozen=True, slots=True)
class Said:
    """What one event of a message says about one date. `speaker` is whose answer it is, if not the invited person's."""

    calendar: CalendarMessage
    event: ReplyEvent
    session: ScheduledSession
    attendee: ReplyAttendee
    speaker: Person | None = None

    @property
    def facts(self) -> dict[str, str]:
        return facts_of(self.event, self.attendee)


def case_of(incoming: IncomingMail, message: InboundMessage, invitation: Invitation, *, by: Person | None, now: datetime) -> Case:
    """The case, with every address of the invited person."""
    emails = known(("addresses", invitation.person_id)) or addresses.addresses_of(invitation.person)
    return Case(incoming, message, invitation, emails, by, now)


def facts_of(event: ReplyEvent, attendee: ReplyAttendee | None) -> dict[str, str]:
    """What the host reads beside a message that waits."""
    if attendee is None:
        return {"text": event.comment}
    return {
        "partstat": attendee.partstat,
        "attendee": attendee.address,
        "text": attendee.comment or event.comment,
        "delegated_to": ", ".join(attendee.delegated_to),
    }


def record_answer(case: Case, said: Said, answer: Answer) -> Verdict:
    """The answer counts, or stands in the history, or says why it is none. One without a RECURRENCE-ID is for a whole series."""
    person_id = said.speaker.id if said.speaker else case.invitation.person_id
    comment, reply, by = said.facts["text"] or None, reply_of(case, said), case.decided_by
    try:
        if said.session.series_id and meant.is_about_all(said.event, said.session):
            outcome = _of_all_dates(said.session.series_id, person_id, answer, now=case.now, comment=comment, by=by, reply=reply)
        else:
            outcome = rsvps.record_answer(
                said.session.id, person_id, answer, via=Via.CALENDAR, now=case.now, comment=comment, by=by, reply=reply
            ).outcome
    except NotInvited:
        return verdict(case, IncomingState.WAITING, Reason.WITHDRAWN, session=said.session, **said.facts)
    except WrongState:
        return closed(case, said.session)
    reasons = {Outcome.APPLIED: Reason.ANSWER, Outcome.EARLIER: Reason.EARLIER, Outcome.LATE: Reason.LATE}
    if outcome is None:
        return verdict(case, IncomingState.IGNORED, Reason.REPEAT, session=said.session)
    return verdict(case, IncomingState.APPLIED, reasons[outcome], session=said.session, **said.facts)


def _of_all_dates(
    series_id: int, person_id: int, answer: Answer, *, now: datetime, comment: str | None, by: Person | None, reply: CalendarReply
) -> Outcome | None:
    """Without a RECURRENCE-ID who has single dates can mean no more than the next of them."""
    try:
        return replies.record(series_id, person_id, answer, now=now, comment=comment, by=by, reply=reply)
    except NotInvited:
        own = single_dates.own_date(series_id, person_id, now=now)
        if own is None:
            raise
    return rsvps.record_answer(own, person_id, answer, via=Via.CALENDAR, now=now, comment=comment, by=by, reply=reply).outcome


def reply_of(case: Case, said: Said) -> CalendarReply:
    """No DTSTAMP: the mail's Date. A clock that runs ahead must not shut out later answers: never after it reached us.

    An answer to the series that a date belonged to before counts SEQUENCE by that series' counter: there the time decides.
    """
    stamped = said.event.dtstamp or case.message.date or case.received_at
    dtstamp, session = min(stamped.astimezone(UTC), case.received_at).replace(microsecond=0), said.session
    sequence = said.event.sequence
    if session.calendar_object_id != case.invitation.calendar_object_id:
        is_current = session.asked_at is None or dtstamp >= session.asked_at
        sequence = session.asked_sequence if is_current else session.asked_sequence - 1
    return CalendarReply(
        sequence=sequence,
        dtstamp=dtstamp,
        received_at=case.received_at,
        prodid=said.calendar.prodid,
        guests=said.attendee.guests,
        incoming_mail_id=case.incoming.id,
    )


def closed(case: Case, session: ScheduledSession) -> Verdict:
    """The session takes no answers: nothing changes."""
    reason = Reason.CANCELLED if session.state is SessionState.CANCELLED else Reason.NOT_OPEN
    return verdict(case, IncomingState.IGNORED, reason, session=session)


def verdict(
    case: Case, state: IncomingState, reason: Reason, *, session: ScheduledSession | None = None, **facts: str
) -> Verdict:
    """What becomes of the message, with whose answer address it came to."""
    topic = session.topic if session else _topic_of(case.invitation)
    details = {"token": case.invitation.token, **{name: value for name, value in facts.items() if value}}
    return Verdict(state=state, reason=reason, topic=topic, person_id=case.invitation.person_id, details=details)


def _topic_of(invitation: Invitation) -> str:
    query = select(ScheduledSession.id).where(ScheduledSession.calendar_object_id == invitation.calendar_object_id).limit(1)
    session_id = db.session.scalar(query)
    return f"session:{session_id}" if session_id else ""
