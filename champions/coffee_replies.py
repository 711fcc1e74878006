"""Answers to a coffee that come back from people's calendars (RFC 5546 REPLY, COUNTER, REFRESH).

Nobody but the person can say what an unclear one means: no host looks after a coffee, and no manager sees with whom it is. So whoever
owns the address is asked, at the address we know; what somebody writes reaches those they have the coffee with.
"""

from datetime import UTC, datetime

from calendars.replies import CalendarMessage, InboundMessage, ReplyAttendee, ReplyEvent
from champions import coffee_links, coffee_meetings, coffee_notices
from champions.coffee_errors import CoffeeOver
from champions.models_coffee import CoffeeSeat
from config import settings
from mail.inbox import Verdict
from mail.models import IncomingMail, IncomingState
from people import addresses
from sessions.cases import ANSWERS
from sessions.precedence import CalendarReply, newest
from sessions.trust import distrust, is_one_of

LONGEST_WORDS = 2000


def token_exists(token: str) -> bool:
    """Whether an answer address is one of a coffee."""
    return coffee_links.seat_of(token) is not None


def handle(incoming: IncomingMail, message: InboundMessage, token: str, now: datetime) -> Verdict:
    """What a message to rsvp+TOKEN says is recorded, passed on, or its owner is asked. Runs inside the caller's transaction."""
    seat = coffee_links.seat_of(token)
    if seat is None:
        return Verdict(state=IncomingState.IGNORED, reason="It was about a coffee that is forgotten.")
    return Verdict(state=_state(incoming, message, seat, now), reason="It was about a coffee: a matter of those who have it.")


def _state(incoming: IncomingMail, message: InboundMessage, seat: CoffeeSeat, now: datetime) -> IncomingState:
    emails = addresses.addresses_of(seat.person)
    events = [
        (calendar, event)
        for calendar in message.calendars
        if calendar.method in {"REPLY", "COUNTER", "REFRESH"}
        for event in calendar.components
        if event.uid == seat.meeting.uid
    ]
    if not events:
        return _without_answer(incoming, message, seat, emails, now)
    applied = False
    for calendar, event in newest(events, emails):
        applied |= _of_event(incoming, message, seat, emails, calendar, event, now)
    return IncomingState.APPLIED if applied else IncomingState.IGNORED


def _without_answer(
    incoming: IncomingMail, message: InboundMessage, seat: CoffeeSeat, emails: frozenset[str], now: datetime
) -> IncomingState:
    if message.is_automatic or not incoming.envelope_from:
        return IncomingState.IGNORED
    doubt = distrust(message, emails, attendee=None, needs_attendee=False, authserv_id=settings().authserv_id)
    words = message.text.strip()[:LONGEST_WORDS]
    if doubt or not words or not seat.meeting.is_open(now):
        coffee_notices.unclear(seat, occasion=incoming.digest[:16], now=now)
        return IncomingState.IGNORED
    coffee_notices.pass_on(seat, words, occasion=incoming.digest[:16], now=now)
    return IncomingState.APPLIED


def _of_event(
    incoming: IncomingMail,
    message: InboundMessage,
    seat: CoffeeSeat,
    emails: frozenset[str],
    calendar: CalendarMessage,
    event: ReplyEvent,
    now: datetime,
) -> bool:
    attendee = _attendee(event, emails)
    is_refresh = calendar.method == "REFRESH"
    if distrust(message, emails, attendee=attendee, needs_attendee=not is_refresh, authserv_id=settings().authserv_id):
        coffee_notices.unclear(seat, occasion=incoming.digest[:16], now=now)
        return False
    try:
        return _said(incoming, message, seat, calendar, event, attendee, now)
    except CoffeeOver:
        if seat.meeting.is_open(now):
            coffee_notices.unclear(seat, occasion=incoming.digest[:16], now=now)
        return False


def _said(
    incoming: IncomingMail,
    message: InboundMessage,
    seat: CoffeeSeat,
    calendar: CalendarMessage,
    event: ReplyEvent,
    attendee: ReplyAttendee | None,
    now: datetime,
) -> bool:
    if calendar.method == "REFRESH":
        coffee_notices.again(seat, occasion=f"refresh:{incoming.received_at:%Y%m%d%H}", now=now)
        return True
    if calendar.method == "COUNTER":
        return _moved(seat, event, now)
    answer = ANSWERS.get(attendee.partstat) if attendee else None
    if answer is None:
        return False
    stamped = event.dtstamp or message.date or incoming.received_at
    reply = CalendarReply(
        sequence=event.sequence,
        dtstamp=min(stamped.astimezone(UTC), incoming.received_at).replace(microsecond=0),
        received_at=incoming.received_at,
    )
    return coffee_meetings.record_answer(seat.id, answer, now=now, reply=reply) is not None


def _moved(seat: CoffeeSeat, event: ReplyEvent, now: datetime) -> bool:
    """A COUNTER that says what is so already asks for nothing: it came twice, say. One that was written about an earlier time gets the
    time it names or none, so that two that cross do not chase the coffee through the week.
    """
    if event.dtstart == seat.meeting.starts_at:
        return False
    is_late = event.dtstart is not None and event.sequence < seat.meeting.asked_sequence
    coffee_meetings.move(seat.id, now=now, wanted=event.dtstart, or_another=not is_late)
    return True


def _attendee(event: ReplyEvent, emails: frozenset[str]) -> ReplyAttendee | None:
    return next((one for one in event.attendees if is_one_of(one.address, emails)), None) or next(iter(event.attendees), None)
