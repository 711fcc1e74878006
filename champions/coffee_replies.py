"""Answers to a coffee that come back from people's calendars."""

from dataclasses import dataclass
from datetime import datetime

from calendars.replies import InboundMessage, ReplyEvent
from champions import coffee_links, coffee_meetings, coffee_notices, seat_replies
from champions.models_coffee import CoffeeSeat
from mail.inbox import Verdict
from mail.models import IncomingMail, IncomingState
from people.models import Person
from sessions.models import Answer
from sessions.precedence import CalendarReply


def token_exists(token: str) -> bool:
    """Whether an answer address is one of a coffee."""
    return coffee_links.seat_of(token) is not None


def handle(incoming: IncomingMail, message: InboundMessage, token: str, now: datetime) -> Verdict:
    """What a message to rsvp+TOKEN says is recorded, passed on, or its owner is asked. Runs inside the caller's transaction."""
    seat = coffee_links.seat_of(token)
    if seat is None:
        return Verdict(state=IncomingState.IGNORED, reason="It was about a coffee that is forgotten.")
    state = seat_replies.take(incoming, message, _Place(seat), now=now)
    return Verdict(state=state, reason="It was about a coffee: a matter of those who have it.")


@dataclass(frozen=True, slots=True)
class _Place:
    """A `seat_replies.Place` at a coffee."""

    seat: CoffeeSeat

    @property
    def person(self) -> Person:
        return self.seat.person

    @property
    def uid(self) -> str:
        return self.seat.meeting.uid

    def is_open(self, now: datetime) -> bool:
        return self.seat.meeting.is_open(now)

    def say(self, answer: Answer, reply: CalendarReply, *, now: datetime) -> bool:
        return coffee_meetings.record_answer(self.seat.id, answer, now=now, reply=reply) is not None

    def propose(self, event: ReplyEvent, *, now: datetime) -> bool:
        """A COUNTER that says what is so already asks for nothing: it came twice, say. One that was written about an earlier time gets
        the time it names or none, so that two that cross do not chase the coffee through the week.
        """
        meeting = self.seat.meeting
        if event.dtstart == meeting.starts_at:
            return False
        is_late = event.dtstart is not None and event.sequence < meeting.asked_sequence
        coffee_meetings.move(self.seat.id, now=now, wanted=event.dtstart, or_another=not is_late)
        return True

    def send_again(self, *, occasion: str, now: datetime) -> None:
        coffee_notices.again(self.seat, occasion=occasion, now=now)

    def ask(self, *, occasion: str, now: datetime) -> None:
        coffee_notices.unclear(self.seat, occasion=occasion, now=now)

    def pass_on(self, words: str, *, occasion: str, now: datetime) -> None:
        coffee_notices.pass_on(self.seat, words, occasion=occasion, now=now)
