"""Answers to a meeting of the two that come back from their calendars."""

from dataclasses import dataclass
from datetime import datetime

from calendars.replies import InboundMessage, ReplyEvent
from champions import seat_replies
from champions.errors import WrongStanding
from champions.mentorships import meetings, notices_meetings
from champions.mentorships.models_meetings import MeetingSeat, is_ahead
from mail.inbox import Verdict
from mail.models import IncomingMail, IncomingState
from people.models import Person
from sessions.models import Answer
from sessions.precedence import CalendarReply


def token_exists(token: str) -> bool:
    """Whether an answer address is one of a meeting that is planned."""
    return meetings.seat_of(token) is not None


def handle(incoming: IncomingMail, message: InboundMessage, token: str, now: datetime) -> Verdict:
    """What a message to rsvp+TOKEN says is recorded, passed on, or its owner is asked. Runs inside the caller's transaction."""
    seat = meetings.seat_of(token)
    if seat is None:
        return Verdict(state=IncomingState.IGNORED, reason="It was about a meeting that does not take place any more.")
    state = seat_replies.take(incoming, message, _Place(seat), now=now)
    return Verdict(state=state, reason="It was about a meeting: a matter of the two who have it.")


@dataclass(frozen=True, slots=True)
class _Place:
    """A `seat_replies.Place` at a meeting."""

    seat: MeetingSeat

    @property
    def person(self) -> Person:
        return self.seat.person

    @property
    def uid(self) -> str:
        return self.seat.mentorship.meeting_uid or ""

    def is_open(self, now: datetime) -> bool:
        return is_ahead(self.seat.mentorship, now)

    def say(self, answer: Answer, reply: CalendarReply, *, now: datetime) -> bool:
        return meetings.record_answer(self.seat.id, answer, now=now, reply=reply) is not None

    def propose(self, event: ReplyEvent, *, now: datetime) -> bool:
        """A COUNTER names the time. One that was written about an earlier time moves nothing: its owner looks at what is agreed by now."""
        mentorship = self.seat.mentorship
        if event.dtstart == mentorship.next_meeting_at:
            return False
        if event.dtstart is None or event.sequence < mentorship.meeting_asked_sequence:
            raise WrongStanding("This was about another time, or names none.")
        meetings.move(self.seat.id, event.dtstart, now=now)
        return True

    def send_again(self, *, occasion: str, now: datetime) -> None:
        notices_meetings.again(self.seat, occasion=occasion, now=now)

    def ask(self, *, occasion: str, now: datetime) -> None:
        notices_meetings.unclear(self.seat, occasion=occasion, now=now)

    def pass_on(self, words: str, *, occasion: str, now: datetime) -> None:
        for other in meetings.seats_of(self.seat.mentorship):
            if other.id != self.seat.id:
                notices_meetings.pass_on(self.seat, other, words, occasion=occasion, now=now)
