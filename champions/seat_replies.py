"""Answers about a meeting of two or three that come back from people's calendars (RFC 5546 REPLY, COUNTER, REFRESH).

Nobody but the person can say what an unclear one means: no host looks after such a meeting, and no manager sees with whom it is. So
whoever owns the address is asked, at the address we know; what somebody writes reaches those they meet.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from calendars.replies import CalendarMessage, InboundMessage, ReplyAttendee, ReplyEvent
from champions.errors import ChampionError
from config import settings
from mail.models import IncomingMail, IncomingState
from people import addresses
from people.models import Person
from sessions.cases import ANSWERS
from sessions.models import Answer
from sessions.precedence import CalendarReply, newest
from sessions.trust import distrust, is_one_of

LONGEST_WORDS = 2000


class Place(Protocol):
    """One person's place at a meeting, and what becomes of what they say about it. `occasion` is one of its kind for each message."""

    @property
    def person(self) -> Person:
        """Whose answer address it is."""

    @property
    def uid(self) -> str:
        """The UID of the meeting."""

    def is_open(self, now: datetime) -> bool:
        """Whether answers still change something."""

    def say(self, answer: Answer, reply: CalendarReply, *, now: datetime) -> bool:
        """The answer counts; False: it counted already. Raises ChampionError when it cannot be said any more."""

    def propose(self, event: ReplyEvent, *, now: datetime) -> bool:
        """Another time is asked for; False: it is so already. Raises ChampionError when that cannot be."""

    def send_again(self, *, occasion: str, now: datetime) -> None:
        """Their calendar asked how it stands."""

    def ask(self, *, occasion: str, now: datetime) -> None:
        """An answer came that may be somebody else's, or that nobody could read: only its owner can say."""

    def pass_on(self, words: str, *, occasion: str, now: datetime) -> None:
        """What they wrote reaches those they meet."""


@dataclass(frozen=True, slots=True)
class _Case:
    incoming: IncomingMail
    message: InboundMessage
    place: Place
    emails: frozenset[str]
    now: datetime

    @property
    def occasion(self) -> str:
        return self.incoming.digest[:16]


def take(incoming: IncomingMail, message: InboundMessage, place: Place, *, now: datetime) -> IncomingState:
    """What the message says is recorded, passed on, or its owner is asked. Runs inside the caller's transaction."""
    case = _Case(incoming, message, place, addresses.addresses_of(place.person), now)
    events = [
        (calendar, event)
        for calendar in message.calendars
        if calendar.method in {"REPLY", "COUNTER", "REFRESH"}
        for event in calendar.components
        if event.uid == place.uid
    ]
    if not events:
        return _without_answer(case)
    applied = False
    for calendar, event in newest(events, case.emails):
        applied |= _of_event(case, calendar, event)
    return IncomingState.APPLIED if applied else IncomingState.IGNORED


def _without_answer(case: _Case) -> IncomingState:
    message, place = case.message, case.place
    if message.is_automatic or not case.incoming.envelope_from:
        return IncomingState.IGNORED
    doubt = distrust(message, case.emails, attendee=None, needs_attendee=False, authserv_id=settings().authserv_id)
    words = message.text.strip()[:LONGEST_WORDS]
    if doubt or not words or not place.is_open(case.now):
        place.ask(occasion=case.occasion, now=case.now)
        return IncomingState.IGNORED
    place.pass_on(words, occasion=case.occasion, now=case.now)
    return IncomingState.APPLIED


def _of_event(case: _Case, calendar: CalendarMessage, event: ReplyEvent) -> bool:
    attendee, place = _attendee(event, case.emails), case.place
    asks_for_people = calendar.method != "REFRESH"
    if distrust(case.message, case.emails, attendee=attendee, needs_attendee=asks_for_people, authserv_id=settings().authserv_id):
        place.ask(occasion=case.occasion, now=case.now)
        return False
    try:
        return _said(case, calendar, event, attendee)
    except ChampionError:
        if place.is_open(case.now):
            place.ask(occasion=case.occasion, now=case.now)
        return False


def _said(case: _Case, calendar: CalendarMessage, event: ReplyEvent, attendee: ReplyAttendee | None) -> bool:
    received_at = case.incoming.received_at
    if calendar.method == "REFRESH":
        case.place.send_again(occasion=f"refresh:{received_at:%Y%m%d%H}", now=case.now)
        return True
    if calendar.method == "COUNTER":
        return case.place.propose(event, now=case.now)
    answer = ANSWERS.get(attendee.partstat) if attendee else None
    if answer is None:
        return False
    stamped = event.dtstamp or case.message.date or received_at
    reply = CalendarReply(
        sequence=event.sequence,
        dtstamp=min(stamped.astimezone(UTC), received_at).replace(microsecond=0),
        received_at=received_at,
    )
    return case.place.say(answer, reply, now=case.now)


def _attendee(event: ReplyEvent, emails: frozenset[str]) -> ReplyAttendee | None:
    return next((one for one in event.attendees if is_one_of(one.address, emails)), None) or next(iter(event.attendees), None)
